"""Pieces as they stand in lists: each is drawn once, and put on every page that names it."""

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from pamphleteer.ground.text import cut
from pamphleteer.press import engine, paths, patterns, theme
from pamphleteer.press.engine import Folders
from pamphleteer.press.patterns import Pattern
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site
from pamphleteer.press.stock import How
from pamphleteer.register.models import Outlet

_ANY_ROOT = engine.ANY_ROOT.encode()
_OF_PIECE = ("headline", "href", "language", "direction", "publisher", "exact", "day")
_PIECE = attrgetter(*_OF_PIECE)
_BEGINNING = 260  # characters of a lead

Shape = tuple[bool, ...]


class Teasers(engine.Teasers):
    """The pieces of a site, for the lists on the page at a path."""

    def __init__(self, site: Site, path: str) -> None:
        self.later = engine.Later()
        self._site = site
        self._root = paths.root_of(path)

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave the site behind where a page is made in another process."""
        return engine.Teasers, (theme.folders(), theme.told(self._site.outlet, self._root))

    def _each(self, pieces: Iterable[Piece], level: str, whole: bool, look: str) -> str:
        return self.later.mark(self.drawn(pieces, level, whole=whole, look=look))

    def drawn(
        self, pieces: Iterable[Piece], level: str, *, whole: bool = False, look: str = "piece"
    ) -> bytes:
        """Return pieces as they stand in a list."""
        how = engine.PIECE, level, whole, look
        outlet = self._site.outlet

        def draw(piece: Piece) -> dict[How, bytes]:
            return {how: written(outlet, piece, level=level, whole=whole, look=look)}

        drawn = b"\n".join(self._site.drawn(pieces, how, draw))
        return drawn.replace(_ANY_ROOT, self._root.encode())


def written(outlet: Outlet, piece: Piece, *, level: str, whole: bool, look: str) -> bytes:
    """Return a piece as it stands in a list: by a pattern, where the outlet has no part in the template."""
    words = [] if theme.has_own(engine.PIECE) else _words(piece, whole)
    if not words:
        return _made(outlet, piece, level, whole, look)
    shape = tuple(map(bool, words))
    pattern = _pattern(shape, level, whole, look, outlet.language, theme.folders())
    return pattern.filled(patterns.in_xml(patterns.joined(words)))


def _made(outlet: Outlet, piece: Any, level: str, whole: bool, look: str) -> bytes:
    told = {"level": level, "whole": whole, "class": look}
    return theme.part(engine.PIECE, outlet=outlet, piece=piece, **told)


def _words(piece: Piece, whole: bool) -> list[str]:
    """Return the words that a piece shows in a list; none if its lead is blank."""
    lead = piece.lead
    leads = engine.paragraphs(lead) if whole else [cut(lead, _BEGINNING)] if lead else []
    return [] if lead and not any(leads) else [*_PIECE(piece), *leads]


@lru_cache(maxsize=512)
def _pattern(
    shape: Shape, level: str, whole: bool, look: str, language: str, _looked_up: Folders
) -> Pattern:
    """Return what the template makes of all pieces that have the same words."""
    marks = patterns.marks(shape)
    piece = SimpleNamespace(**{name: next(marks) for name in _OF_PIECE})
    piece.lead = "\n\n".join(marks)
    return Pattern.read(_made(Outlet(language=language), piece, level, whole, look))
