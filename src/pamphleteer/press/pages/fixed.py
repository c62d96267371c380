"""The page at each address of a fixed page: the page, the way to where it moved, or that it was withdrawn."""

from collections.abc import Iterator, Mapping

from django.conf import settings

from pamphleteer.desk.models import FixedPage, FixedPageAddress
from pamphleteer.ground.html import plain
from pamphleteer.ground.text import cut
from pamphleteer.press import paths, pictures, theme, things
from pamphleteer.press.gone import TEMPLATES, told
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.languages import direction, tag
from pamphleteer.press.page import Page
from pamphleteer.press.pictures import Figure, with_figures
from pamphleteer.press.piece import Gone, dated
from pamphleteer.press.site import Site
from pamphleteer.register.models import Outlet

_BEGINNING = 2000  # characters of a body among which the first words are


def rendered(
    outlet: Outlet,
    page: FixedPage,
    *,
    path: str | None,
    picture: Figure | None,
    figures: Mapping[int, Figure],
) -> str:
    """Return the page; without a path, one that can be shown anywhere."""
    root = paths.root_of(path) if path else settings.SITE_URL
    body = pictures.harmless(page.body)
    language = tag(page.language)
    return theme.render_page(
        "press/fixed.html",
        path=path,
        outlet=outlet,
        description=cut(plain(page.body[:_BEGINNING]), 200) or outlet.tagline,
        title=page.title,
        picture=picture,
        body=with_figures(
            body,
            figures,
            root=root,
            first=picture is None,
            language=outlet.language,
            among=language,
        ),
        own_language=language,
        own_direction=direction(language) if language else "",
    )


def _keys() -> Iterator[str]:
    yield from FixedPageAddress.objects.order_by("pk").values_list("slug", flat=True)


def _keys_of(changed: Things) -> Iterator[str]:
    keys = things.keys(changed, "fixedpage")
    if keys:
        rows = FixedPageAddress.objects.filter(page__in=keys).order_by("pk")
        yield from rows.values_list("slug", flat=True)


def _make(site: Site, key: str) -> Page | None:
    found = FixedPageAddress.objects.filter(slug=key).select_related("page").first()
    if found is None:
        return None
    page, path = found.page, paths.fixed_page(key)
    site.note(things.fixed_page(page.pk))
    if page.live and page.slug == key:
        return Page(path, _whole(site, page, path).encode())
    if page.live:
        gone = Gone(path, moved_to=paths.fixed_page(page.slug))
    else:
        since = dated(page.withdrawn_at, site.outlet) if page.withdrawn_at else ("", "")
        gone = Gone(path, "", *since)
    return Page(path, told(site, gone, what="page").encode())


def _whole(site: Site, page: FixedPage, path: str) -> str:
    within = {one: site.figure(one) for one in pictures.keys_in(page.body)}
    return rendered(
        site.outlet,
        page,
        path=path,
        picture=site.figure(page.picture_id) if page.picture_id else None,
        figures={one: figure for one, figure in within.items() if figure},
    )


kind = Kind(
    name="fixed",
    path=paths.fixed_page,
    make=_make,
    every=_keys,
    keys_of=_keys_of,
    templates=(
        "press/fixed.html",
        "press/picture.html",
        *TEMPLATES,
    ),
)
