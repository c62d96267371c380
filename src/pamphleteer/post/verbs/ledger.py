"""What is written down of mails: before each that it goes, after each what became of it; many in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from pamphleteer.ground import clock
from pamphleteer.post.mails import Mail
from pamphleteer.post.models import Sending, State
from pamphleteer.post.models.sending import Condition
from pamphleteer.post.verbs.claim import lease

Marked = tuple[Mail, str]  # a mail, and the relay that is to get it


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that a relay has taken, and its reply."""

    mail: Mail
    relay: str
    reply: str


def mark(going: Sequence[Marked], *, holder: str) -> Sequence[Marked]:
    """Note, before relays get mails, that they do; return those that are still to go and still this holder's."""
    now = clock.now()
    lots: dict[tuple[type[Sending], str, Condition], list[Marked]] = defaultdict(list)
    for mail, relay in going:
        lots[mail.kind, relay, mail.still_wanted()].append((mail, relay))
    marked = list[Marked]()
    for (kind, relay, wanted), lot in lots.items():
        keys = [mail.pk for mail, _ in lot]
        if _mark(kind._meta.db_table, keys, relay, holder, wanted, at=now) == len(lot):
            marked += lot
        else:
            held = kind._default_manager.filter(pk__in=keys, state=State.CLAIMED, held_by=holder)
            going_on = set(held.filter(handed_at=now).values_list("pk", flat=True))
            marked += [one for one in lot if one[0].pk in going_on]
    return marked


def taken(mails: Sequence[Taken], *, holder: str) -> int:
    """Note what relays have taken; returns how many of them were still this holder's."""
    by_table: dict[str, list[Taken]] = defaultdict(list)
    for one in mails:
        by_table[one.mail.kind._meta.db_table].append(one)
    return sum(_taken(table, lot, holder) for table, lot in by_table.items())


def settle(mail: Mail, *, holder: str, state: State, **fields: Any) -> bool:
    """Write the outcome; False if the row is another process's by now, or was erased with its reader."""
    settled = None if state == State.PLANNED else clock.now()
    outcome = {"state": state, "held_by": "", "held_until": None, "settled_at": settled}
    if state == State.PLANNED:
        outcome["handed_at"] = None
    fields["reply"] = fields["reply"][:500]
    held = mail.kind._default_manager.filter(pk=mail.pk, state=State.CLAIMED, held_by=holder)
    return held.update(attempts=mail.attempts + 1, **outcome, **fields) == 1


def _mark(
    table: str, keys: Sequence[int], relay: str, holder: str, wanted: Condition, *, at: datetime
) -> int:
    adapt = connection.ops.adapt_datetimefield_value
    condition, value = wanted
    said = (
        f"UPDATE {connection.ops.quote_name(table)} SET handed_at = %s, held_until = %s, relay = %s"  # noqa: S608
        f" WHERE id IN ({', '.join(['%s'] * len(keys))}) AND state = %s AND held_by = %s AND {condition}"
    )
    with connection.cursor() as cursor:
        values = [adapt(at), adapt(at + lease()), relay, *keys, State.CLAIMED, holder, value]
        cursor.execute(said, values)
        return int(cursor.rowcount)


def _taken(table: str, mails: Sequence[Taken], holder: str) -> int:
    # One statement: between several, the thread that has the relays would take its turn each time.
    name = connection.ops.quote_name(table)
    rows = ", ".join(["(%s, %s, %s)"] * len(mails))
    said = (
        f"UPDATE {name} SET state = %s, held_by = '', held_until = NULL, settled_at = %s,"  # noqa: S608
        " attempts = attempts + 1, relay = taken.relay, reply = taken.reply, reason = ''"
        f" FROM (WITH v(id, relay, reply) AS (VALUES {rows}) SELECT * FROM v) AS taken"
        f" WHERE {name}.id = taken.id AND {name}.state = %s AND {name}.held_by = %s"
    )
    values = [value for one in mails for value in (one.mail.pk, one.relay, one.reply[:500])]
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(said, [State.DONE, now, *values, State.CLAIMED, holder])
        return int(cursor.rowcount)
