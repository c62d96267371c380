"""Bodies in their transfer encoding, with slots that stay open (RFC 2045, section 6).

A slot is filled with ASCII words of a length that never changes: so what stands before and after is encoded once,
and lines end where they ended, whoever the letter is for.
"""

import binascii
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Private-use characters, which are taken out of everything that comes from outside.
_SLOT = re.compile("\ue000([a-z]+)\ue001")
_QUOTED_MOST = 75  # characters of a slot: a line has 76 with the = at its end
_SOFT, _ESCAPE = (
    b"=\r\n",
    3,
)  # the end of a line that goes on; characters of one that is not legible
_LINE = 76  # characters of a line of base 64
_GROUP = 3  # bytes that base 64 encodes together


@dataclass(frozen=True)
class Slot:
    """A place that is filled with a reader's own words as they are."""

    name: str

    def filled(self, own: Mapping[str, bytes]) -> bytes:
        """Return what stands there for one reader."""
        return own[self.name]


@dataclass(frozen=True)
class Region:
    """A stretch of base 64 around slots: bytes and slots, and where in the body its first character stands."""

    parts: Sequence[bytes | Slot]
    at: int

    def filled(self, own: Mapping[str, bytes]) -> bytes:
        """Return what stands there for one reader, with the ends of lines."""
        held = (part if isinstance(part, bytes) else part.filled(own) for part in self.parts)
        return _in_lines(b64encode(b"".join(held)), self.at)


Piece = bytes | Slot | Region


@dataclass(frozen=True)
class Part:
    """A body and the encoding in which it travels."""

    encoding: str
    pieces: Sequence[Piece]


def encoded(body: str, *, lengths: Mapping[str, int]) -> Part:
    """Return a body of any lines, in the encoding that is shorter, legible or not; `lengths` are those of slots."""
    lined = "\r\n".join(body.splitlines()) + "\r\n" if body else ""
    found = _SLOT.split(lined)
    texts, names = [text.encode() for text in found[::2]], found[1::2]
    legible = sum(len(_quoted_text(text)) for text in texts)
    filled = sum(len(text) for text in texts) + sum(lengths[name] for name in names)
    # Four characters for three bytes, and the ends of lines.
    if legible * _GROUP * _LINE <= filled * 4 * (_LINE + 2):
        return Part("quoted-printable", _quoted(texts, names, lengths))
    return Part("base64", _base64(texts, names, lengths))


def _quoted(
    texts: Sequence[bytes], names: Sequence[str], lengths: Mapping[str, int]
) -> Sequence[Piece]:
    """Return quoted-printable in which each slot has a line of its own."""
    if too_long := [name for name in names if lengths[name] > _QUOTED_MOST]:
        raise ValueError(f"{too_long[0]} has over {_QUOTED_MOST} characters: no line holds it")
    pieces: list[Piece] = []
    for place, text in enumerate(texts):
        before, after = place < len(names), place > 0
        lines = _quoted_text(text)
        pieces.append(
            (_SOFT if after else b"") + (_left_open(lines) if before and lines else lines)
        )
        if before:
            pieces.append(Slot(names[place]))
    return pieces


def _left_open(lines: bytes) -> bytes:
    """Return lines the last of which goes on in the next one; one that is full already is parted once more."""
    last = lines[lines.rfind(b"\n") + 1 :]
    if len(last) <= _QUOTED_MOST:
        return lines + _SOFT
    at = len(lines) - (_ESCAPE if last[-_ESCAPE:].startswith(b"=") else 1)
    return lines[:at] + _SOFT + lines[at:] + _SOFT


def _quoted_text(text: bytes) -> bytes:
    # It breaks lines with a bare LF unless the text itself has a CRLF.
    lines = binascii.b2a_qp(text)
    return lines if b"\r\n" in text else lines.replace(b"\n", b"\r\n")


def _base64(
    texts: Sequence[bytes], names: Sequence[str], lengths: Mapping[str, int]
) -> Sequence[Piece]:
    """Return base 64 in which each slot is encoded with the bytes that share its groups."""
    run = [*_run(texts, names, lengths)]
    size = sum(length for _, length in run)
    pieces: list[Piece] = []
    done = 0
    for begin, end in _regions(run, size):
        pieces += _fixed(run, done, begin)
        pieces.append(Region(_between(run, begin, end), begin // _GROUP * 4))
        done = end
    pieces += _fixed(run, done, size)
    return [*pieces, b"\r\n"] if -(-size // _GROUP) * 4 % _LINE else pieces


_Run = Sequence[tuple[bytes | Slot, int]]


def _run(texts: Sequence[bytes], names: Sequence[str], lengths: Mapping[str, int]) -> _Run:
    run: list[tuple[bytes | Slot, int]] = [(texts[0], len(texts[0]))]
    for name, text in zip(names, texts[1:], strict=True):
        run += [(Slot(name), lengths[name]), (text, len(text))]
    return run


def _regions(run: _Run, size: int) -> Sequence[tuple[int, int]]:
    """Return from which to which byte slots reach, in whole groups; those that touch are one."""
    regions = list[tuple[int, int]]()
    at = 0
    for held, length in run:
        if isinstance(held, Slot):
            begin, end = at // _GROUP * _GROUP, min(-(-(at + length) // _GROUP) * _GROUP, size)
            if regions and begin <= regions[-1][1]:
                begin = regions.pop()[0]
            regions.append((begin, end))
        at += length
    return regions


def _between(run: _Run, begin: int, end: int) -> Sequence[bytes | Slot]:
    found = list[bytes | Slot]()
    at = 0
    for held, length in run:
        if isinstance(held, bytes):
            found.append(held[max(begin - at, 0) : max(end - at, 0)])
        elif begin <= at < end:
            found.append(held)
        at += length
    return [one for one in found if one]


def _fixed(run: _Run, begin: int, end: int) -> Sequence[bytes]:
    held = b"".join(part for part in _between(run, begin, end) if isinstance(part, bytes))
    return [_in_lines(b64encode(held), begin // _GROUP * 4)] if held else []


def _in_lines(characters: bytes, at: int) -> bytes:
    """Return characters with the ends of lines, the first of which stands at this place of the body."""
    first = _LINE - at % _LINE
    cuts = [0, *range(first, len(characters) + 1, _LINE)]
    lines = [characters[begin:end] + b"\r\n" for begin, end in pairwise(cuts)]
    return b"".join(lines) + characters[cuts[-1] :]
