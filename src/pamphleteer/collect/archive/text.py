"""Archive pages saved as plain text, read by structure alone.

What counts, in this order:

1. Paragraphs are titles or bodies as `roles` learns from the page. A piece is a run of titles and the
   run of bodies under it; titles without a body (skip links, menus, "load more") are furniture, and
   so are bodies without a title.
2. Of several titles over one body the headline is the one in the place where the page usually has it;
   it is no line that repeats down the page. Dates, menus and page numbers count for nothing.
3. What is glued to the end of a lead, on a page that sets its pieces apart by blank lines, is
   furniture, and so are the words that belong to it.
4. The first and the last piece are furniture if the page's own layout says so: blank lines where the
   others have none, or none where they have some; a gap wider than any between the others; a lead (and
   headline) far shorter than all others', or at the end under half of the shortest. In doubt a piece stays.
5. Paragraphs after the last lead stay with it only on a page where other leads have several too, or
   where they are no shorter than a lead.
"""

import math
import re
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from pamphleteer.collect.archive.pieces import LONGEST_HEADLINE, PageError, Piece
from pamphleteer.collect.archive.roles import Role, roles
from pamphleteer.collect.archive.units import Unit, breadth, units

_SEPARATED = re.compile(r"\s[|·•»›]\s|\t|\s{4,}")
_NUMBER = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|\d[./-]\d+[./-]\d")
_MOST = 20_000  # paragraphs
_REPEATS = 3
_FEW = 3  # other pieces that it takes to call one far shorter than they are
_MANY = 4  # other pieces that make a habit
_AT_AN_END = 3  # false pieces that are looked for at either end
_CALL = 0.5  # of the shortest other lead
_FAR = 4.0  # standard deviations


@dataclass(frozen=True)
class _Entry:
    """A run of titles with the run of bodies under it."""

    titles: tuple[Unit, ...]
    bodies: tuple[Unit, ...]

    @property
    def gap(self) -> int:
        return self.titles[0].gap

    @property
    def inner_gap(self) -> int:
        return self.bodies[0].gap

    @property
    def lead(self) -> str:
        return "\n\n".join(unit.text for unit in self.bodies)


def pieces(text: str) -> list[Piece]:
    """Return the pieces of an archive page in the page's order, none if it has no headline.

    Raises `PageError` for a text of more paragraphs than any archive page has.
    """
    found = _without(_says_nothing, units(text))
    if len(found) > _MOST:
        raise PageError(f"has {len(found)} paragraphs: no archive page has over {_MOST}")
    for alike in (_is_date, _is_number):
        # One by itself may be a headline.
        if sum(alike(unit.text) for unit in found) > 1:
            found = _without(alike, found)
    entries = _entries(found, roles(found))
    entries = _without_glued_tails(entries)
    entries = _with_headlines(entries)
    entries = _without_last_words(entries)
    entries = _without_foreign_ends(entries)
    return [
        Piece(headline=entry.titles[-1].text, lead=entry.lead)
        for entry in entries
        if len(entry.titles[-1].text) <= LONGEST_HEADLINE
    ]


def _says_nothing(text: str) -> bool:
    """Tell whether a paragraph is a menu, page numbers, a bare date or a copyright line."""
    if ("©" in text and breadth(text) < 200) or len(_SEPARATED.findall(text)) > 1:
        return True
    return not _WORDS.search(text) and len(_NUMBER.findall(text)) != 1


def _without(dropped: Callable[[str], bool], found: Sequence[Unit]) -> list[Unit]:
    """Drop units; the next one keeps the widest gap that was between it and what stays."""
    kept: list[Unit] = []
    gap = 0
    for unit in found:
        gap = max(gap, unit.gap)
        if not dropped(unit.text):
            kept.append(replace(unit, gap=gap))
            gap = 0
    return kept


def _entries(found: Sequence[Unit], its_roles: Sequence[Role]) -> list[_Entry]:
    entries: list[_Entry] = []
    titles: list[Unit] = []
    bodies: list[Unit] = []
    for unit, role in [*zip(found, its_roles, strict=True), (Unit("", 1), Role.TITLE)]:
        if role == Role.BODY:
            bodies.append(unit)
            continue
        if bodies:
            if titles:
                entries.append(_Entry(tuple(titles), tuple(bodies)))
            titles, bodies = [], []
        titles.append(unit)
    return entries


def _without_glued_tails(entries: Sequence[_Entry]) -> list[_Entry]:
    """Drop what is glued under leads, where the page sets most pieces apart by blank lines."""
    glued = sum(entry.gap == 0 for entry in entries[1:])
    if not entries or (len(entries) > 2 and glued * 2 > len(entries) - 1):
        return list(entries)
    if len(entries) == 2 and glued and entries[0].inner_gap == 0:
        return list(entries)
    kept = [entries[0], *(_without_glued_titles(entry) for entry in entries[1:])]
    kept = [entry for entry in kept if entry.titles]
    if not any(unit.gap == 0 for entry in kept[:-1] for unit in entry.bodies[1:]):
        kept[-1] = _without_glued_bodies(kept[-1])
    return kept


def _without_glued_titles(entry: _Entry) -> _Entry:
    if entry.gap > 0:
        return entry
    own = next((n for n, unit in enumerate(entry.titles) if unit.gap > 0), len(entry.titles))
    return replace(entry, titles=entry.titles[own:])


