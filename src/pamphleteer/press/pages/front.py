"""The front page: the latest piece large, those before it, and the topics."""

from collections.abc import Iterator

from pamphleteer.press import paths, theme
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site

LATEST = 20  # pieces below the first one


def pages(site: Site) -> Iterator[Page]:
    """Yield the one page."""
    yield Page(paths.FRONT, lambda: _front(site))


def _front(site: Site) -> str:
    return theme.render_page(
        "press/front.html",
        path=paths.FRONT,
        outlet=site.outlet,
        first=site.pieces[0] if site.pieces else None,
        latest=site.pieces[1 : LATEST + 1],
        more=len(site.pieces) > LATEST + 1,
        count=len(site.pieces),
        topics=site.filled_topics(),
    )
