"""The page that lists all feeds, for people, and says what they are good for."""

from pamphleteer.press import alternates, partners, paths, theme
from pamphleteer.press.kinds import Kind
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site


def _make(site: Site, key: str) -> Page:
    del key
    content = theme.render_page(
        "press/feeds.html",
        path=paths.ALL_FEEDS,
        outlet=site.outlet,
        whole=alternates.of(site.outlet.name),
        topics=[
            {"name": topic.name, "feeds": alternates.of(topic.name, paths.folder(topic.path))}
            for topic in site.filled_topics()
        ],
        partners=[
            {"name": one.name, "feeds": alternates.of(one.name, paths.folder(one.path))}
            for one in partners.with_pieces(site)
        ],
    )
    return Page(paths.ALL_FEEDS, content.encode())


kind = Kind(
    name="feeds",
    path=lambda _key: paths.ALL_FEEDS,
    make=_make,
    every=lambda: ("",),
    templates=("press/feeds.html",),
)
