"""Plain text as mail programs show it best: short lines that flow together again (RFC 3676, format=flowed)."""

import textwrap
import unicodedata

WIDTH = 72  # columns; RFC 3676, 4.2: at most 78, the space that says "it goes on" among them
_SIGNATURE = "--"
_STUFFED = (" ", ">", "From ")


def flowed(text: str) -> str:
    """Return a text with each paragraph broken into lines of at most `WIDTH` columns, addresses left whole.

    A line that ends with a space goes on in the next one; words that are longer than a line stay as they are.
    """
    return "\n".join(_broken(line.rstrip()) for line in text.split("\n"))


def _broken(line: str) -> str:
    if line.rstrip() == _SIGNATURE:  # a program would take what follows for a signature
        return "—"
    if _columns(line) <= WIDTH:
        return _stuffed(line)
    return " \n".join(_stuffed(part) for part in _parts(line))


def _parts(line: str) -> list[str]:
    """Return the lines of a paragraph: by characters where each takes one column, else by columns."""
    if line.isascii():
        return textwrap.wrap(line, WIDTH - 1, break_long_words=False, break_on_hyphens=False)
    parts, taken = [""], 0
    for word in line.split():
        wide = _columns(word)
        if parts[-1] and taken + 1 + wide > WIDTH - 1:
            parts.append("")
        parts[-1] = f"{parts[-1]} {word}" if parts[-1] else word
        taken = _columns(parts[-1])
    return parts


def _stuffed(line: str) -> str:
    """Return a line that no program takes for a quotation or for the next mail (RFC 3676, 4.4)."""
    return f" {line}" if line.startswith(_STUFFED) else line


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
