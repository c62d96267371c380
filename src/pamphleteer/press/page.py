"""A page: where it lies and what it holds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that lies ready elsewhere; its hash is known, so that nobody has to read it again."""

    place: Path
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site; its bytes may wait until they are asked for."""

    path: str
    content: bytes | Callable[[], str] | Stored

    def bytes(self) -> bytes:
        """Return what the file holds."""
        if isinstance(self.content, Stored):
            return self.content.place.read_bytes()
        return self.content if isinstance(self.content, bytes) else self.content().encode()
