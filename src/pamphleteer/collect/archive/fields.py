"""Lines of a text page that are fields to be filled in: an address as an example, a blank, a box."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pamphleteer.collect.archive.endings import Ending, ending
from pamphleteer.collect.archive.units import Unit, breadth

_ADDRESS = re.compile(r"[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+")
_BLANK = re.compile(r"_{3,}|[\[(][\s_…]*[\])]|^\[[^\]]{2,40}\]$|^[^\s.!?][^.!?]{0,40}\*\s*:?$")
_LONGEST = 60
_BUTTON = 30
_MOST = 2  # fields of one wording; a line that comes more often is a habit of the page


def has_address(text: str) -> bool:
    """Tell whether an e-mail address stands in a text."""
    return bool(_ADDRESS.search(text))


def without_fields(found: Sequence[Unit]) -> list[Unit]:
    """Drop the fields, each noted on the paragraph that it stands right under, and their buttons."""
    often = Counter(unit.text for unit in found if _is_field(unit.text))
    airy = sum(unit.gap > 0 for unit in found) > len(found) / 2
    kept: list[Unit] = []
    gap, in_form = 0, False
    for unit in found:
        gap = max(gap, unit.gap)
        if 0 < often[unit.text] <= _MOST:
            if kept and gap <= 1:
                kept[-1] = replace(kept[-1], has_field=True)
            in_form = airy
        elif not (in_form and unit.gap == 0 and breadth(unit.text) <= _BUTTON):
            kept.append(replace(unit, gap=gap))
            gap, in_form = 0, False
    return kept


def _is_field(text: str) -> bool:
    if breadth(text) > _LONGEST or ending(text) == Ending.STOP:
        return False
    return bool(_ADDRESS.search(text) or _BLANK.search(text))
