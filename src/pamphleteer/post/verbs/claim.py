"""Claim mails that are due, for one holder, and give them back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from pamphleteer.ground import clock
from pamphleteer.post import holders
from pamphleteer.post.mails import COLUMNS, Mail, OfLetter, OfRow
from pamphleteer.post.models import Delivery, Notice, Sending, State, Trial
from pamphleteer.post.models.sending import SendingQuerySet
from pamphleteer.post.relays import recalls

Kind = type[Notice] | type[Trial] | type[Delivery]
# What somebody is waiting for comes first.
KINDS: tuple[Kind, ...] = (Notice, Trial, Delivery)
_RELATED: Mapping[Kind, str] = {Notice: "reader", Trial: "person"}
DOUBTS = 3  # so often is a mail sent again whose arrival is in doubt
_REPLIES = 5  # that one mail may have to wait for while it is held


def lease() -> timedelta:
    """Return how long a row is held; longer than handing over one mail can take."""
    slowest = max((relay["timeout"] for relay in settings.POST_RELAYS), default=0)
    return timedelta(seconds=60 + _REPLIES * slowest)


def due() -> bool:
    """Return whether any mail is due, or was left by a process that is gone."""
    now = clock.now()
    return any(
        kind.objects.due(now).exists() or kind.objects.orphaned(now, gone=_dead(kind)).exists()
        for kind in KINDS
    )


def claim(kind: Kind, *, holder: str, at_most: int) -> Sequence[Mail]:
    """Return due mails of one kind, held for `holder`; orphans of dead processes first.

    What a dead process had begun to hand over is in doubt: by the option `post.doubt` it is claimed again and
    counted, or set aside.
    """
    now = clock.now()
    dead = _dead(kind)
    # What the holder has itself is not left, however late it seems by a clock that leaps.
    orphaned = kind.objects.orphaned(now, gone=dead).exclude(held_by=holder)
    due = kind.objects.due(now)
    if not due.exists() and not orphaned.exists():
        return []
    with transaction.atomic():
        rows = list(orphaned.select_for_update(skip_locked=True)[:at_most])
        keys = _settle_doubts(kind, rows, now)
        room = at_most - len(rows)
        keys += due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:room]
        mine = kind.objects.filter(pk__in=keys)
        mine.update(state=State.CLAIMED, held_by=holder, held_until=now + lease(), handed_at=None)
    return _mails(kind, mine.order_by("due_at", "id"))


def keep(*, holder: str) -> None:
    """Hold for longer what is held, as long as its process lives and waits for answers."""
    for kind in KINDS:
        held = kind.objects.filter(state=State.CLAIMED, held_by=holder)
        held.update(held_until=clock.now() + lease())


def give_back(mails: Sequence[Mail], *, holder: str) -> None:
    """Leave mails to whoever comes next, as if they had never been claimed."""
    for kind in KINDS:
        keys = [mail.pk for mail in mails if mail.kind is kind]
        if keys:
            held = kind.objects.filter(pk__in=keys, state=State.CLAIMED, held_by=holder)
            held.update(state=State.PLANNED, held_by="", held_until=None, handed_at=None)


def held_back(doubts: int, *, relay: str) -> bool:
    """Return whether a mail that is in doubt for this time is set aside, be it until the relay that had it is asked."""
    asked = any(one["name"] == relay and recalls(one) for one in settings.POST_RELAYS)
    return settings.POST_DOUBT == "hold" or doubts > DOUBTS or asked


def _mails(kind: Kind, rows: SendingQuerySet[Any]) -> Sequence[Mail]:
    if kind is Delivery:
        return [OfLetter(Delivery, *values) for values in rows.values_list(*COLUMNS)]
    return [OfRow.of(row) for row in rows.select_related(_RELATED[kind])]


def _dead(kind: Kind) -> Collection[str]:
    claimed = kind.objects.filter(state=State.CLAIMED)
    names = claimed.order_by().values_list("held_by", flat=True).distinct()
    return [name for name in names if holders.gone(name)]


def _settle_doubts(kind: Kind, rows: Sequence[Sending], now: datetime) -> list[int]:
    """Set aside or count what is in doubt among orphans; return the keys of those to send."""
    doubtful = [row for row in rows if row.handed_at]
    aside = [row.pk for row in doubtful if held_back(row.doubts + 1, relay=row.relay)]
    kind.objects.filter(pk__in=[row.pk for row in doubtful]).update(
        attempts=F("attempts") + 1, doubts=F("doubts") + 1
    )
    kind.objects.filter(pk__in=aside).update(
        state=State.DOUBT,
        held_by="",
        held_until=None,
        settled_at=now,
        reply="the process ended between the mail and the relay's reply",
    )
    return [row.pk for row in rows if row.pk not in aside]
