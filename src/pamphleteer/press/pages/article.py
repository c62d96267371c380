"""The page of each article, with its credit, its licence and the way to the original."""

from collections.abc import Iterator, Mapping
from functools import partial

from django.conf import settings

from pamphleteer.ground.text import cut
from pamphleteer.press import paths, theme
from pamphleteer.press.page import Page
from pamphleteer.press.pictures import Figure, with_figures
from pamphleteer.press.site import Piece, Site, begins_with
from pamphleteer.register.models import Outlet


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each live article."""
    for piece, body in site.with_bodies(site.pieces):
        yield Page(piece.path, partial(_article, site, piece, body))


def _article(site: Site, piece: Piece, body: str) -> str:
    return rendered(site.outlet, piece, body, path=piece.path, figures=site.figures)


def rendered(
    outlet: Outlet,
    piece: Piece,
    body: str,
    *,
    path: str | None,
    figures: Mapping[int, Figure],
) -> str:
    """Return the page; without a path, one that can be shown anywhere."""
    root = paths.root_of(path) if path else settings.SITE_URL
    return theme.render_page(
        "press/article.html",
        path=path,
        outlet=outlet,
        description=cut(piece.lead, 200) or outlet.tagline,
        piece=piece,
        body=with_figures(body, figures, root=root, first=piece.picture is None),
        lead="" if body and begins_with(body, piece.lead) else piece.lead,
    )
