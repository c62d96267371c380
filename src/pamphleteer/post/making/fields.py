"""Header fields, as lines that every server and reader understands.

The folding of `email.policy` breaks what it should keep whole (it encodes a long List-Unsubscribe, and drops into
long names), so lines are made here: RFC 2047 words for what is not ASCII, the rest as it is.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, formataddr
from functools import lru_cache
from typing import Self

from pamphleteer.ground.text import cut, squeeze

Field = tuple[
    bytes, bytes
]  # a name, and a value as it travels: after the colon, before the end of the line

_LINE = 78  # characters of a line of the head; RFC 5322, 2.1.1
_NAME = 100  # characters of a name that fit a header line even in the widest script
_ATOMS = re.compile(r"[^\s\"(),:;<>@\[\\\]\x00-\x1f\x7f]+")  # RFC 5322, 3.2.3; RFC 6532, 3.2
_QUOTED = re.compile(r'"(?:[^"\\\x00-\x1f\x7f]|\\[^\x00-\x1f\x7f])*"')


@dataclass(frozen=True, slots=True)
class Form:
    """A field in which some words are each reader's own: all have one length, so it is folded once."""

    name: bytes
    pieces: Sequence[bytes | str]  # as they travel, and names of slots

    @classmethod
    def of(cls, field: Field, slots: Mapping[str, bytes]) -> Self:
        """Return the form of one reader's field, in which the words of these slots stand."""
        pieces: list[bytes | str] = [field[1]]
        for name, words in slots.items():
            pieces = [one for piece in pieces for one in _parted(piece, words, name)]
        return cls(field[0], pieces)

    def filled(self, slots: Mapping[str, bytes]) -> Field:
        """Return the field of one reader."""
        held = [slots[piece] if isinstance(piece, str) else piece for piece in self.pieces]
        return self.name, b"".join(held)


def field(name: str, value: str) -> Field:
    """Return a field of words."""
    return _folded(name, _words(name, plain(value)))


def sender(name: str, address: str) -> Field:
    """Return the From of a person or house with this address."""
    words = cut(plain(name), _NAME)
    if _bare(words):
        return _folded("From", formataddr((words, address)) if words else address)
    return _folded("From", f"{_words('From', words)} <{address}>")


def to(address: str) -> Field:
    """Return the To of one address; beyond ASCII it is as it is, for servers that take it (RFC 6532)."""
    local, _, domain = address.rpartition("@")
    if not _QUOTED.fullmatch(local) and (not _ATOMS.fullmatch(local) or ".." in f".{local}."):
        local = '"' + re.sub(r'(["\\])', r"\\\1", plain(local)) + '"'
    return b"To", f" {local}@{domain}".encode()


def message_id(unbracketed: str) -> Field:
    """Return the Message-ID (RFC 5322, 3.6.4)."""
    return b"Message-ID", f" <{unbracketed}>".encode()


@lru_cache(maxsize=64)
def date(at: datetime) -> Field:
    """Return the Date, which many letters share."""
    return b"Date", b" " + format_datetime(at).encode()


def lines(fields: Sequence[Field]) -> bytes:
    """Return fields as the lines of a head."""
    return b"".join(name + b":" + value + b"\r\n" for name, value in fields)


def plain(text: str) -> str:
    """Return words on one line without control characters.

    Joiners stay, which Persian and Hindi are spelt with: `one_line` is for logs and terminals.
    """
    if text.isprintable():
        return squeeze(text)
    return squeeze("".join(" " if unicodedata.category(c) == "Cc" else c for c in text))


def _folded(name: str, value: str) -> Field:
    """Return a field in lines that are short where it has spaces to break them at (RFC 5322, 2.2.3)."""
    lines: list[str] = []
    for whole in f"{name}: {value}".split("\r\n"):
        # Behind the name of a header there has to be something: no line may be of spaces alone.
        left, begins = whole, 1 if lines else len(name) + 2
        while len(left) > _LINE:
            at = max(left.rfind(" ", begins, _LINE + 1), 0) or left.find(" ", begins)
            if at < 0:
                break
            lines.append(left[:at])
            left, begins = left[at:], 1
        lines.append(left)
    return name.encode(), "\r\n".join(lines).removeprefix(f"{name}:").encode()


def _parted(piece: bytes | str, words: bytes, name: str) -> Sequence[bytes | str]:
    """Return a piece with the name of a slot wherever its words stood."""
    if isinstance(piece, str) or not words:
        return [piece]
    first, *others = piece.split(words)
    return [first, *(one for other in others for one in (name, other))]


def _words(name: str, text: str) -> str:
    if _bare(text):
        return text
    return Header(text, "utf-8", header_name=name).encode(linesep="\r\n")


def _bare(text: str) -> bool:
    return text.isascii() and "=?" not in text
