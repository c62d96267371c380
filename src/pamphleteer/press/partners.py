"""Partners as pages show them."""

from collections.abc import Collection
from dataclasses import dataclass

from pamphleteer.press import paths, things
from pamphleteer.press.models import Tally
from pamphleteer.press.site import Site
from pamphleteer.register.models import Licence, Partner, PartnerAddress


@dataclass(frozen=True, slots=True)
class Carried:
    """A partner whose news the outlet carries."""

    pk: int
    slug: str
    name: str
    about: str
    url: str
    licence: Licence
    path: str

    @property
    def href(self) -> str:
        """The way to its page from the folder of the site."""
        return paths.link(self.path)

    @property
    def site(self) -> str:
        """The name of its own site: the address without what all addresses begin with."""
        bare = self.url.partition("://")[2].partition("?")[0].rstrip("/")
        return bare.removeprefix("www.")

    @property
    def licence_url(self) -> str:
        """Where its licence can be read."""
        return paths.outward(self.licence.url)


def at(site: Site, slug: str) -> Carried | None:
    """Return the partner at a slug."""
    found = site.kept("partners", slug, _read)
    return _noted(site, found) if found else None


def expect(site: Site, slugs: Collection[str]) -> None:
    """Read at once the partners at slugs that will be asked for one by one."""
    if slugs:
        site.keep("partners", slugs, _read)


def formerly_at(site: Site, slug: str) -> Carried | None:
    """Return the partner that stood at a slug before."""
    rows = PartnerAddress.objects.filter(slug=slug).select_related("partner__licence")
    found = rows.first()
    return _noted(site, found.partner) if found else None


def with_pieces(site: Site) -> list[Carried]:
    """Return all partners that have a piece, by their names."""
    site.note(things.filled("partner"))
    every = {things.partner(one.pk): one for one in Partner.objects.select_related("licence")}
    rows = Tally.objects.filter(list__in=every, count__gt=0)
    filled = set(rows.values_list("list", flat=True))
    found = [_noted(site, one) for name, one in every.items() if name in filled]
    return sorted(found, key=lambda one: (one.name.casefold(), one.pk))


def _read(slugs: Collection[str]) -> dict[str, Partner]:
    rows = Partner.objects.select_related("licence").filter(slug__in=slugs)
    return {one.slug: one for one in rows}


def _noted(site: Site, partner: Partner) -> Carried:
    site.note(things.partner(partner.pk), things.licence(partner.licence_id))
    return Carried(
        pk=partner.pk,
        slug=partner.slug,
        name=partner.name,
        about=partner.about,
        url=paths.outward(partner.url),
        licence=partner.licence,
        path=paths.partner(partner.slug),
    )
