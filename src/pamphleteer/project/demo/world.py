"""The small invented world of the demo, as its files under `content/` tell it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pamphleteer.ground.html import from_text
from pamphleteer.ground.text import squeeze

_FENCE = "+++\n"
_QUOTE = "> "


@dataclass(frozen=True)
class Piece:
    """One piece: paragraphs of plain text, of which one that begins with "> " is a quotation."""

    name: str
    headline: str
    author: str
    lead: str
    paragraphs: tuple[str, ...]
    age: float = 0.0  # hours before the demo outlet was made
    topics: tuple[str, ...] = ()
    copy_of: str = ""
    before: str = ""
    after: str = ""

    @property
    def body(self) -> str:
        """The paragraphs as HTML, without the lead."""
        return "\n".join(_paragraph(text) for text in self.paragraphs)


@dataclass(frozen=True)
class PartnerOutlet:
    """An invented partner outlet, and what it has published."""

    slug: str
    name: str
    about: str
    language: str
    licence: str
    rights: str
    credit: str
    feed: str
    topics: tuple[str, ...]
    pieces: tuple[Piece, ...]
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnOutlet:
    """The demo outlet itself: its words, its people and its own writing."""

    name: str
    tagline: str
    language: str
    signup_words: str
    postal_address: str
    digest: str
    about: tuple[str, ...]
    editor: str
    readers: tuple[str, ...]
    topics: dict[str, str]
    pieces: tuple[Piece, ...]


@cache
def partners() -> tuple[PartnerOutlet, ...]:
    """Return the partner outlets, the copied pieces filled in from their originals."""
    folders = [entry for entry in _content().iterdir() if entry.joinpath("partner.toml").is_file()]
    read = [_partner(folder) for folder in sorted(folders, key=lambda folder: folder.name)]
    originals = {f"{outlet.slug}/{piece.name}": piece for outlet in read for piece in outlet.pieces}
    return tuple(
        replace(outlet, pieces=tuple(_filled(piece, originals) for piece in outlet.pieces))
        for outlet in read
    )


@cache
def own() -> OwnOutlet:
    """Return the demo outlet."""
    content = _content()
    words = tomllib.loads(content.joinpath("outlet.toml").read_text(encoding="utf-8"))
    return OwnOutlet(**_tuples(words), pieces=tuple(_pieces(content.joinpath("own"))))


def _content() -> Traversable:
    return files("pamphleteer.project.demo").joinpath("content")


def _partner(folder: Traversable) -> PartnerOutlet:
    words = tomllib.loads(folder.joinpath("partner.toml").read_text(encoding="utf-8"))
    newest_first = sorted(_pieces(folder), key=lambda piece: piece.age)
    return PartnerOutlet(slug=folder.name, **_tuples(words), pieces=tuple(newest_first))


def _pieces(folder: Traversable) -> Iterator[Piece]:
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".md"):
            yield _piece(file.name.removesuffix(".md"), file.read_text(encoding="utf-8"))


def _piece(name: str, text: str) -> Piece:
    _, header, prose = text.split(_FENCE, 2)
    lead, *paragraphs = [squeeze(block) for block in prose.split("\n\n") if block.strip()] or [""]
    words = _tuples(tomllib.loads(header))
    return Piece(name=name, lead=lead, paragraphs=tuple(paragraphs), **words)


def _filled(piece: Piece, originals: dict[str, Piece]) -> Piece:
    if not piece.copy_of:
        return piece
    original = originals[piece.copy_of]
    around = (piece.before, *original.paragraphs, piece.after)
    return replace(piece, lead=original.lead, paragraphs=around)


def _paragraph(text: str) -> str:
    if text.startswith(_QUOTE):
        words = escape(text.removeprefix(_QUOTE), quote=False)
        return f"<blockquote><p>{words}</p></blockquote>"
    return from_text(text)


def _tuples(words: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in words.items()}
