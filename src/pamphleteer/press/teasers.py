"""Pieces as they stand in lists: each is drawn once, and put on every page that names it."""

from collections.abc import Iterable
from typing import Any

from pamphleteer.press import engine, paths, theme
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site
from pamphleteer.press.stock import How

_ANY_ROOT = engine.ANY_ROOT.encode()


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
        how = engine.PIECE, level, whole, look
        told = {"level": level, "whole": whole, "class": look}

        def draw(piece: Piece) -> dict[How, bytes]:
            return {how: theme.part(engine.PIECE, outlet=self._site.outlet, piece=piece, **told)}

        drawn = b"\n".join(self._site.drawn(pieces, how, draw))
        return self.later.mark(drawn.replace(_ANY_ROOT, self._root.encode()))
