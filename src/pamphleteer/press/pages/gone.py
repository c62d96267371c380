"""The pages where pieces stood that have moved or were withdrawn."""

from collections.abc import Iterator
from functools import partial

from pamphleteer.press import paths, theme
from pamphleteer.press.page import Page
from pamphleteer.press.site import Gone, Site


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each address at which no piece stands any more."""
    for gone in site.gone:
        yield Page(gone.path, partial(_gone, site, gone))


def _gone(site: Site, gone: Gone) -> str:
    return theme.render_page(
        "press/moved.html" if gone.moved_to else "press/withdrawn.html",
        path=gone.path,
        outlet=site.outlet,
        gone=gone,
        onward=paths.link(gone.moved_to),
    )
