"""The page of each partner with its pieces, and the page that lists the partners."""

from collections.abc import Collection, Iterator

from pamphleteer.ground.text import cut
from pamphleteer.press import alternates, partners, paths, theme, things
from pamphleteer.press.kinds import Kind
from pamphleteer.press.listing import Listing, Subject
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site
from pamphleteer.register.models import Partner, PartnerAddress


def _addresses(names: Collection[str] | None) -> Iterator[tuple[str, str]]:
    """Yield where partners stand and stood."""
    keys = None if names is None else things.keys(frozenset(names), "partner")
    for rows, key in ((Partner.objects, "pk"), (PartnerAddress.objects, "partner")):
        found = rows.all() if keys is None else rows.filter(**{f"{key}__in": keys})
        for partner, slug in found.order_by("pk").values_list(key, "slug"):
            yield things.partner(partner), slug


def _find(site: Site, slug: str, newest: bool) -> Subject | None:
    del newest
    partner = partners.at(site, slug)
    if partner is None:
        former = partners.formerly_at(site, slug)
        return Subject(things.partner(former.pk), former.slug, {}) if former else None
    shown = {
        "partner": partner,
        "feeds": [
            *alternates.of(f"{partner.name} – {site.outlet.name}", paths.folder(partner.path)),
            *alternates.of(site.outlet.name),
        ],
        "description": cut(partner.about, 200) or site.outlet.tagline,
    }
    return Subject(things.partner(partner.pk), slug, shown)


def _index(site: Site, key: str) -> Page:
    del key
    content = theme.render_page(
        "press/partners.html",
        path=paths.PARTNERS,
        outlet=site.outlet,
        partners=partners.with_pieces(site),
    )
    return Page(paths.PARTNERS, content.encode())


newest, numbered = Listing(
    name="partner",
    lists="partner",
    template="press/partner.html",
    folder=lambda slug: paths.partner(slug).removesuffix(paths.FRONT),
    find=_find,
    addresses=_addresses,
).kinds()
index = Kind(
    name="partners",
    path=lambda _key: paths.PARTNERS,
    make=_index,
    every=lambda: ("",),
    templates=("press/partners.html",),
)
