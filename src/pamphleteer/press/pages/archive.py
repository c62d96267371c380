"""All pieces, the newest first: so that each can be found, whatever its topic and its age."""

from collections.abc import Iterator

from pamphleteer.press import paths, theme, things
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.models import Shelf
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site

_FOLDER = paths.ARCHIVE.removesuffix(paths.FRONT)


def _make(site: Site, key: str) -> Page:
    del key
    content = _rendered(site, None, site.last_shelf(things.ALL))
    return Page(paths.ARCHIVE, content.encode())


def _make_numbered(site: Site, key: str) -> Page | None:
    number, last = int(key), site.last_shelf(things.ALL)
    if not 0 < number < last:
        return None
    content = _rendered(site, number, last)
    return Page(paths.archive(number), content.encode(), site.place_of(things.ALL, number))


def _numbered_keys() -> Iterator[str]:
    rows = Shelf.objects.filter(list=things.ALL, number__gt=1).order_by("number")
    yield from (str(number - 1) for number in rows.values_list("number", flat=True))


def _numbered_keys_of(changed: Things) -> Iterator[str]:
    yield from (str(number) for name, number in things.shelves(changed) if name == things.ALL)


def _rendered(site: Site, number: int | None, last: int) -> str:
    here = number or last
    newer = paths.archive(number + 1) if number and number + 1 < last else paths.ARCHIVE
    return theme.render_page(
        "press/archive.html",
        path=paths.archive(number) if number else paths.ARCHIVE,
        outlet=site.outlet,
        pieces=site.shelf(things.ALL, number),
        number=number,
        count=None if number else site.total(things.ALL),
        newer=newer if number else None,
        older=paths.archive(here - 1) if here > 1 else None,
        years=site.years(things.ALL, _FOLDER) if number is None and here > 1 else (),
    )


_PARTS = ("press/archive.html", "press/piece.html")

newest = Kind(
    name="archive",
    path=lambda _key: paths.ARCHIVE,
    make=_make,
    every=lambda: ("",),
    templates=_PARTS,
)
numbered = Kind(
    name="archive-page",
    path=lambda key: paths.archive(int(key)),
    make=_make_numbered,
    every=_numbered_keys,
    keys_of=_numbered_keys_of,
    templates=_PARTS,
    many=True,
)
