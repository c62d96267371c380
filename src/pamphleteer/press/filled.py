"""Pages that are filled in: what their templates make of marks is made once, with words in their places.

So are the most frequent pages made of which a template only puts words into their places: those of articles
and of days. An outlet's own templates, and whatever else a page may hold, are asked about each.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

import minijinja
from django.conf import settings

from pamphleteer.press import days, engine, paths, patterns, theme
from pamphleteer.press.authors import Run
from pamphleteer.press.patterns import Pattern
from pamphleteer.press.piece import Piece
from pamphleteer.register.models import Outlet

_MOST = 400  # patterns that are kept, of 10 KB each
_OF_PIECE = (
    "headline", "exact", "language", "direction", "publisher", "partner_path", "partner_href",
    "day", "original", "partner_url", "credit", "licence_url",
)  # fmt: skip
_PIECE = attrgetter(*_OF_PIECE)
_OF_TOPIC = ("href", "name")
_TOPIC = attrgetter(*_OF_TOPIC)
_OF_EARLIER = ("headline", "href", "exact", "language", "direction")
_EARLIER = attrgetter(*_OF_EARLIER)
_OF_RUN = ("words", "href")
_RUN = attrgetter(*_OF_RUN)

Context = dict[str, Any]
Marks = Iterator[str]
Marked = Callable[[Marks, tuple[int, ...]], Context]


@dataclass(frozen=True, slots=True)
class Article:
    """What the page of an article shows, of those that show no pictures beside their text, and no sounds."""

    piece: Piece
    description: str
    lead: str
    byline: Sequence[Run]
    earlier: Sequence[Piece]
    linked: bytes
    body: bytes
    more: bytes  # pieces as they stand in a list

    def page(self, outlet: Outlet, path: str) -> bytes | None:
        """Return the page, unless it shows what is not filled in."""
        piece, leads = self.piece, engine.paragraphs(self.lead)
        if piece.picture or piece.audio or piece.corrections or (self.lead and not leads):
            return None
        topics, byline = [*map(_TOPIC, piece.topics)], [*map(_RUN, self.byline)]
        earlier = [(str(one.year), *_EARLIER(one)) for one in self.earlier]
        licence = piece.licence.name if piece.licence else ""
        words = [self.description, *_PIECE(piece), licence]
        words += chain(*topics, *byline, *earlier, leads)
        counts = (
            len(topics), len(byline), len(earlier), len(leads),
            piece.date is not None, piece.licence is not None,
        )  # fmt: skip
        whole = self.linked, engine.cleaned(self.body), self.more
        return _filled("press/article.html", outlet, path, (counts, words, whole), _article)


@dataclass(frozen=True, slots=True)
class Day:
    """What the page of a day shows whose pieces stand on one page."""

    description: str
    day: str
    year: days.Calendar
    month: int
    count: int
    pieces: bytes  # as they stand in a list

    def page(self, outlet: Outlet, path: str) -> bytes | None:
        """Return the page, unless it shows what is not filled in."""
        words = [self.description, self.day, str(self.year.year), self.year.href, str(self.month)]
        told = (self.count,), words, (self.pieces,)
        return _filled("press/day.html", outlet, path, told, _day)


class _Drawn:
    """What templates call for pieces in a list."""

    def __init__(self, mark: str) -> None:
        self._mark = minijinja.safe(mark)

    def each(self, *_pieces: Any, **_how: Any) -> str:
        return self._mark


def _article(marks: Marks, counts: tuple[int, ...]) -> Context:
    topics, byline, earlier, leads, is_dated, is_licensed = counts
    description, piece = next(marks), _thing(marks, _OF_PIECE)
    piece.date, piece.picture, piece.audio, piece.corrections = is_dated, None, None, ()
    name = next(marks)
    piece.licence = SimpleNamespace(name=name) if is_licensed else None
    piece.topics = [_thing(marks, _OF_TOPIC) for _ in range(topics)]
    return {
        "description": description,
        "piece": piece,
        "byline": [_thing(marks, _OF_RUN) for _ in range(byline)],
        "versions": (),
        "earlier": [_thing(marks, ("year", *_OF_EARLIER)) for _ in range(earlier)],
        "lead": "\n\n".join(islice(marks, leads)),
        "address": next(marks),
        "linked": next(marks),
        "body": next(marks),
        "more": (more := next(marks)),
        "teaser": _Drawn(more),
    }


def _day(marks: Marks, counts: tuple[int, ...]) -> Context:
    shown = {"description": next(marks), "day": next(marks)}
    year = _thing(marks, ("year", "href"))
    return {
        **shown,
        "year": year,
        "month": next(marks),
        "address": next(marks),
        "teaser": _Drawn(next(marks)),
        "pieces": [SimpleNamespace(year=year.year)],
        "count": counts[0],
        **dict.fromkeys(("number", "newest", "newer", "older")),
        "years": (),
    }


def _thing(marks: Marks, names: Sequence[str]) -> SimpleNamespace:
    return SimpleNamespace(**{name: next(marks) for name in names})


def _filled(
    template: str,
    outlet: Outlet,
    path: str,
    told: tuple[tuple[int, ...], list[str], Sequence[bytes]],
    marked: Marked,
) -> bytes | None:
    """Return a page of counts of things, of words, which it escapes, and of what it holds as it is."""
    counts, words, whole = told
    around = theme.around(outlet, path)
    words.append(paths.absolute(path, settings.SITE_URL))
    there = (*map(bool, words), *map(bool, whole))
    shape = template, counts, there
    if shape not in around.patterns:
        if len(around.patterns) >= _MOST:
            around.patterns.clear()
        context = {**around.told, "path": path, **marked(patterns.marks(there), counts)}
        read = Pattern.read(engine.made(template, theme.folders(), context))
        # An outlet's own words may look like marks.
        around.patterns[shape] = read if max(read.words, default=0) < len(there) else None
    pattern = around.patterns[shape]
    if pattern is None:
        return None
    return pattern.filled([*patterns.in_xml(patterns.joined(words)), *whole])
