"""The rows of texts to be fetched: held by one process at a time, and settled once.

A hold is a lease, as on sources: it ends by itself if its process dies, and what was fetched is kept
only by whoever still holds the row.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from pamphleteer.collect.models import Source, Text, WireItem
from pamphleteer.collect.verbs import hosts
from pamphleteer.collect.verbs.grouping import regroup
from pamphleteer.collect.verbs.turns import wait_turn
from pamphleteer.ground import clock
from pamphleteer.ground.text import one_line
from pamphleteer.register.verbs import journal

MOST_TRIES = 4
OFF = "was not asked for: the option collect.full_text is off"
_CANDIDATES = 20
_FIRST_WAIT = 300.0  # seconds, four times as many at each further try
_AT_A_TIME = 200


@dataclass(frozen=True)
class Held:
    """A text as it was when it was taken, the name that it is held under, and its server."""

    text: Text
    name: str
    host: hosts.Taken


def hold() -> Held | None:
    """Take hold of the next text that is due at a server that may be asked."""
    now = clock.now()
    due = Text.objects.due(now).exclude(host__in=hosts.resting().values("name"))
    due = due.exclude(host__in=hosts.full()).select_related(
        "item__licence", "item__source__partner"
    )
    for text in due[:_CANDIDATES]:
        taken = hosts.take(text.host)
        if not taken:
            continue
        name = secrets.token_hex(16)
        seconds = settings.COLLECT_TIMEOUT + 2 * settings.COLLECT_MEND_SECONDS + hosts.MARGIN
        until = now + timedelta(seconds=seconds)
        free = Text.objects.due(now).filter(pk=text.pk).order_by()
        if free.update(held_until=until, held_by=name):
            return Held(text, name, taken)
        hosts.give_back(taken)
    return None


def let_go(held: Held, *, url: str = "", host: str = "") -> None:
    """Leave a text for the next look, at another address if it has moved there."""
    moved = {"url": url, "host": host, "tries": held.text.tries + 1} if url else {}
    _ours(held).update(held_until=None, held_by="", **moved)


def put_off(held: Held, fault: str, *, at_least: float = 0.0) -> None:
    """Try again later, a few times, and longer each time."""
    tries = held.text.tries + 1
    if tries >= MOST_TRIES:
        refuse(held, fault)
        return
    wait = max(_FIRST_WAIT * 4 ** (tries - 1), at_least)
    due_at = clock.now() + timedelta(seconds=wait)
    _ours(held).update(held_until=None, held_by="", tries=tries, due_at=due_at, fault=_shown(fault))


def refuse(held: Held, fault: str) -> bool:
    """Leave the piece as its feed gives it, for this reason; False if the hold was lost."""
    with transaction.atomic():
        wait_turn()
        if not _settled(held, state=Text.State.REFUSED, fault=_shown(fault)):
            return False
        _tell(held.text)
    return True


def keep_whole(held: Held, *, via: str, fields: Mapping[str, Any]) -> bool:
    """Give the piece what its page says; False, and nothing changed, if the hold was lost."""
    with transaction.atomic():
        wait_turn()
        if not _settled(held, state=Text.State.DONE, fault="", via=via):
            return False
        item = WireItem.objects.select_related("source").get(pk=held.text.pk)
        for name, value in fields.items():
            setattr(item, name, value)
        item.save(update_fields=list(fields))
        regroup(item)
        journal.write("wire.read", item, via=via)
        _tell(held.text)
    return True


def tell_overdue() -> int:
    """Tell the house of pieces whose text it has waited for long enough; return how many."""
    overdue = Text.objects.overdue(clock.now()).select_related("item__source")[:_AT_A_TIME]
    for text in overdue:
        with transaction.atomic():
            _tell(text)
    return len(overdue)


def switch_off() -> int:
    """Fetch nothing of what was planned: the option says so; return how many that were."""
    planned = Text.objects.filter(state=Text.State.PLANNED).select_related("item__source")
    texts = list(planned[:_AT_A_TIME])
    for text in texts:
        with transaction.atomic():
            now = clock.now()
            same = Text.objects.filter(pk=text.pk, state=Text.State.PLANNED)
            if same.update(state=Text.State.REFUSED, fault=OFF, at=now, held_by=""):
                _tell(text)
    return len(texts)


def _ours(held: Held) -> Any:
    return Text.objects.filter(pk=held.text.pk, held_by=held.name, state=Text.State.PLANNED)


def _settled(held: Held, **fields: Any) -> bool:
    tries, now = held.text.tries + 1, clock.now()
    return bool(_ours(held).update(held_until=None, held_by="", tries=tries, at=now, **fields))


def _tell(text: Text) -> None:
    """Write in the journal that the piece came, if nobody has; whole or not, it is news by now."""
    if Text.objects.filter(pk=text.pk, told=False).update(told=True):
        source = Source(pk=text.item.source_id)
        journal.write("wire.came", source, items=[text.pk])


def _shown(fault: str) -> str:
    return one_line(fault)[:500]
