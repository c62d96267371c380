"""What search engines are told: maps of the site (sitemaps.org), the newest pieces apart, and robots.txt."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.conf import settings

from pamphleteer.desk.models.article import place_of
from pamphleteer.ground import clock
from pamphleteer.ground.text import uncontrolled
from pamphleteer.press import entries, kinds, partners, paths, things
from pamphleteer.press.frame import frame_of
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.languages import tag
from pamphleteer.press.models import Shelf
from pamphleteer.press.page import Page
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site
from pamphleteer.register.models import Outlet
from pamphleteer.register.statements import ask

LASTING = timedelta(days=2)  # during which a piece is news to search engines
MOST_NEWS = 1_000
_SINCE = """
    SELECT article FROM press_listed WHERE list = %s AND at >= %s
    ORDER BY at DESC, article DESC LIMIT %s
"""
_LISTS, _NEWS = "lists", "news"
_TRADITIONAL = {"tw", "hk", "mo"}  # where Chinese is written so, unless it is said otherwise
_ALWAYS = (
    paths.FRONT, paths.TOPICS, paths.PARTNERS, paths.authors(""), paths.ARCHIVE,
    paths.ALL_FEEDS,
)  # fmt: skip
_MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS_NAMES = "http://www.google.com/schemas/sitemap-news/0.9"


def path_of(key: str) -> str:
    """Return where a map lies: of a page of the list of all pieces, of lists, of news; the index itself."""
    return f"sitemaps/{key}.xml" if key else paths.SITEMAP


def _make(site: Site, key: str) -> Page | None:
    if not key:
        return Page(path_of(key), _index(site))
    if key == _LISTS:
        return Page(path_of(key), _written(_address(path) for path in _lists(site)))
    if key == _NEWS:
        return Page(path_of(key), _news(site))
    number, last = int(key), site.last_shelf(things.ALL)
    if not 0 < number <= last:
        return None
    # The number of the newest page, so that nothing is said twice when it has become a full one.
    pieces = site.shelf(things.ALL, number if number < last else None)
    urls = site.drawn(pieces, ("map",), lambda piece: {("map",): _piece(piece)})
    return Page(path_of(key), _written(urls)) if urls else None


def _index(site: Site) -> bytes:
    """Return the list of maps, without dates: so it changes with the number of maps alone."""
    site.note(things.pages(things.ALL), things.filled(things.ALL))
    facts = site.facts(things.ALL)
    numbers = range(1, facts.pages + 1) if facts.total else ()
    keys = [_NEWS, _LISTS, *map(str, numbers)]
    lines = (f"<sitemap>{_address(path_of(key))}</sitemap>" for key in keys)
    return _document("sitemapindex", lines)


def _lists(site: Site) -> Iterator[str]:
    yield from _ALWAYS
    yield from (topic.path for topic in site.filled_topics())
    yield from (partner.path for partner in partners.with_pieces(site))
    yield from (one.path for one in frame_of(site.outlet).pages)
    for brought in kinds.brought().values():
        yield from brought.mapped(site)


def _news(site: Site) -> bytes:
    """Return the pieces of the last days; nothing is empty, for an empty map is a fault."""
    site.note(things.newest(things.ALL))
    since = place_of(clock.now() - LASTING)
    newest = ask(_SINCE, things.ALL, since, MOST_NEWS)
    pieces = site.pieces([key for (key,) in newest])
    told = site.drawn(pieces, ("news",), lambda one: {("news",): _as_news(one, site.outlet)})
    return _written(told or [_address(paths.FRONT)], more=f' xmlns:news="{_NEWS_NAMES}"')


def _as_news(piece: Piece, outlet: Outlet) -> str:
    named, language = f"<news:name>{_words(outlet.name)}</news:name>", tag(outlet.language) or "en"
    date = f"<news:publication_date>{piece.exact}</news:publication_date>"
    spoken = f"<news:language>{_spoken(piece.language or language)}</news:language>"
    return _piece(
        piece,
        f"<news:news><news:publication>{named}{spoken}</news:publication>{date}"
        f"<news:title>{_words(piece.headline)}</news:title></news:news>",
    )


def _spoken(language: str) -> str:
    """Return a language as maps of news name it: its two or three letters, and Chinese by how it is written.

    Source: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
    """
    first, *others = language.lower().split("-")
    if first != "zh":
        return first
    told = set(others)
    return "zh-tw" if "hant" in told or ("hans" not in told and told & _TRADITIONAL) else "zh-cn"


def _piece(piece: Piece, more: str = "") -> str:
    changed = f"<lastmod>{entries.rfc3339(entries.changed(piece))}</lastmod>"
    return f"{_address(piece.path)}{changed}{more}"


def _address(path: str) -> str:
    return f"<loc>{_words(paths.absolute(path, settings.SITE_URL))}</loc>"


def _words(text: str) -> str:
    return escape(uncontrolled(text))


def _written(urls: Iterator[str] | list[str] | map, *, more: str = "") -> bytes:  # type: ignore[type-arg]
    return _document("urlset", (f"<url>{url}</url>" for url in urls), more)


def _document(name: str, lines: Iterator[str], more: str = "") -> bytes:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{name} xmlns="{_MAPS}"{more}>\n'
    return (head + "".join(line + "\n" for line in lines) + f"</{name}>\n").encode()


def _keys() -> Iterator[str]:
    yield from ("", _NEWS, _LISTS)
    rows = Shelf.objects.filter(list=things.ALL, count__gt=0).order_by("number")
    yield from map(str, rows.values_list("number", flat=True))


def _keys_of(changed: Things) -> Iterator[str]:
    if things.filled(things.ALL) in changed:
        yield "1"
    yield from (str(number) for name, number in things.shelves(changed) if name == things.ALL)


def _robots(_site: Site, _key: str) -> Page:
    site = urlsplit(settings.SITE_URL)
    asked = (f"{settings.DESK_URL}desk/", settings.SIGNUP_URL, settings.SEARCH_URL)
    here = [one for one in map(urlsplit, asked) if (one.scheme, one.netloc) == site[:2]]
    lines = [
        "User-agent: *",
        *(f"Disallow: {one.path}" for one in here),
        "Allow: /",
        "",
        f"Sitemap: {paths.absolute(paths.SITEMAP, settings.SITE_URL)}",
        "",
    ]
    return Page(paths.ROBOTS, "\n".join(lines).encode())


kind = Kind(
    name="sitemap",
    path=path_of,
    make=_make,
    every=_keys,
    keys_of=_keys_of,
    version=4,
    shared=lambda site: repr(
        (
            settings.SITE_URL,
            site.outlet.name,
            site.outlet.language,
            site.outlet.zone,
            frame_of(site.outlet).pages,
        )
    ),
)
robots = Kind(
    name="robots",
    path=lambda _key: paths.ROBOTS,
    make=_robots,
    every=lambda: ("",),
    shared=lambda _site: repr((settings.SITE_URL, settings.DESK_URL, settings.SEARCH_URL)),
)
