"""The pieces of an archive page."""

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
