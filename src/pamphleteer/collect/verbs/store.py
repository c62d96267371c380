"""Keep what polls brought, or their faults, each outcome with the hold it was found under."""

import gc
import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from pamphleteer.collect.bounds import set_bounds
from pamphleteer.collect.found import Feed
from pamphleteer.collect.intervals import adapted, spread, until_again, until_next
from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs import hubs, moves
from pamphleteer.collect.verbs.claim import Claim, held
from pamphleteer.collect.verbs.pace import set_pace
from pamphleteer.collect.verbs.turns import wait_turn
from pamphleteer.collect.verbs.wire import Kept, bring, tell
from pamphleteer.ground import clock
from pamphleteer.ground.http import Answer
from pamphleteer.ground.text import one_line

_WAY = 16  # characters of a digest that tell how the document was read
_WELL: dict[str, Any] = {
    "held_until": None,
    "held_by": "",
    "failures": 0,
    "failing_since": None,
    "fault": "",
}


@dataclass(frozen=True)
class Document:
    """What the fetch for a claim brought, and how it is understood."""

    claim: Claim
    answer: Answer
    feed: Feed


def store(documents: Sequence[Document]) -> dict[int, int]:
    """Keep the new pieces of documents with the validators that describe them, all or nothing.

    Returns how many each brought, by its source's key, without those whose hold was lost to another
    process: of them nothing is kept.
    """
    with _unswept(), transaction.atomic():
        # All locks are taken in this order, and the journal's last, so that nobody waits in a circle.
        ours = held([one.claim for one in documents])
        wait_turn()
        mine = [one for one in documents if one.claim.source.pk in ours]
        kept = bring((one.claim.source, one.feed.items) for one in mine)
        for document, brought in zip(mine, kept, strict=True):
            _keep(document, brought)
        for document, brought in zip(mine, kept, strict=True):
            tell(document.claim.source, brought)
    return {one.claim.source.pk: len(brought.new) for one, brought in zip(mine, kept, strict=True)}


@contextmanager
def _unswept() -> Iterator[None]:
    """Let Python look for garbage after a batch.

    All that it makes lives to its end, and to look through it for circles takes a tenth of the time.
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def _keep(document: Document, kept: Kept) -> None:
    """Note on its source's row what a document brought, and when the next is asked for."""
    answer, feed, source = document.answer, document.feed, document.claim.source
    polled_before = source.polled_at
    named = [*answer.linked("hub"), *feed.hubs]
    topic = next(iter(answer.linked("self")), "") or feed.self_url or answer.url
    hubs.note(source, hubs=named, topic=topic)
    if kept.new:
        hubs.missed(source, polled_before=polled_before)
    _release(source, answer, feed, new=len(kept.new))
    moves.follow(source, answer.moved_to)


def store_unchanged(answered: Sequence[tuple[Claim, Answer]]) -> set[int]:
    """Note that sources have nothing new, all in one transaction.

    Returns the keys of those whose hold was not lost.
    """
    now = clock.now()
    with transaction.atomic():
        ours = held([claim for claim, _ in answered])
        sources = []
        for claim, answer in answered:
            source = claim.source
            if source.pk in ours:
                _plan(source, answer, new=0, of=0)
                _refresh(source, answer)
                moves.follow(source, answer.moved_to)
                sources.append(source)
        Source.objects.filter(pk__in=ours).update(polled_at=now, **_WELL)
        _save_plans(sources)
    return ours


def store_fault(
    claim: Claim, *, fault: str, retry_after: float | None = None, gone: bool = False
) -> None:
    """Note what was wrong, and wait longer each time; what is `gone` for good is retired."""
    source, now, pace = claim.source, clock.now(), set_pace()
    wait = until_again(source.interval, failures=source.failures + 1, pace=pace)
    seconds = spread(wait, luck=_luck(), pace=pace, at_least=retry_after or 0.0)
    with transaction.atomic():
        if held([claim]):
            Source.objects.filter(pk=source.pk).update(
                held_until=None,
                held_by="",
                polled_at=now,
                due_at=now + timedelta(seconds=seconds),
                failures=source.failures + 1,
                failing_since=source.failing_since or now,
                fault=fault[:500],
            )
            moves.forget(source)
            if gone:
                moves.gone_for_good(source)


def digest_of(source: Source, answer: Answer) -> str:
    """Return what tells the same document, read in the same way, where its server doesn't."""
    whence = json.dumps([answer.url, answer.content_type]).encode()
    return _way(source) + sha256(whence + answer.content).hexdigest()[_WAY:]


def read_in_this_way(source: Source) -> bool:
    """Say whether what came last was read as it would be now; its validators describe it only then."""
    return source.digest.startswith(_way(source))


def _way(source: Source) -> str:
    limits = list(astuple(set_bounds()))
    how = json.dumps([source.kind, source.selectors, source.partner.licence_id, limits])
    return sha256(how.encode()).hexdigest()[:_WAY]


def _release(source: Source, answer: Answer, feed: Feed, *, new: int) -> None:
    """Let go of a source whose document was read, with all that its next poll needs."""
    source.ttl = feed.every or 0.0
    _plan(source, answer, new=new, of=len(feed.items))
    fields = {
        **_WELL,
        "polled_at": clock.now(),
        **_validators(source, answer, feed),
        "title": feed.title[:500],
        "language": feed.language[:20],
        "remark": one_line("; ".join(filter(None, (feed.mended, feed.left))))[:500],
        "ttl": source.ttl,
        "interval": source.interval,
        "due_at": source.due_at,
    }
    if new:
        fields["news_at"] = clock.now()
    Source.objects.filter(pk=source.pk).update(**fields)


def _validators(source: Source, answer: Answer, feed: Feed) -> dict[str, str]:
    """Return what describes a document; nothing does that came in part, so that it is asked whole."""
    if feed.cut:
        return {"etag": "", "last_modified": "", "digest": ""}
    digest = digest_of(source, answer)
    return {"etag": answer.etag, "last_modified": answer.last_modified, "digest": digest}


def _refresh(source: Source, answer: Answer) -> None:
    """Keep the validators of a 304, or of the same document again, if they are others."""
    told = {"etag": answer.etag, "last_modified": answer.last_modified}
    other = {
        name: value for name, value in told.items() if value not in {"", getattr(source, name)}
    }
    if other:
        Source.objects.filter(pk=source.pk).update(**other)


def _plan(source: Source, answer: Answer, *, new: int, of: int) -> None:
    """Say when a source that is well is polled next."""
    pace = set_pace()
    source.interval = adapted(source.interval, new=new, of=of, pace=pace)
    floor = until_next(0.0, pace=pace, ttl=source.ttl, max_age=answer.max_age or 0.0)
    wait = until_next(max(source.interval, floor), pace=pace, pushed=hubs.rests(source))
    seconds = spread(wait, luck=_luck(), pace=pace, at_least=floor)
    source.due_at = clock.now() + timedelta(seconds=seconds)


def _save_plans(sources: Sequence[Source]) -> None:
    """Save when sources are polled next; `bulk_update` would take longer than all else in a poll."""
    adapted = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Source._meta.db_table} SET interval = %s, due_at = %s WHERE id = %s",  # noqa: S608
            [(source.interval, adapted(source.due_at), source.pk) for source in sources],
        )


def _luck() -> float:
    return random.uniform(-1, 1)  # noqa: S311 - no secret
