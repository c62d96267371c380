"""The pages where pieces stood that have moved or were withdrawn, and topics that have moved."""

from collections.abc import Iterator
from functools import partial

from pamphleteer.press import paths, theme
from pamphleteer.press.page import Page
from pamphleteer.press.site import Gone, Site


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each address at which no piece or topic stands any more."""
    for gone in site.gone:
        yield Page(gone.path, partial(_gone, site, gone))
    for former in site.former:
        gone = Gone(former.path, moved_to=former.topic.path)
        yield Page(gone.path, partial(_gone, site, gone, "topic"))


def _gone(site: Site, gone: Gone, what: str = "piece") -> str:
    return theme.render_page(
        "press/moved.html" if gone.moved_to else "press/withdrawn.html",
        path=gone.path,
        outlet=site.outlet,
        gone=gone,
        what=what,
        onward=paths.link(gone.moved_to),
    )
