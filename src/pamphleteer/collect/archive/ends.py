"""Which pairs of a text page are in doubt: a box that asks for an address looks like a piece.

Boxes and the outlet's words about itself stand at the end of a page or at its beginning, so there a
pair is in doubt if anything sets it apart from the others: a field or an e-mail address; blank lines
where the others have none, none where they have some, or more than between any others; no byline or
date where all others have one; a lead that ends otherwise than all others, such as whole among cut
ones; far fewer words, or far more. Between other pieces only a field tells.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import replace

from pamphleteer.collect.archive.endings import Ending, ending
from pamphleteer.collect.archive.entry import Entry
from pamphleteer.collect.archive.fields import has_address
from pamphleteer.collect.archive.units import breadth

_AT_AN_END = 3  # false pieces that are looked for at either end
_FEW = 3  # other pieces that it takes to say what a page's habit is
_FAR = 4.0  # standard deviations
_SHORTER = 0.1  # logarithm of how much shorter than the shortest other, beyond what is usual
_CALL, _CLAIM = 1.5, 2.5  # deviations; boxes at the end are more common than at the beginning
_LONG = 2.0  # of the longest other lead


def with_doubts(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries, those that may be no pieces marked as doubtful."""
    first, last = 0, len(entries)
    for _ in range(_AT_AN_END):
        sure = entries[first:last]
        last -= len(sure) > 1 and _is_odd(sure[-1], sure[:-1], last=True)
        sure = entries[first:last]
        first += len(sure) > 1 and _is_odd(sure[0], sure[1:], last=False)
    asking = sum(entry.asks for entry in entries)
    boxes = {entry for entry in entries if entry.asks and 3 * asking <= len(entries)}
    return [
        replace(entry, doubtful=entry.doubtful or entry in boxes or not first <= number < last)
        for number, entry in enumerate(entries)
    ]


def _is_odd(entry: Entry, others: Sequence[Entry], *, last: bool) -> bool:
    """Tell whether the first or the last entry is set apart from the others by anything."""
    if _asks(entry) and not any(map(_asks, others)):
        return True
    if len(others) < 2:
        return False
    if _stands_apart(entry, others, last=last) or _is_set_otherwise(entry, others):
        return True
    return len(others) >= _FEW and (
        _lacks_notes(entry, others, last=last)
        or _ends_otherwise(entry, others)
        or _is_short(entry, others, sure=_CALL if last else _CLAIM)
        or _is_far_shorter(entry, others)
        or (last and _is_long(entry, others))
    )


def _asks(entry: Entry) -> bool:
    return entry.asks or has_address(entry.headline) or has_address(entry.lead)


def _stands_apart(entry: Entry, others: Sequence[Entry], *, last: bool) -> bool:
    """Tell whether the gap between an entry and the others is wider than any between those."""
    between = [other.gap for other in others[1:]]
    own = entry.gap if last else others[0].gap
    return len(between) > 1 and own > max(between)


def _is_set_otherwise(entry: Entry, others: Sequence[Entry]) -> bool:
    glued = {other.inner_gap == 0 for other in others}
    return glued == {entry.inner_gap != 0}


def _lacks_notes(entry: Entry, others: Sequence[Entry], *, last: bool) -> bool:
    """Tell whether an entry has no date or byline where all others have one."""
    if not entry.date_within and all(other.date_within for other in others):
        return True
    # What stands above the first one may be a menu, so it says nothing about it or by it.
    if not last:
        return False
    usual = {other.notes for other in others[1:]}
    dated = all(other.date_above for other in others[1:])
    return (dated and not entry.date_above) or (len(usual) == 1 and entry.notes < usual.pop())


def _ends_otherwise(entry: Entry, others: Sequence[Entry]) -> bool:
    """Tell whether a lead comes to its end where all others are cut off, or have no full stop."""
    return ending(entry.lead) == Ending.STOP and all(
        ending(other.lead) != Ending.STOP for other in others
    )


def _is_short(entry: Entry, others: Sequence[Entry], *, sure: float) -> bool:
    """Tell whether a lead is shorter than all first paragraphs, a short headline making it clearer."""
    leads = [math.log(breadth(other.bodies[0].text)) for other in others]
    short = min(leads) - math.log(breadth(entry.lead))
    headline = math.log(min(breadth(other.headline) for other in others) / breadth(entry.headline))
    # Where many leads are cut to a like measure, a little less says more.
    usual = sure * (statistics.pstdev(leads) + 0.3 / math.sqrt(len(leads)))
    return short > _SHORTER and short + max(-_SHORTER, min(headline, 2 * short)) > _SHORTER + usual


def _is_long(entry: Entry, others: Sequence[Entry]) -> bool:
    longest = max(breadth(other.lead) for other in others)
    return len(entry.bodies) == 1 and breadth(entry.lead) > _LONG * longest


def _is_far_shorter(entry: Entry, others: Sequence[Entry]) -> bool:
    leads = [breadth(other.lead) for other in others]
    if breadth(entry.lead) > 0.6 * min(leads):
        return False
    headlines = [breadth(other.headline) for other in others]
    short = _shortness(breadth(entry.lead), leads)
    return short + max(_shortness(breadth(entry.headline), headlines), 0.0) > _FAR


def _shortness(length: int, others: Sequence[int]) -> float:
    """Return by how many deviations a length falls short; few others make the deviation wider."""
    known = [math.log(other) for other in others]
    deviation = max(statistics.pstdev(known), 0.15) + 0.5 / math.sqrt(len(known))
    return (statistics.fmean(known) - math.log(length)) / deviation
