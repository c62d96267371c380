"""The paragraphs of a text page, and how they are set apart.

A unit is a run of lines that belong together: a whole block between blank lines, or one line of it.
Lines are joined only on pages that are hard-wrapped: there a line goes on in the next one if the next
one's first word would not have fitted on it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pamphleteer.collect.archive.endings import Ending, ending

NARROWEST_WRAP = 25
WIDEST_WRAP = 132  # columns; longer lines are paragraphs that nobody wrapped
_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_RULE = re.compile(r"(?:[^\w\s]|_)(?:[^\w\s]|_|\s)+(?:[^\w\s]|_)")
_BULLET = re.compile(r"(?:#{1,6}|[*•‣▪–-])[ \t]+(?=\S)")
_BROKEN_WORD = re.compile(r"\w[-\u2010]$|--$")
_FILLED = 0.4  # share of inner lines that run to the margin, from which a page counts as wrapped
_SLACK = 4  # columns that a script without spaces may leave free, for marks that begin no line


@dataclass(frozen=True)
class Unit:
    """A paragraph and the blank lines before it: none if it is glued to the one above.

    Marked as well is what stood right under it: a field to be filled in, a date.
    """

    text: str
    gap: int
    has_field: bool = False
    has_date: bool = False


@dataclass(frozen=True)
class _Block:
    lines: Sequence[str]
    gap: int


def units(text: str) -> list[Unit]:
    """Return the paragraphs of a text page in order."""
    blocks = _blocks(_BREAKS.sub("\n", text))
    width = _wrap_width(blocks)
    paragraphs = _wrapped(blocks, width) if width else _unwrapped(blocks)
    return _without_bullets(paragraphs)


def breadth(text: str) -> int:
    """Return how much there is to read: wide characters, as of Chinese, count twice."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    lines: list[str] = []
    gap = 0
    for raw in [*text.split("\n"), ""]:
        line = "" if _invisible(raw) else raw.strip()
        # A rule right under a line underlines it; one that stands free is a wider gap.
        if ruled := bool(_RULE.fullmatch(line)):
            line = ""
        if line:
            lines.append(line)
            continue
        if lines:
            blocks.append(_Block(lines, gap))
            lines, gap = [], 0
            ruled = False
        gap += 2 if ruled else 1
    return blocks


def _invisible(line: str) -> bool:
    return all(c.isspace() or unicodedata.category(c) in {"Cc", "Cf"} for c in line)


def _unwrapped(blocks: Sequence[_Block]) -> list[Unit]:
    return [
        Unit(line, 0 if number else block.gap)
        for block in blocks
        for number, line in enumerate(block.lines)
    ]


def _wrapped(blocks: Sequence[_Block], width: int) -> list[Unit]:
    first = _headlines_are_glued(blocks, width)
    last = _ends_are_stops(blocks)
    return [unit for block in blocks for unit in _paragraphs(block, width, first=first, last=last)]


def _paragraphs(block: _Block, width: int, *, first: bool, last: bool) -> list[Unit]:
    """Return the paragraphs of a block; with `first` or `last` such a line may be one by itself."""
    ends = [not _runs_on(*pair, width) for pair in pairwise(block.lines)]
    if first and len(ends) > 1 and not any(ends[:2]):
        ends[0] = True
    if last and len(ends) > 1 and _is_left_open(block.lines):
        ends[-1] = True
    paragraphs = [[block.lines[0]]]
    for line, ended in zip(block.lines[1:], ends, strict=True):
        if ended:
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return [
        Unit(_joined(lines), 0 if number else block.gap) for number, lines in enumerate(paragraphs)
    ]


def _wrap_width(blocks: Sequence[_Block]) -> int:
    """Return the margin of a hard-wrapped page in columns, 0 for a page that is not wrapped."""
    tall = [list(pairwise(block.lines)) for block in blocks if len(block.lines) > 1]
    inner = [pair for pairs in tall for pair in pairs]
    width = max((len(line) for line, _ in inner), default=0)
    if (
        not 0 < width <= WIDEST_WRAP
        or sum(len(after) > width for _, after in inner) > len(inner) // 10
    ):
        return 0
    filled = [sum(_runs_on(*pair, width) for pair in pairs) for pairs in tall]
    # A menu is one tall block of short lines: on a short page it must not outvote the leads.
    share = max(sum(filled) / len(inner), sum(map(bool, filled)) / len(filled))
    return width if sum(filled) > 1 and share >= _FILLED else 0


def _headlines_are_glued(blocks: Sequence[_Block], width: int) -> bool:
    tall = [block.lines for block in blocks if len(block.lines) > 2]
    short = sum(not _runs_on(lines[0], lines[1], width) for lines in tall)
    return short > 0.6 * len(tall)


def _ends_are_stops(blocks: Sequence[_Block]) -> bool:
    tall = [block.lines for block in blocks if len(block.lines) > 2]
    return sum(_is_left_open(lines) for lines in tall) <= max(1, len(tall) // 5)


def _is_left_open(lines: Sequence[str]) -> bool:
    return ending(lines[-1]) == Ending.OPEN and ending(lines[-2]) == Ending.STOP


def _runs_on(line: str, following: str, width: int) -> bool:
    word = following.split(maxsplit=1)[0]
    if _spaceless(word[0]) and len(word) > width // 2:
        return len(line) >= width - _SLACK
    return len(line) + 1 + len(word) > width


def _joined(lines: Sequence[str]) -> str:
    words = [lines[0]]
    for line, following in pairwise(lines):
        broken = _BROKEN_WORD.search(line) or (_spaceless(line[-1]) and _spaceless(following[0]))
        words += ["" if broken else " ", following]
    return "".join(words)


def _spaceless(character: str) -> bool:
    """Tell whether a character's script is written without spaces between words."""
    name = unicodedata.name(character, "")
    wide = unicodedata.east_asian_width(character) in "WF" and not name.startswith("HANGUL")
    return wide or name.startswith(("THAI", "LAO", "KHMER", "MYANMAR"))


def _without_bullets(found: list[Unit]) -> list[Unit]:
    """Take off the marks of lists and headings where they open several units alike."""
    marks = [mark[0].strip() for unit in found if (mark := _BULLET.match(unit.text))]
    common = {mark for mark in marks if marks.count(mark) > 1}
    return [
        Unit(unit.text[mark.end() :], unit.gap)
        if (mark := _BULLET.match(unit.text)) and mark[0].strip() in common
        else unit
        for unit in found
    ]
