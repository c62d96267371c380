"""The page in place of one that is not there: it may be shown at any depth."""

from collections.abc import Iterator

from pamphleteer.press import paths, theme
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site


def pages(site: Site) -> Iterator[Page]:
    """Yield the one page."""
    yield Page(paths.MISSING, lambda: _missing(site))


def _missing(site: Site) -> str:
    return theme.render_page(
        "press/missing.html", path=None, outlet=site.outlet, topics=site.filled_topics()
    )