def _without_glued_bodies(entry: _Entry) -> _Entry:
    later = (n for n, unit in enumerate(entry.bodies) if n and unit.gap == 0)
    return replace(entry, bodies=entry.bodies[: next(later, None)])


def _with_headlines(entries: Sequence[_Entry]) -> list[_Entry]:
    """Leave of each run of titles the headline alone, with the widest gap above it."""
    shapes = Counter(_shape(unit.text) for entry in entries for unit in entry.titles)
    often = max(_REPEATS, len(entries) / 2)
    labels = {shape for shape, count in shapes.items() if count >= often}
    runs = [_without_labels(entry.titles, labels) for entry in entries]
    usual = (
        Counter(len(run) for run in runs[1:] or runs).most_common(1)[0][0] if len(runs) > 1 else 1
    )
    place = _headline_place([run for run in runs if len(run) >= usual], usual)
    return [
        replace(entry, titles=(Unit(_pick(run, usual, place).text, _widest(entry.titles)),))
        for entry, run in zip(entries, runs, strict=True)
    ]


def _widest(titles: Sequence[Unit]) -> int:
    return max(unit.gap for unit in titles)


def _without_labels(titles: Sequence[Unit], labels: set[str]) -> list[Unit]:
    return [unit for unit in titles if _shape(unit.text) not in labels] or list(titles)


def _shape(text: str) -> str:
    return _NUMBER.sub("0", text.casefold())


def _is_date(text: str) -> bool:
    words, numbers = len(_WORDS.findall(text)), len(_NUMBER.findall(text))
    return bool(_YEAR.search(text)) and numbers > 1 and words <= 3


def _is_number(text: str) -> bool:
    return not _WORDS.search(text)


def _headline_place(runs: Sequence[Sequence[Unit]], usual: int) -> int:
    """Return which of the usual number of titles is the longest in most pieces."""
    if usual == 1 or not runs:
        return 0
    lengths = [
        sum(math.log(breadth(run[len(run) - usual + place].text)) for run in runs)
        for place in range(usual)
    ]
    return lengths.index(max(lengths))


def _pick(run: Sequence[Unit], usual: int, place: int) -> Unit:
    window = run[-usual:]
    return window[min(place, len(window) - 1)]


def _without_last_words(entries: Sequence[_Entry]) -> list[_Entry]:
    """Cut the paragraphs under the last lead that are no part of it."""
    if len(entries) < 2:
        return list(entries)
    *others, last = entries
    few = len(others) < _MANY or any(len(entry.bodies) > 1 for entry in others)
    widest = max(body.gap for entry in others for body in entry.bodies)
    shortest = min(breadth(body.text) for entry in others for body in entry.bodies)
    kept = takewhile(
        lambda unit: few and unit.gap <= widest and breadth(unit.text) >= 0.5 * shortest,
        last.bodies[1:],
    )
    return [*others, replace(last, bodies=(last.bodies[0], *kept))]


def _without_foreign_ends(entries: list[_Entry]) -> list[_Entry]:
    kept = entries
    for _ in range(_AT_AN_END):
        apart = len(kept) > 2 and (_stands_apart_below(kept) or _ends_in_a_call(kept))
        if len(kept) > 2 and _is_foreign(kept[-1], kept[:-1], apart=apart):
            kept = kept[:-1]
        if len(kept) > 2 and _is_foreign(kept[0], kept[1:], apart=_stands_apart_above(kept)):
            kept = kept[1:]
    return kept


def _is_foreign(entry: _Entry, others: Sequence[_Entry], *, apart: bool) -> bool:
    return apart or _is_set_otherwise(entry, others) or _is_far_shorter(entry, others)


def _stands_apart_below(entries: Sequence[_Entry]) -> bool:
    between = [entry.gap for entry in entries[1:-1]]
    return len(between) > 1 and entries[-1].gap > max(between)


def _ends_in_a_call(entries: Sequence[_Entry]) -> bool:
    """Tell whether the last lead is under half of the shortest other one.

    A box that asks for an address stands at the end of most pages and says it in a sentence, where
    a page's own leads are cut to a like measure.
    """
    *others, last = entries
    shortest = min(breadth(other.lead) for other in others)
    return len(others) >= _FEW and breadth(last.lead) < _CALL * shortest


def _stands_apart_above(entries: Sequence[_Entry]) -> bool:
    between = [entry.gap for entry in entries[2:]]
    return len(between) > 1 and entries[1].gap > max(between)


def _is_set_otherwise(entry: _Entry, others: Sequence[_Entry]) -> bool:
    glued = {other.inner_gap == 0 for other in others}
    return glued == {entry.inner_gap != 0}


def _is_far_shorter(entry: _Entry, others: Sequence[_Entry]) -> bool:
    if len(others) < _FEW:
        return False
    leads = [breadth(other.lead) for other in others]
    if breadth(entry.lead) > 0.6 * min(leads):
        return False
    headlines = [breadth(other.titles[-1].text) for other in others]
    short = _shortness(breadth(entry.lead), leads)
    return short + max(_shortness(breadth(entry.titles[-1].text), headlines), 0.0) > _FAR


def _shortness(length: int, others: Sequence[int]) -> float:
    """Return by how many deviations a length falls short; few others make the deviation wider."""
    known = [math.log(other) for other in others]
    deviation = max(statistics.pstdev(known), 0.15) + 0.5 / math.sqrt(len(known))
    return (statistics.fmean(known) - math.log(length)) / deviation
