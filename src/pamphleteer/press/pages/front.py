"""The front page: the latest piece large, those before it, and the topics."""

from pamphleteer.press import paths, theme, things
from pamphleteer.press.kinds import Kind
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site
from pamphleteer.press.teasers import Teasers

LATEST = 20  # pieces below the first one


def rendered(site: Site, *, path: str | None) -> str:
    """Return the page; without a path, one that can be shown anywhere."""
    pieces, count = site.latest(things.ALL, LATEST + 1), site.total(things.ALL)
    teaser = Teasers(site, paths.FRONT)
    return theme.render_page(
        "press/front.html",
        path=path,
        outlet=site.outlet,
        teaser=teaser,
        later=teaser.later,
        first=pieces[0] if pieces else None,
        latest=pieces[1:],
        more=count > LATEST + 1,
        count=count,
        topics=site.filled_topics(),
    )


def _make(site: Site, key: str) -> Page:
    del key
    return Page(paths.FRONT, rendered(site, path=paths.FRONT).encode())


kind = Kind(
    name="front",
    path=lambda _key: paths.FRONT,
    make=_make,
    every=lambda: ("",),
    templates=("press/front.html",),
    foremost=True,
)
