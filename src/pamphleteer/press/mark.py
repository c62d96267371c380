"""The mark of an outlet for programs that show no SVG: a printed sheet in the outlet's colour, as PNG and as ICO."""

import struct
import zlib
from collections.abc import Iterator

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]

_PAPER: Colour = (255, 253, 248)
_SHEET = (0.27, 0.17, 0.73, 0.83)  # left, top, right, bottom of the paper, in parts of the side
# Lines of print on it: the headline, and the text under it.
_LINES = (
    (0.34, 0.26, 0.66, 0.35),
    (0.34, 0.43, 0.66, 0.48),
    (0.34, 0.55, 0.66, 0.60),
    (0.34, 0.67, 0.55, 0.72),
)


def png(side: int, colour: str) -> bytes:
    """Return the mark as a PNG of so many pixels a side (PNG, third edition)."""
    rows = b"".join(b"\0" + row for row in _rows(side, _of_hex(colour)))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, held) for name, held in parts)


def ico(side: int, colour: str) -> bytes:
    """Return the mark as an ICO that holds one PNG, of less than 256 pixels a side."""
    held = png(side, colour)
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, side, side, 0, 0, 1, 24, len(held), 22) + held


def _rows(side: int, accent: Colour) -> Iterator[bytes]:
    """Yield the pixels of each row: boxes painted over one another."""
    painted = [(_SHEET, _PAPER), *((line, accent) for line in _LINES)]
    boxes = [(box, _columns(box, side), bytes(ink)) for box, ink in painted]
    for y in range(side):
        row = bytearray(bytes(accent) * side)
        for (_left, top, _right, bottom), columns, ink in boxes:
            if top <= (y + 0.5) / side < bottom:
                row[3 * columns.start : 3 * columns.stop] = ink * len(columns)
        yield bytes(row)


def _columns(box: Box, side: int) -> range:
    """Return the columns whose middle is in the box."""
    left, _top, right, _bottom = box
    within = [x for x in range(side) if left <= (x + 0.5) / side < right]
    return range(within[0], within[-1] + 1)


def _chunk(name: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))


def _of_hex(colour: str) -> Colour:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(one * 2 for one in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
