"""What rooms have the record say of their deeds.

A room brings a `Recorded`; the project's list names it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

Words = str | Promise


@dataclass(frozen=True)
class Recorded:
    """Deeds by their names in the journal, the sorts of rows that they are about, and what else is kept of them."""

    deeds: Mapping[str, Words]
    sorts: Mapping[str, Words]
    aside: Mapping[str, Words] = field(default_factory=dict)


def brought() -> list[Recorded]:
    """Return what rooms bring."""
    return [import_string(name) for name in settings.DESK_RECORD]
