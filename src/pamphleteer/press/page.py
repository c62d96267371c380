"""A page: where it lies and what it holds."""

from dataclasses import dataclass
from pathlib import Path

from pamphleteer.press.models.file import FIRST


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies ready elsewhere; its hash is known, so that nobody has to read it again."""

    place: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site; `rank` is the place of its newest piece, by which pages are made in turn."""

    path: str
    content: bytes | Stored
    rank: int = FIRST
