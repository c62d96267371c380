"""How an article will look: as pages and letters, which the rooms that make those bring.

A room brings a `Preview`; the project's list names it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from pamphleteer.desk.models.article import Article


@dataclass(frozen=True)
class Preview:
    """One way in which readers meet an article: its short name, its label, and its HTML."""

    name: str
    label: str | Promise
    render: Callable[["Article"], str]


@cache
def brought() -> dict[str, Preview]:
    """Return the previews that the rooms bring, by their short names."""
    found: list[Preview] = [import_string(name) for name in settings.DESK_PREVIEWS]
    return {one.name: one for one in found}
