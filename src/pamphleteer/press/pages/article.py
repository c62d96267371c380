"""The page at each address of an article: the article, the way to where it moved, or that it was withdrawn."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.conf import settings

from pamphleteer.desk.models import Address
from pamphleteer.ground.text import cut
from pamphleteer.press import (
    authors,
    days,
    engine,
    filled,
    linked,
    paths,
    theme,
    things,
    translations,
)
from pamphleteer.press.authors import Run, runs
from pamphleteer.press.gone import TEMPLATES, told
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.page import Page
from pamphleteer.press.pictures import Figure, with_figures
from pamphleteer.press.piece import Gone, Piece, begins_with, dated
from pamphleteer.press.site import Site
from pamphleteer.press.teasers import Teasers
from pamphleteer.press.translations import Version
from pamphleteer.press.wide import reachable
from pamphleteer.register.models import Outlet
from pamphleteer.register.statements import ask, ask_each

TEMPLATE = "press/article.html"
_AT = "SELECT slug FROM desk_address WHERE article_id IN (KEYS)"
# Articles that were put into the rows by others than the desk.
_WITHOUT = """
    SELECT slug FROM desk_article
    WHERE live AND NOT EXISTS (SELECT 1 FROM desk_address a WHERE a.slug = desk_article.slug)
"""


def rendered(
    outlet: Outlet,
    piece: Piece,
    body: str,
    *,
    path: str | None,
    figures: Mapping[int, Figure],
    more: Sequence[Piece] = (),
    earlier: Sequence[Piece] = (),
    teaser: Teasers | None = None,
    byline: Sequence[Run] | None = None,
    versions: Sequence[Version] = (),
) -> bytes:
    """Return the page; without a path, one that can be shown anywhere."""
    root = paths.root_of(path) if path else settings.SITE_URL
    told = linked.of(outlet, piece) if path else b""
    text = with_figures(
        reachable(body, piece.language or outlet.language),
        figures,
        root=root,
        first=piece.picture is None,
        language=outlet.language,
        among=piece.language,
    ).encode()
    description = cut(piece.lead, 200) or outlet.tagline
    lead = "" if body and begins_with(body, piece.lead) else piece.lead
    names = runs(piece.authors, {}) if byline is None else byline
    if path and teaser and not versions and not theme.has_own(TEMPLATE):
        below = teaser.drawn(more, "h3")
        shown = filled.Article(piece, description, lead, names, earlier, told, text, below)
        if page := shown.page(outlet, path):
            return page
    later = teaser.later if teaser else engine.Later()
    later.texts.update(linked=told, body=text)
    return theme.page(
        TEMPLATE,
        path=path,
        outlet=outlet,
        description=description,
        piece=piece,
        later=later,
        lead=lead,
        more=more,
        earlier=earlier,
        teaser=teaser,
        byline=names,
        versions=versions,
    )


def _keys() -> Iterator[str]:
    yield from Address.objects.order_by("pk").values_list("slug", flat=True).iterator()
    yield from (slug for (slug,) in ask(_WITHOUT))


def _keys_of(changed: Things) -> Iterator[str]:
    keys = things.keys(changed, "article")
    if keys:
        yield from (slug for (slug,) in ask_each(_AT, keys))
        yield from (slug for (slug,) in ask_each(f"{_WITHOUT} AND id IN (KEYS)", keys))


def _ready(site: Site, keys: list[str]) -> None:
    found = {one.article: one for one in site.expect_addresses(keys).values() if one.here}
    site.expect_bodies(found)
    places = defaultdict(list)
    for piece in site.pieces(list(found)):
        if piece.topics:
            places[things.topic(piece.topics[0].pk)].append((found[piece.pk].place, piece.pk))
    site.expect([*site.expect_behind(places), *days.expect(site, site.pieces(list(found)))])
    site.keep("authors", found, authors.of)
    site.keep("translations", found, translations.of)


def _make(site: Site, key: str) -> Page | None:
    stand = site.expect_addresses([key]).get(key)
    if stand is None:
        return None
    site.note(things.article(stand.article))
    if stand.here:
        return _article(site, stand.article, stand.place)
    if stand.slug:
        gone = Gone(paths.article(key), moved_to=paths.article(stand.slug))
    else:
        since = dated(stand.withdrawn_at, site.outlet) if stand.withdrawn_at else ("", "")
        gone = Gone(paths.article(key), "", *since, stand.withdrawn_why)
    return Page(gone.path, told(site, gone, what="piece").encode(), stand.place)


def _article(site: Site, key: int, place: int) -> Page | None:
    piece = next(iter(site.pieces([key])), None)
    if piece is None:
        return None
    more: Sequence[Piece] = ()
    if piece.topics:
        more = site.behind(things.topic(piece.topics[0].pk), piece, place)
    content = rendered(
        site.outlet,
        piece,
        site.body(key),
        path=piece.path,
        figures=site.figures_in(key),
        more=more,
        earlier=days.earlier(site, piece),
        teaser=Teasers(site, piece.path),
        byline=authors.byline(site, piece) if piece.authors else (),
        versions=translations.versions(site, piece),
    )
    return Page(piece.path, content, place)


kind = Kind(
    name="article",
    path=paths.article,
    make=_make,
    every=_keys,
    keys_of=_keys_of,
    ready=_ready,
    templates=(
        TEMPLATE,
        "press/picture.html",
        *TEMPLATES,
    ),
    version=2,
    many=True,
    foremost=True,
)
