"""All pieces, the newest first: so that each can be found, whatever its topic and its age."""

from collections.abc import Iterator, Sequence
from functools import partial

from pamphleteer.press import paths, theme
from pamphleteer.press.page import Page
from pamphleteer.press.site import Piece, Site

EACH = 100  # pieces on a numbered page; the first page has as many at least, if there are so many


def pages(site: Site) -> Iterator[Page]:
    """Yield the page of the newest pieces, and numbered ones of those before.

    They are numbered from the oldest: a full page stays as it is, whatever is published later.
    """
    numbered = max(0, len(site.pieces) // EACH - 1)
    for number in range(1, numbered + 1):
        end = len(site.pieces) - (number - 1) * EACH
        pieces = site.pieces[end - EACH : end]
        newer = paths.archive(number + 1) if number < numbered else paths.ARCHIVE
        yield Page(paths.archive(number), partial(_page, site, pieces, number, newer))
    newest = site.pieces[: len(site.pieces) - numbered * EACH]
    yield Page(paths.ARCHIVE, partial(_page, site, newest, numbered + 1, None))


def _page(site: Site, pieces: Sequence[Piece], number: int, newer: str | None) -> str:
    return theme.render_page(
        "press/archive.html",
        path=paths.archive(number) if newer else paths.ARCHIVE,
        outlet=site.outlet,
        pieces=pieces,
        number=number if newer else None,
        count=len(site.pieces),
        newer=newer,
        older=paths.archive(number - 1) if number > 1 else None,
    )
