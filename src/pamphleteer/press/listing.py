"""Lists as pages: the newest page of each list, and pages numbered from the oldest.

A sort of lists (topics, partners, ...) is one `Listing`, of which its plug-in makes two kinds of files.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pamphleteer.press import paths, theme, things
from pamphleteer.press.kinds import Kind, Things, no_more
from pamphleteer.press.models import Shelf
from pamphleteer.press.page import Page
from pamphleteer.press.piece import Gone
from pamphleteer.press.site import Site
from pamphleteer.press.teasers import Teasers

PARTS = ("press/picture.html", "press/moved.html")
_SOME = 200  # lists in one question

Addresses = Iterable[tuple[str, str]]  # lists, each with a slug at which it stands or stood


@dataclass(frozen=True, slots=True)
class Subject:
    """What the pages of one list are about, and what they show besides its pieces."""

    list: str
    slug: str  # where its pages stand
    shown: Mapping[str, Any]


Short = Callable[[Site, Subject, str], bytes | None]


@dataclass(frozen=True)
class Listing:
    """How the lists of one sort become pages.

    `find` gives what stands at a slug, for the newest page or for a numbered one; where the slug is
    not the subject's own any more, the pages lead on. `addresses` gives the slugs of some lists, or of all.
    """

    name: str
    lists: str  # their sort, such as `topic` for `topic:3`
    template: str
    folder: Callable[[str], str]
    find: Callable[[Site, str, bool], Subject | None]
    addresses: Callable[[Collection[str] | None], Addresses]
    what: str = "page"  # is said to have moved
    short: Short | None = None  # makes the page of a list that needs one page, where it can
    empty: bool = False  # pages stand also where a list has no piece
    ready: Callable[[Site, list[str]], None] = no_more  # reads at once what newest pages ask for
    version: int = 1
    parts: tuple[str, ...] = field(default=PARTS)

    def kinds(self) -> tuple[Kind, Kind]:
        """Return the kinds of the newest and of the numbered pages."""
        templates = (self.template, *self.parts)
        newest = Kind(
            name=self.name,
            path=self._first,
            make=self._make,
            every=self._keys,
            keys_of=self._keys_of,
            ready=self.ready,
            templates=templates,
            version=self.version,
        )
        numbered = Kind(
            name=f"{self.name}-page",
            path=self._numbered_path,
            make=self._make_numbered,
            every=self._numbered_keys,
            keys_of=self._numbered_keys_of,
            templates=templates,
            version=self.version,
            many=True,
        )
        return newest, numbered

    # The newest page of a list: its key is the slug.

    def _first(self, slug: str) -> str:
        return self.folder(slug) + paths.FRONT

    def _keys(self) -> Iterator[str]:
        yield from (slug for _name, slug in self.addresses(None))

    def _keys_of(self, changed: Things) -> Iterator[str]:
        if names := things.lists(changed, self.lists):
            yield from (slug for _name, slug in self.addresses(names))

    def _make(self, site: Site, slug: str) -> Page | None:
        subject = self.find(site, slug, True)
        if subject is None or not (self.empty or site.total(subject.list)):
            return None
        if subject.slug != slug:
            return Page(self._first(slug), self._onward(site, subject, self._first(slug)))
        last = site.last_shelf(subject.list)
        return Page(self._first(slug), self._rendered(site, subject, None, last))

    # Numbered pages: slug/number, or the number alone where there is one list.

    def _numbered_path(self, key: str) -> str:
        slug, _slash, number = key.rpartition("/")
        return f"{self.folder(slug)}{int(number)}.html"

    def _numbered_keys(self) -> Iterator[str]:
        yield from self._all_numbered(self.addresses(None))

    def _numbered_keys_of(self, changed: Things) -> Iterator[str]:
        shelves = [one for one in things.shelves(changed) if things.sort_of(one[0]) == self.lists]
        slugs: dict[str, list[str]] = {}
        for name, slug in self.addresses({name for name, _number in shelves}) if shelves else ():
            slugs.setdefault(name, []).append(slug)
        for name, number in shelves:
            yield from (_key(slug, number) for slug in slugs.get(name, ()))
        if own := things.lists(changed, self.lists):
            yield from self._all_numbered(self.addresses(own))

    def _all_numbered(self, addresses: Addresses) -> Iterator[str]:
        some: list[tuple[str, str]] = []
        for one in addresses:
            some.append(one)
            if len(some) == _SOME:
                yield from _numbers(some)
                some = []
        yield from _numbers(some)

    def _make_numbered(self, site: Site, key: str) -> Page | None:
        slug, _slash, told = key.rpartition("/")
        subject, number = self.find(site, slug, False), int(told)
        if subject is None:
            return None
        last = site.last_shelf(subject.list)
        if not 0 < number < last:
            return None
        path, rank = self._numbered_path(key), site.place_of(subject.list, number)
        if subject.slug != slug:
            return Page(path, self._onward(site, subject, path), rank)
        return Page(path, self._rendered(site, subject, number, last), rank)

    def _onward(self, site: Site, subject: Subject, path: str) -> bytes:
        gone = Gone(path, moved_to=self._first(subject.slug))
        return theme.page(
            "press/moved.html",
            path=path,
            outlet=site.outlet,
            gone=gone,
            what=self.what,
            onward=paths.link(gone.moved_to),
        )

    def _rendered(self, site: Site, subject: Subject, number: int | None, last: int) -> bytes:
        here, name, folder = number or last, subject.list, self.folder(subject.slug)
        first = folder + paths.FRONT
        newer = f"{folder}{number + 1}.html" if number and number + 1 < last else first
        path = f"{folder}{number}.html" if number else first
        if self.short and here == 1 and (page := self.short(site, subject, path)):
            return page
        teaser = Teasers(site, path)
        shown: dict[str, Any] = {
            "path": path,
            "outlet": site.outlet,
            "teaser": teaser,
            "later": teaser.later,
            "pieces": site.shelf(name, number),
            "number": number,
            "count": None if number else site.total(name),
            "newest": paths.link(first),
            "newer": paths.link(newer) if number else None,
            "older": paths.link(f"{folder}{here - 1}.html") if here > 1 else None,
            **subject.shown,
        }
        if "years" not in shown:
            jumps = number is None and here > 1
            shown["years"] = site.years(name, paths.link(folder)) if jumps else ()
        return theme.page(self.template, **shown)


def _key(slug: str, number: int) -> str:
    return f"{slug}/{number}" if slug else str(number)


def _numbers(addresses: Collection[tuple[str, str]]) -> Iterator[str]:
    """Yield the keys of all numbered pages of some lists: each but the newest has a number."""
    rows = Shelf.objects.filter(list__in={name for name, _slug in addresses}, number__gt=1)
    lasts = dict(rows.order_by("list", "number").values_list("list", "number"))
    for name, slug in addresses:
        yield from (_key(slug, number) for number in range(1, lasts.get(name, 1)))
