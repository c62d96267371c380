"""The saved page that a demo begins with, if it was given one."""

from dataclasses import dataclass
from pathlib import Path

from pamphleteer.rescue.verbs.open import open_page


@dataclass(frozen=True)
class Saved:
    """A saved page, and the topic that its pieces go to."""

    page: bytes
    name: str
    topic: str


def saved(path: Path, *, topic: str | None) -> Saved:
    """Open a saved page, whose topic is its name if none is given; raises `RescueError`."""
    return Saved(open_page(path), name=str(path), topic=topic or path.stem)
