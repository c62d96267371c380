"""The page of an edition: what the letter held, without what was withdrawn since, and without any reader."""

from collections.abc import Iterable, Iterator

from pamphleteer.desk.models.article import place_of
from pamphleteer.ground.text import cut
from pamphleteer.post import editions
from pamphleteer.post.models import Edition
from pamphleteer.press import paths, theme, things
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.page import Page
from pamphleteer.press.piece import dated
from pamphleteer.press.site import Site


def _path(key: str) -> str:
    slug, _slash, number = key.rpartition("/")
    return editions.path_of(slug, int(number))


def _keys() -> Iterator[str]:
    rows = Edition.objects.out().order_by("pk").values_list("digest__slug", "number")
    yield from (f"{slug}/{number}" for slug, number in rows.iterator())


def _keys_of(changed: Things) -> Iterator[str]:
    if keys := things.keys(changed, "edition"):
        rows = Edition.objects.out().filter(pk__in=keys).select_related("digest").order_by("pk")
        for edition in rows:
            slug, number = edition.digest.slug, edition.number or 0
            yield f"{slug}/{number}"
            if number > 1:  # which leads to this one from now on
                yield f"{slug}/{number - 1}"


def _make(site: Site, key: str) -> Page | None:
    slug, _slash, said = key.rpartition("/")
    number = int(said)
    edition = editions.at(slug, number)
    if edition is None:
        return None
    sections, (day, exact) = editions.left_of(site, edition), dated(edition.cut_at, site.outlet)
    pieces = [one for section in sections for one in section.pieces]
    later = Edition.objects.filter(digest=edition.digest, number=number + 1)
    site.note(f"digest:{edition.digest_id}")
    path = _path(key)
    content = theme.render_page(
        "post/edition.html",
        path=path,
        outlet=site.outlet,
        name=edition.digest.name,
        number=number,
        day=day,
        exact=exact,
        pieces=pieces,
        sections=sections,
        note=edition.opening,
        all=paths.link(editions.folder(slug) + paths.FRONT),
        newer=paths.link(editions.path_of(slug, number + 1)) if later.exists() else None,
        older=paths.link(editions.path_of(slug, number - 1)) if number > 1 else None,
        description=cut(" · ".join(one.headline for one in pieces), 200) or site.outlet.tagline,
    )
    return Page(path, content.encode(), place_of(edition.cut_at))


def _mapped(site: Site) -> Iterable[str]:
    site.note(things.any_of("edition"))
    yield from map(_path, _keys())


kind = Kind(
    name="edition",
    path=_path,
    make=_make,
    every=_keys,
    keys_of=_keys_of,
    hears=("edition.composed",),
    version=3,
    mapped=_mapped,
    templates=("post/edition.html", "press/piece.html"),
    many=True,
)
