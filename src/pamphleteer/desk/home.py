"""What the home page of the desk is made of: sections, which each room may bring.

A room brings a function that takes a person and returns a section, or None where there is nothing to
say to that person; the project's list names it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pamphleteer.register.models import Person


@dataclass(frozen=True)
class Line:
    """One thing in a sentence, and where it is seen to."""

    words: str
    url: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Section:
    """A few lines under a heading; `wrong` says that somebody has to do something."""

    heading: str
    lines: tuple[Line, ...] = ()
    words: str = ""
    wrong: bool = False
    more: Line | None = None


Part = Callable[[Person], Section | None]
