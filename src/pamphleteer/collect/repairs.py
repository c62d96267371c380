"""Repair what people get wrong most often in XML: the ampersand, and references to no character."""

import re
from html.entities import html5
from xml.sax.saxutils import escape

# In these an ampersand is one.
_KEPT = re.compile(r"(<!\[CDATA\[.*?\]\]>|<!--.*?-->)", re.DOTALL)
_AMPERSAND = re.compile(r"&(?:#(\d{1,8});|#[xX]([0-9a-fA-F]{1,8});|([A-Za-z]\w{0,40};))?")
# Some programs write a character as the two halves that JavaScript has for it.
_HALVES = re.compile(
    r"&#(?:[xX]([dD][89abAB][0-9a-fA-F]{2})|(5[56]\d{3}));&#(?:[xX]([dD][c-fC-F][0-9a-fA-F]{2})|(5[67]\d{3}));"
)
# Bytes of UTF-8 of which each was taken for a character.
_TWICE = re.compile(
    r"&(?:[A-Z]\w{2,7}|[a-z]{3,8}|#\d{3}|#[xX]\w\w);"
    r"(?:&(?:[a-z]\w{1,7}|#\d{3}|#[xX][0-9a-fA-F]{2});){1,3}"
)
_XML = {"amp;", "lt;", "gt;", "quot;", "apos;"}
_HIGH, _LOW, _BEYOND = 0xD800, 0xDC00, 0x10000
_NO_CHARACTERS = (
    range(9),
    range(0xB, 0xD),
    range(0xE, 0x20),
    range(0xD800, 0xE000),
    (0xFFFE, 0xFFFF),
)
_MOST = 0x10FFFF


def repaired(text: str) -> str:
    """Return XML in which each ampersand begins a reference to a character that there is."""
    if "&" not in text:
        return text
    pieces = _KEPT.split(text)
    pieces[::2] = [_repaired(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _repaired(piece: str) -> str:
    return _AMPERSAND.sub(_meant, _TWICE.sub(_decoded, _HALVES.sub(_whole, piece)))


def _decoded(found: re.Match[str]) -> str:
    """Return what references mean that stand for the bytes of UTF-8, each taken for a character."""
    numbers = [_number(name) for name in found[0][1:-1].split(";&")]
    try:
        return escape(bytes(numbers).decode())
    except ValueError:
        return found[0]


def _number(name: str) -> int:
    if name[0] == "#":
        return int(f"0{name[1:]}", 0) if name[1] in "xX" else int(name[1:])
    return ord(html5.get(f"{name};", "\uffff")[0])


def _meant(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        known = html5.get(name)
        return found[0] if name in _XML else escape(known) if known else f"&amp;{name}"
    if decimal or hexadecimal:
        number = int(decimal) if decimal else int(hexadecimal, 16)
        there = number <= _MOST and not any(number in none for none in _NO_CHARACTERS)
        return found[0] if there else ""
    return "&amp;"


def _whole(found: re.Match[str]) -> str:
    high = int(found[1], 16) if found[1] else int(found[2])
    low = int(found[3], 16) if found[3] else int(found[4])
    number = _BEYOND + ((high - _HIGH) << 10) + (low - _LOW)
    return f"&#{number};" if _BEYOND <= number <= _MOST else ""
