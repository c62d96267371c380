"""Kinds of files: each is a plug-in of the press, brought by a room in `project/brought.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from itertools import chain

from django.conf import settings
from django.utils.module_loading import import_string

from pamphleteer.press import theme
from pamphleteer.press.errors import PressError
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site

Things = frozenset[str]


def _nothing(_things: Things) -> Iterable[str]:
    return ()


def no_more(_site: Site, _keys: list[str]) -> None:
    """Read nothing before it is asked for."""


def _alone(_site: Site) -> str:
    return ""


def _unmapped(_site: Site) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Kind:
    """One kind of files. A key says which file it is, and alone decides where that lies.

    `make` gives the file of a key, or nothing where none belongs any more; what it takes from the
    site is noted there as needed. `every` gives the keys of all files, `keys_of` those of files that may
    come or go with some things: what is needed already is known without it. `hears` names lines of the
    journal besides those that the press knows itself: `edition.composed` about row 17 is the things
    `edition:17` and `any:edition`.
    """

    name: str
    path: Callable[[str], str]
    make: Callable[[Site, str], Page | None]
    every: Callable[[], Iterable[str]]
    keys_of: Callable[[Things], Iterable[str]] = _nothing
    ready: Callable[[Site, list[str]], None] = no_more  # reads at once what some keys will ask for
    hears: tuple[str, ...] = ()
    mapped: Callable[[Site], Iterable[str]] = _unmapped  # paths that search engines are told of
    templates: tuple[str, ...] = ()
    shared: Callable[[Site], str] = _alone  # what else all its files are made from
    version: int = 1  # raised when its files are made otherwise than before
    many: bool = False  # there are so many that a change to all of them waits for the background
    beside: bool = False  # files that lie beside pages, as long as a page names them
    foremost: bool = False  # readers look for it first: it lies there before others are made
    lasting: bool = False  # any page that is not yet made anew may name it
    turn: int = field(default=0, compare=False)

    def stamp(self, site: Site, dress: str) -> str:
        """Return a hash of what all files of the kind share, for what all pages of a site do."""
        own = self.name, str(self.version), self.shared(site)
        looks = (theme.sources(self.templates), dress) if self.templates else ()
        return _hashed(own, looks)


@lru_cache(maxsize=128)
def _hashed(*parts: tuple[str, ...]) -> str:
    return sha256("\0".join(chain(*parts)).encode()).hexdigest()[:16]


def stamps(site: Site) -> dict[str, str]:
    """Return what the files of each kind share, by the names of the kinds."""
    dress = theme.shared(site.outlet)
    return {kind.name: kind.stamp(site, dress) for kind in brought().values()}


def brought() -> dict[str, Kind]:
    """Return all kinds by their names, in the order in which they are written."""
    return _brought(tuple(settings.PRESS_KINDS))


def heard() -> frozenset[str]:
    """Return the lines of the journal that kinds hear besides those that the press knows itself."""
    return _heard(tuple(settings.PRESS_KINDS))


@lru_cache(maxsize=8)
def _heard(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(what for kind in _brought(names).values() for what in kind.hears)


@lru_cache(maxsize=8)
def _brought(names: tuple[str, ...]) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for turn, name in enumerate(names):
        kind: Kind = import_string(name)
        if kind.name in found:
            raise PressError(f"two kinds of pages have the same name, {kind.name}")
        found[kind.name] = replace(kind, turn=turn)
    return found
