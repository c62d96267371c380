"""Refrains: paragraphs that pieces of one source share, and that so say nothing of a piece."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from pamphleteer.collect.models import Source
from pamphleteer.collect.passages import is_news
from pamphleteer.collect.sketch import Sketch, tokens

SHARED = 3  # pieces of other headlines that make a paragraph a refrain
_PARTS, _MOST_OF_IT = 4, 0.6  # of a piece: as many are no boilerplate
_REMEMBERED = 400  # paragraphs of one source


def of(source: Source) -> frozenset[int]:
    """Return the paragraphs that are known as refrains of a source."""
    return frozenset(source.refrains)


def has_heard(source: Source) -> bool:
    """Say whether a source brought pieces before of which paragraphs are remembered."""
    return source.heard != "[]"


def learn(source: Source, pieces: Iterable[tuple[str, Sketch]]) -> frozenset[int]:
    """Count the paragraphs of new pieces, given with their headlines; return the refrains.

    Copies of one piece have one headline more often than not: what they share is counted once.
    """
    before = _heard(source)
    heard = {name: list(told) for name, told in before.items()}
    for headline, sketch in pieces:
        number = _told_before(sketch, heard) or crc32(" ".join(tokens(headline)).encode())
        for name in {part.name for part in sketch.parts if part.samples}:
            told = heard.pop(name, [])
            heard[name] = told if number in told or len(told) >= SHARED else [*told, number]
    if heard != before:
        kept = _bounded(heard)
        source.heard = json.dumps(kept, separators=(",", ":"))
        source.refrains = [name for name, told in kept if len(told) >= SHARED]
        ours = Source.objects.filter(pk=source.pk)
        ours.update(heard=source.heard, refrains=source.refrains)
    return of(source)


def _told_before(sketch: Sketch, heard: Mapping[int, Sequence[int]]) -> int:
    """Return the number of the earlier piece that most of a text is from, or 0.

    Agencies bring a piece again for each new paragraph, under another headline.
    """
    if not any(part.name in heard for part in sketch.parts):
        return 0
    told = [(heard.get(part.name, ()), len(part.samples)) for part in sketch.parts if part.samples]
    numbers = Counter(number for numbers, _ in told for number in set(numbers))
    whole = sum(samples for _, samples in told)
    for number, parts in numbers.most_common(1):
        held = sum(samples for numbers, samples in told if number in numbers)
        if parts >= _PARTS and held > _MOST_OF_IT * whole and not is_news(whole - held, whole):
            return number
    return 0


def _heard(source: Source) -> dict[int, list[int]]:
    return dict(json.loads(source.heard))


def _bounded(heard: dict[int, list[int]]) -> list[tuple[int, list[int]]]:
    """Return what is remembered: what was heard last, and refrains before other paragraphs."""
    ranked = sorted(heard, key=lambda name: len(heard[name]) >= SHARED)
    kept = set(ranked[-_REMEMBERED:])
    return [(name, told) for name, told in heard.items() if name in kept]
