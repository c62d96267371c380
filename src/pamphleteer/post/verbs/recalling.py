"""Ask relays whether they took what is in doubt, where they can be asked."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.meanings.words import LEFT
from pamphleteer.post.models import Sending, State
from pamphleteer.post.relays import recall_of
from pamphleteer.post.relays.kit import Recall
from pamphleteer.post.verbs import fence
from pamphleteer.post.verbs.claim import DOUBTS, KINDS
from pamphleteer.post.verbs.releasing import ASIDE

EVERY = 60.0  # seconds
SURE = timedelta(
    minutes=5
)  # before, what a provider does not know yet it may have taken nevertheless
ENOUGH = timedelta(
    minutes=15
)  # after which it is sent again, if that is the rule, although nobody told
MEMORY = timedelta(days=1)  # for as long do providers remember
PATIENCE = timedelta(days=4)  # with a mail: after that a person may decide
_SOME = 100  # of one kind at a time


def round_(stop: Stop = never) -> int:
    """Settle what relays tell of, or the rule says; returns how many mails are in doubt no more.

    A relay that is gone, or is of another kind by now, tells nothing: mails that wait for it go by the rule.
    """
    askable = {one["name"]: recall for one in settings.POST_RELAYS if (recall := recall_of(one))}
    others = [one["name"] for one in settings.POST_RELAYS if one["name"] not in askable]
    if fence.look():
        return 0
    settled = 0
    for kind in KINDS:
        by_relay: dict[str, list[Sending]] = defaultdict(list)
        for row in _in_doubt(kind, without=others):
            by_relay[row.relay].append(row)
        for relay, rows in by_relay.items():
            if stop():
                return settled
            told = _told(askable.get(relay), rows)
            settled += sum(_settle(row, one) for row, one in zip(rows, told, strict=True))
    return settled


def _told(recall: Recall | None, rows: Sequence[Sending]) -> Sequence[bool | None]:
    """Return what a relay tells of mails; one that can't be asked tells nothing."""
    if recall is None:
        return [None] * len(rows)
    return asyncio.run(recall.took([row.message_id for row in rows]))


def _in_doubt(kind: type[Sending], *, without: Sequence[str]) -> Sequence[Sending]:
    """Return what is in doubt since a relay had it; what a person has set aside is not."""
    rows = kind._default_manager.filter(
        state=State.DOUBT, handed_at__isnull=False, dated__gt=clock.now() - PATIENCE
    )
    rows = rows.exclude(reply=ASIDE).exclude(reason=LEFT)
    held = Q() if settings.POST_DOUBT == "hold" else Q(doubts__gt=DOUBTS)
    rows = rows.exclude(held, relay__in=without)
    return list(rows.order_by("settled_at", "id")[:_SOME])


def _settle(row: Sending, took: bool | None) -> bool:
    fields = _outcome(row, took)
    if not fields:
        return False
    same = type(row)._default_manager.filter(
        pk=row.pk, state=State.DOUBT, settled_at=row.settled_at
    )
    return same.update(**fields) == 1


def _outcome(row: Sending, took: bool | None) -> dict[str, Any] | None:
    now = clock.now()
    since = now - row.settled_at if row.settled_at else ENOUGH
    again = {"state": State.PLANNED, "due_at": now, "handed_at": None, "settled_at": None}
    if took:
        return {"state": State.DONE, "settled_at": now, "reply": "asked, it says that it took it"}
    if took is False and since <= MEMORY:
        reply = {"reply": "asked, it says that it did not take it"}
        return {**again, **reply} if since >= SURE else None
    by_rule = settings.POST_DOUBT != "hold" and row.doubts <= DOUBTS
    return again if by_rule and since >= ENOUGH else None
