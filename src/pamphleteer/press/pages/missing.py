"""The page in place of one that is not there: it may be shown at any depth."""

from pamphleteer.press import paths, theme
from pamphleteer.press.kinds import Kind
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site


def _make(site: Site, key: str) -> Page:
    del key
    content = theme.render_page(
        "press/missing.html", path=None, outlet=site.outlet, topics=site.filled_topics()
    )
    return Page(paths.MISSING, content.encode())


kind = Kind(
    name="missing",
    path=lambda _key: paths.MISSING,
    make=_make,
    every=lambda: ("",),
    templates=("press/missing.html",),
)
