"""Sections: pieces that stand together, under the name of a topic or without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Section(Generic[T]):
    """Some pieces, and the name of what they stand under.

    What stands first without a name has no heading; what comes without one behind a name is `headed` all the same,
    or it would pass for what is above it.
    """

    name: str
    pieces: tuple[T, ...]
    headed: bool


def parted(pieces: Iterable[tuple[str, T]]) -> tuple[Section[T], ...]:
    """Return pieces in sections; each comes with the name of its own, those of one name side by side."""
    runs = groupby(pieces, key=itemgetter(0))
    return tuple(
        Section(name, tuple(piece for _, piece in run), bool(name) or place > 0)
        for place, (name, run) in enumerate(runs)
    )
