"""Keep what one poll brought, in one transaction, or its fault."""

import random
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from pamphleteer.collect.found import Feed, Found
from pamphleteer.collect.models import Source, WireItem
from pamphleteer.collect.verbs.claim import Claim
from pamphleteer.ground import clock
from pamphleteer.ground.html import plain
from pamphleteer.ground.http import Answer
from pamphleteer.register.models import Licence
from pamphleteer.register.verbs import journal

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
        new = _new(claim.source, feed.items)
        if new:
            Source.objects.filter(pk=claim.source.pk).update(news_at=clock.now())
            journal.write("wire.came", claim.source, items=new)
        return len(new)


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
    return bool(
        held.update(
            held_until=None,
            held_by="",
            polled_at=now,
            due_at=now + _wait(0),
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


def _new(source: Source, found: Sequence[Found]) -> list[int]:
    """Put what is not on the wire yet on it, oldest first; return the keys."""
    identities = [piece.identity for piece in found]
    ours = WireItem.objects.filter(source=source)
    known = set(ours.filter(identity__in=identities).values_list("identity", flat=True))
    fresh = [piece for piece in reversed(found) if piece.identity not in known]
    WireItem.objects.bulk_create(_items(source, fresh), ignore_conflicts=True)
    kept = ours.filter(identity__in=[piece.identity for piece in fresh])
    return list(kept.order_by("pk").values_list("pk", flat=True))


def _items(source: Source, found: Iterable[Found]) -> Iterable[WireItem]:
    now, partner = clock.now(), source.partner
    for piece in found:
        yield WireItem(
            source=source,
            identity=piece.identity,
            url=piece.url,
            headline=piece.headline,
            lead=piece.lead,
            body=_carried(piece, partner.licence),
            authors=[author.name for author in piece.authors],
            language=piece.language,
            published=piece.published,
            updated=piece.updated,
            seen=now,
            licence=partner.licence,
            credit=partner.credit_line,
            rights=piece.rights,
            fingerprint=piece.fingerprint,
        )


def _carried(piece: Found, licence: Licence) -> str:
    """Return the body if the licence allows it and it says more than the lead."""
    more = licence.full_text and len(plain(piece.body)) > len(piece.lead)
    return piece.body if more else ""
