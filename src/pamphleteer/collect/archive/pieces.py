"""The pieces of an archive page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - `date` is the word for the field below
from datetime import datetime

LONGEST_HEADLINE = 500


class PageError(ValueError):
    """A file that is no archive page; the words go on from its name: "is no page"."""


@dataclass(frozen=True)
class Piece:
    """One piece as an archive page shows it.

    The lead is plain text, its paragraphs separated by a blank line. The date is an aware moment, a
    day, or None where the page states none.
    """

    headline: str
    lead: str = ""
    url: str = ""
    date: datetime | Day | None = None


@dataclass(frozen=True)
class Reading:
    """What a page was read as, in its order: each piece, and whether it is in doubt that it is one."""

    found: Sequence[tuple[Piece, bool]] = ()

    @property
    def pieces(self) -> list[Piece]:
        """What is a piece beyond doubt."""
        return [piece for piece, doubtful in self.found if not doubtful]

    @property
    def doubtful(self) -> list[Piece]:
        """What may be a piece, or a box that looks like one."""
        return [piece for piece, doubtful in self.found if doubtful]
