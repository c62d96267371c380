"""Keep what one poll brought, in one transaction, or its fault."""

import random
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from pamphleteer.collect.found import Feed
from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs import hubs
from pamphleteer.collect.verbs.claim import Claim
from pamphleteer.collect.verbs.wire import keep
from pamphleteer.ground import clock
from pamphleteer.ground.http import Answer

_LONGEST_WAIT = 86_400.0
_MOST_DOUBLINGS = 20
_JITTER = 0.1


def store(claim: Claim, *, answer: Answer, feed: Feed) -> int | None:
    """Keep the new pieces of a feed with the validators that describe it; return how many.

    None, and nothing kept, if the hold on the source was lost to another process.
    """
    with transaction.atomic():
        if not _release(claim, etag=answer.etag, last_modified=answer.last_modified):
            return None
        source, polled_before = claim.source, claim.source.polled_at
        kept = keep(source, feed.items)
        named = [*answer.linked("hub"), *feed.hubs]
        topic = next(iter(answer.linked("self")), "") or feed.self_url or answer.url
        hubs.note(source, hubs=named, topic=topic)
        if kept.new:
            hubs.missed(source, polled_before=polled_before)
            Source.objects.filter(pk=source.pk).update(news_at=clock.now())
        return len(kept.new)


def store_unchanged(claim: Claim) -> int | None:
    """Note that the source has nothing new; None if the hold on it was lost."""
    return 0 if _release(claim) else None


def store_fault(claim: Claim, *, fault: str, retry_after: float | None = None) -> None:
    """Note what was wrong, and wait longer each time, at most a day."""
    failures = claim.source.failures + 1
    held = Source.objects.filter(pk=claim.source.pk, held_by=claim.name)
    held.update(
        held_until=None,
        held_by="",
        polled_at=clock.now(),
        due_at=clock.now() + _wait(failures, retry_after or 0.0),
        failures=failures,
        fault=fault[:500],
    )


def _release(claim: Claim, **fields: object) -> bool:
    """Let go of a polled source that is well; False if it was lost meanwhile."""
    held = Source.objects.filter(pk=claim.source.pk, held_by=claim.name)
    now = clock.now()
    rest = timedelta(seconds=settings.COLLECT_SELDOM) if hubs.rests(claim.source) else _wait(0)
    return bool(
        held.update(
            held_until=None,
            held_by="",
            polled_at=now,
            due_at=now + rest,
            failures=0,
            fault="",
            **fields,
        )
    )


def _wait(failures: int, at_least: float = 0.0) -> timedelta:
    doubled = settings.COLLECT_EVERY * 2.0 ** min(failures, _MOST_DOUBLINGS)
    # Sources that were added together do not stay together for ever.
    spread = doubled * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - no secret
    longest = max(_LONGEST_WAIT, settings.COLLECT_EVERY)
    return timedelta(seconds=min(max(spread, at_least), longest))
