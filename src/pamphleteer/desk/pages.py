"""Pages of the desk that other rooms bring, with their entries in its menu.

A room brings a `Pages`; the project's list names it.
"""

from dataclasses import dataclass

from django.conf import settings
from django.urls import URLPattern
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Entry:
    """The way to a page in the menu, for those who have a permission; `address` is the name of its address."""

    name: str
    label: str | Promise
    icon: str
    order: int
    address: str
    may: str


@dataclass(frozen=True)
class Pages:
    """What one room brings: addresses below the desk's, and entries for some of them."""

    addresses: tuple[URLPattern, ...]
    entries: tuple[Entry, ...] = ()


def brought() -> list[Pages]:
    """Return the pages that rooms bring."""
    return [import_string(name) for name in settings.DESK_PAGES]
