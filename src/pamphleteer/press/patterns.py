"""Patterns: what a template makes of words that it only puts in their places, without the words.

To join them takes a fraction of the time in which the engine makes the same. A template can be read so
if it shows each word as it is, or asks whether it is there: then whatever has the same words has the same
pattern. Of the outlet's own templates nobody knows that.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from pamphleteer.ground.text import holds_controls
from pamphleteer.press import engine

_AROUND = "\ufdd1"  # stands around the numbers of words: no character, so no words
_NUMBER = re.compile(f"{_AROUND}(\\d+){_AROUND}".encode())
_BETWEEN = b"\x7f"  # which no word holds any more, and no format has another name for
# All that each format writes otherwise: to look for one byte after the other is quicker than at each letter.
_IN_XML = (
    (b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"), (b'"', b"&quot;"), (b"'", b"&#x27;"),
)  # fmt: skip
_IN_JSON = (
    (b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n"), (b"\r", b"\\r"), (b"\t", b"\\t"),
    ("\x85".encode(), b""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pattern:
    """What stands around words, and which word stands where."""

    around: tuple[bytes, ...]
    words: tuple[int, ...]

    @classmethod
    def read(cls, made: bytes) -> Self:
        """Return the pattern of what a template makes of `marks`."""
        parts = _NUMBER.split(made)
        return cls(tuple(parts[::2]), tuple(map(int, parts[1::2])))

    def filled(self, words: Sequence[bytes]) -> bytes:
        """Return what the template makes of words, as its format has them."""
        parts: list[bytes] = [b""] * (2 * len(self.words) + 1)
        parts[::2] = self.around
        parts[1::2] = [words[number] for number in self.words]
        return b"".join(parts)


def marks(there: Iterable[object]) -> Iterator[str]:
    """Yield what stands for words: nothing where a word is not there."""
    return (f"{_AROUND}{number}{_AROUND}" if here else "" for number, here in enumerate(there))


def joined(words: Sequence[str]) -> bytes:
    """Return words in one line, without what is no character of pages; most hold nothing like it."""
    line = _line(words)
    if line.count(_BETWEEN) < len(words) and not holds_controls(line.replace(_BETWEEN, b"\n")):
        return line
    return _line(engine.NOT_FOR_PAGES.sub("", word) for word in words)


def in_xml(line: bytes) -> list[bytes]:
    """Return words that were `joined` as the engine escapes them."""
    return _split(line, _IN_XML)


def in_json(line: bytes) -> list[bytes]:
    """Return words that were `joined` as they stand in JSON, where feeds have no control character."""
    return _split(line, _IN_JSON)


def _line(words: Iterable[str]) -> bytes:
    return _BETWEEN.decode().join(words).encode()


def _split(line: bytes, otherwise: Iterable[tuple[bytes, bytes]]) -> list[bytes]:
    for bare, written in otherwise:
        line = line.replace(bare, written)
    return line.split(_BETWEEN)
