"""Store what sources bring, in the outlet that the environment names; run by the bench of stories.

A program of its own, for it needs the outlet's settings: `fill` until there are so many items, or
`time` so many documents and prints the seconds.
"""

import json
import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402

from bench.pieces import Press  # noqa: E402
from pamphleteer.collect.found import Feed, Found  # noqa: E402
from pamphleteer.collect.models import Source, WireItem  # noqa: E402
from pamphleteer.collect.sketch import sketch  # noqa: E402
from pamphleteer.collect.understand import understand  # noqa: E402
from pamphleteer.collect.verbs.claim import Claim, claim  # noqa: E402
from pamphleteer.collect.verbs.grouping import look_up  # noqa: E402
from pamphleteer.collect.verbs.likeness import Member  # noqa: E402
from pamphleteer.collect.verbs.store import Document, store  # noqa: E402
from pamphleteer.ground import clock  # noqa: E402
from pamphleteer.ground.http import Answer  # noqa: E402
from pamphleteer.register.models import Licence, Partner  # noqa: E402

_TOGETHER = 400  # items in one transaction, as when sources are polled


def fill(items: int, each: int, seed: int) -> list[float]:
    """Store documents until there are so many items; return the seconds to read and to store them."""
    press, reading, storing, batch = Press(seed), 0.0, 0.0, list[Document]()
    for number in range((items - WireItem.objects.count()) // each):
        claimed = _claimed(f"{seed}-{number}")
        content = press.document(number, items=each)
        begun = time.perf_counter()
        feed = understand(content, address=claimed.source.url)
        read = time.perf_counter()
        batch.append(_document(claimed, feed, content))
        if len(batch) * each >= _TOGETHER:
            _store(batch)
            batch = []
        reading += read - begun
        storing += time.perf_counter() - read
    _store(batch)
    return [reading, storing]


def timed(documents: int, each: int, seed: int) -> list[list[float]]:
    """Return for each of some documents the seconds to look its copies up, and to store it.

    As many are looked up before, untimed: a process that polls has run for days.
    """
    press, seconds = Press(seed), []
    _warm(Press(-seed), documents, each)
    for number in range(documents):
        claimed = _claimed(f"{seed}-{number}")
        content = press.document(number, items=each)
        feed = understand(content, address=claimed.source.url)
        members = [_member(claimed.source, piece) for piece in feed.items]
        assert all(member.marks for member in members)
        begun = time.perf_counter()
        with transaction.atomic():
            look_up(members)
        looked = time.perf_counter()
        _store([_document(claimed, feed, content)])
        seconds.append([looked - begun, time.perf_counter() - looked])
    return seconds


def _warm(press: Press, documents: int, each: int) -> None:
    source = Source(url="https://harbour.example/feed")
    for number in range(documents):
        feed = understand(press.document(number, items=each), address=source.url)
        with transaction.atomic():
            look_up([_member(source, piece) for piece in feed.items])


def _claimed(name: str) -> Claim:
    licence = Licence.objects.get(slug="cc-by")
    partner = Partner.objects.create(
        name=f"Harbour {name}", slug=f"harbour-{name}", licence=licence
    )
    source = Source.objects.create(
        partner=partner, url=f"https://harbour-{name}.example/feed", due_at=clock.now()
    )
    claimed = claim(only=[source.pk])
    assert claimed is not None
    return claimed


def _document(claimed: Claim, feed: Feed, content: bytes) -> Document:
    answer = Answer(
        url=claimed.source.url,
        content=content,
        content_type="",
        etag="",
        last_modified="",
        unchanged=False,
    )
    return Document(claimed, answer, feed)


def _member(source: Source, piece: Found) -> Member:
    item = WireItem(source=source, identity=piece.identity, url=piece.url, headline=piece.headline)
    return Member(item, sketch(piece.text.paragraphs))


def _store(batch: list[Document]) -> None:
    if batch:
        assert sum(store(batch).values()) == sum(len(one.feed.items) for one in batch)


def main() -> None:
    deed, *numbers = sys.argv[1:]
    work = {"fill": fill, "time": timed}[deed]
    print(json.dumps(work(*map(int, numbers))))


if __name__ == "__main__":
    main()
