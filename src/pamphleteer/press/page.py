"""A page: where it lies and what it holds."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site; its bytes may wait until they are asked for."""

    path: str
    content: bytes | Callable[[], str]

    def bytes(self) -> bytes:
        """Return what the file holds."""
        return self.content if isinstance(self.content, bytes) else self.content().encode()
