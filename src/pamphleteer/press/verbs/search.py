"""Find what is published by words, phrases, topic, partner and year."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache
from types import ModuleType

from django.db import OperationalError, connection
from django.db.models import Max, Min

from pamphleteer.desk.models import Article, FixedPage
from pamphleteer.ground.html import plain
from pamphleteer.ground.words import in_order
from pamphleteer.press import spots
from pamphleteer.press.asked import Wanted
from pamphleteer.press.errors import TooWide
from pamphleteer.press.models import PieceWords
from pamphleteer.press.verbs import finding_lite, finding_server

EACH = 20  # pieces on a page
RANKED = 2_000  # of the newest pieces that are put in order by relevance
COUNTED = 1_000  # pieces that are counted, at most
_SHOWN = [
    f"article__{name}"
    for name in (
        "headline", "lead", "slug", "language", "credit", "date", "partner__name", "partner__credit",
    )
]  # fmt: skip
_YEARS = 200  # that are offered, at most
_PATIENCE = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found: how many there are in all, and what comes next.

    There may be more than `count`; it is none where nobody counted.
    """

    articles: Sequence[Article]
    count: int | None = 0
    more: bool = False
    after: int | None = None


def newest(wanted: Wanted, *, zone: tzinfo, before: int | None = None) -> Found:
    """Return the newest, or those before a spot; raises `TooWide`.

    They are counted on the first page alone, and as far as that costs nothing more.
    """
    span = spots.ALL if wanted.year is None else spots.of_year(wanted.year, zone)
    if before is not None:
        span = range(span.start, max(span.start, min(span.stop, before)))
    with _bounded() as way:
        found, known = way.newest(wanted, span, EACH, COUNTED if before is None else EACH)
    after = found[EACH - 1] if len(found) > EACH else None
    if before is not None:
        return Found(_at(found[:EACH]), None, after=after)
    count = min(known, COUNTED) if known is not None else EACH
    return Found(_at(found[:EACH]), count, more=known is None or known > COUNTED, after=after)


def relevant(wanted: Wanted, *, zone: tzinfo, page: int = 1) -> Found:
    """Return the most relevant of the newest that are found; raises `TooWide`."""
    span = spots.ALL if wanted.year is None else spots.of_year(wanted.year, zone)
    with _bounded() as way:
        found, known = way.relevant(wanted, span, RANKED, slice((page - 1) * EACH, page * EACH))
    count, after = min(known, COUNTED), page + 1 if known > page * EACH else None
    return Found(_at(found), count, more=known > COUNTED, after=after)


def pages(wanted: Wanted) -> list[FixedPage]:
    """Return the fixed pages that have what is looked for; none where it is to be among pieces.

    There are few, and they stand beside the index: that is of pieces, which have dates.
    """
    if not wanted.units or wanted.marks or wanted.year:
        return []
    rows = FixedPage.objects.live().order_by("place", "pk")
    return [one for one in rows if _has(_words(one.title), _words(one.body), wanted)]


def _has(title: Sequence[str], body: Sequence[str], wanted: Wanted) -> bool:
    return all(one.stands_in(title) or one.stands_in(body) for one in wanted.units)


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    return tuple(in_order(plain(text)))


def years(zone: tzinfo) -> list[int]:
    """Return the years from that of the newest dated piece to that of the oldest."""
    dated = PieceWords.objects.filter(spot__gte=0)
    oldest, newest = dated.aggregate(a=Min("spot"), b=Max("spot")).values()
    if oldest is None:
        return []
    return list(range(spots.year(newest, zone), spots.year(oldest, zone) - 1, -1))[:_YEARS]


def _at(found: Sequence[int]) -> list[Article]:
    """Return the articles at some spots, in their order, but for what was withdrawn just now."""
    rows = PieceWords.objects.filter(spot__in=found, article__live=True)
    shown = rows.select_related("article__partner").only("spot", *_SHOWN)
    live = {row.spot: row.article for row in shown}
    return [live[spot] for spot in found if spot in live]


@contextmanager
def _bounded() -> Iterator[ModuleType]:
    """Let the database look for so long and no longer, in its own way."""
    way = finding_lite if connection.vendor == "sqlite" else finding_server
    try:
        with way.bounded(_PATIENCE):
            yield way
    except OperationalError as error:
        if not _is_end(error):
            raise
        raise TooWide("looking for it took too long") from error


def _is_end(error: OperationalError) -> bool:
    cause = error.__cause__
    return type(cause).__name__ == "QueryCanceled" or "interrupted" in str(error)
