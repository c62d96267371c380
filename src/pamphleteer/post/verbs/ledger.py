"""What is written down of mails: before each that it goes, after each what became of it; many in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from pamphleteer.ground import clock
from pamphleteer.post.models import Sending, State
from pamphleteer.post.verbs.claim import lease

Marked = tuple[Sending, str]  # a mail, and the relay that is to get it


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that a relay has taken, and its reply."""

    row: Sending
    relay: str
    reply: str


def mark(going: Sequence[Marked], *, holder: str) -> Sequence[Marked]:
    """Note, before relays get mails, that they do; return those that are still to go and still this holder's."""
    now = clock.now()
    lots: dict[tuple[type[Sending], str, str], tuple[Q, list[Marked]]] = {}
    for row, relay in going:
        wanted = row.still_wanted()
        lots.setdefault((type(row), relay, str(wanted)), (wanted, []))[1].append((row, relay))
    marked = list[Marked]()
    for (kind, relay, _), (wanted, lot) in lots.items():
        held = kind._default_manager.filter(
            pk__in=[row.pk for row, _ in lot], state=State.CLAIMED, held_by=holder
        )
        count = held.filter(wanted).update(handed_at=now, held_until=now + lease(), relay=relay)
        if count == len(lot):
            marked += lot
        else:
            going_on = set(held.filter(handed_at=now).values_list("pk", flat=True))
            marked += [one for one in lot if one[0].pk in going_on]
    return marked


def taken(mails: Sequence[Taken], *, holder: str) -> int:
    """Note what relays have taken; returns how many of them were still this holder's."""
    by_table: dict[str, list[Taken]] = defaultdict(list)
    for one in mails:
        by_table[one.row._meta.db_table].append(one)
    return sum(_taken(table, lot, holder) for table, lot in by_table.items())


def settle(row: Sending, *, holder: str, state: State, **fields: Any) -> bool:
    """Write the outcome; False if the row is another process's by now, or was erased with its reader."""
    settled = None if state == State.PLANNED else clock.now()
    outcome = {"state": state, "held_by": "", "held_until": None, "settled_at": settled}
    if state == State.PLANNED:
        outcome["handed_at"] = None
    fields["reply"] = fields["reply"][:500]
    held = type(row)._default_manager.filter(pk=row.pk, state=State.CLAIMED, held_by=holder)
    return held.update(attempts=row.attempts + 1, **outcome, **fields) == 1


def _taken(table: str, mails: Sequence[Taken], holder: str) -> int:
    now = connection.ops.adapt_datetimefield_value(clock.now())
    said = (
        f"UPDATE {connection.ops.quote_name(table)} SET state = %s, held_by = '', held_until = NULL,"  # noqa: S608
        " settled_at = %s, attempts = attempts + 1, relay = %s, reply = %s, reason = ''"
        " WHERE id = %s AND state = %s AND held_by = %s"
    )
    rows = [
        (State.DONE, now, one.relay, one.reply[:500], one.row.pk, State.CLAIMED, holder)
        for one in mails
    ]
    with connection.cursor() as cursor:
        cursor.executemany(said, rows)
        return int(cursor.rowcount)
