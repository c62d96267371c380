"""Archive pages saved as plain text, read by structure alone.

What counts, in this order:

1. Paragraphs are titles or bodies as `roles` learns from the page. A piece is a run of titles and the
   run of bodies under it; titles without a body (skip links, menus, "load more") are furniture, and
   so are bodies without a title.
2. Of several titles over one body the headline is the one in the place where the page usually has it;
   it is no line that repeats down the page. Dates, menus and page numbers count for nothing.
3. What is glued to the end of the last lead, on a page that sets its pieces apart by blank lines, is
   furniture, and so are the words that belong to it.
4. The first and the last piece are in doubt if anything sets them apart from the others: see `ends`.
   They are returned as such, for whoever asked to judge.
5. Paragraphs after the last lead stay with it only on a page where other leads have several too, or
   where they are no shorter than a lead.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from pamphleteer.collect.archive.ends import with_doubts
from pamphleteer.collect.archive.entry import Entry
from pamphleteer.collect.archive.fields import without_fields
from pamphleteer.collect.archive.pieces import LONGEST_HEADLINE, PageError, Piece, Reading
from pamphleteer.collect.archive.roles import Role, roles
from pamphleteer.collect.archive.units import Unit, breadth, units

_SEPARATED = re.compile(r"\s[|·•»›]\s|\t|\s{4,}")
_NUMBER = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|\d[./-]\d+[./-]\d")
_MOST = 20_000  # paragraphs
_REPEATS = 3
_MANY = 4  # other pieces that make a habit


def read(text: str) -> Reading:
    """Return the pieces of an archive page, none if it has no headline.

    Raises `PageError` for a text of more paragraphs than any archive page has.
    """
    found = _without(_says_nothing, without_fields(units(text)))
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
    return Reading(
        [
            (Piece(headline=entry.headline, lead=entry.lead), entry.doubtful)
            for entry in with_doubts(entries)
            if len(entry.headline) <= LONGEST_HEADLINE
        ]
    )


def _says_nothing(text: str) -> bool:
    """Tell whether a paragraph is a menu, page numbers, a bare date or a copyright line."""
    if ("©" in text and breadth(text) < 200) or len(_SEPARATED.findall(text)) > 1:
        return True
    return not _WORDS.search(text) and len(_NUMBER.findall(text)) != 1


def _without(dropped: Callable[[str], bool], found: Sequence[Unit]) -> list[Unit]:
    """Drop units; the next one keeps the widest gap that was between it and what stays.

    Dates are noted on what they stood under.
    """
    kept: list[Unit] = []
    gap = 0
    for unit in found:
        gap = max(gap, unit.gap)
        if not dropped(unit.text):
            kept.append(replace(unit, gap=gap))
            gap = 0
        elif kept and _is_date(unit.text):
            kept[-1] = replace(kept[-1], has_date=True)
    return kept


def _entries(found: Sequence[Unit], its_roles: Sequence[Role]) -> list[Entry]:
    entries: list[Entry] = []
    titles: list[Unit] = []
    bodies: list[Unit] = []
    above: Unit | None = None
    for unit, role in [*zip(found, its_roles, strict=True), (Unit("", 1), Role.TITLE)]:
        if role == Role.BODY:
            bodies.append(unit)
            continue
        if bodies:
            if titles:
                entries.append(_entry(titles, bodies, above))
            titles, bodies, above = [], [], bodies[-1]
        titles.append(unit)
    return entries


def _entry(titles: Sequence[Unit], bodies: Sequence[Unit], above: Unit | None) -> Entry:
    return Entry(
        tuple(titles),
        tuple(bodies),
        date_within=any(unit.has_date for unit in titles),
        date_above=above is not None and above.has_date,
    )


def _without_glued_tails(entries: Sequence[Entry]) -> list[Entry]:
    """Drop what is glued under leads, where the page sets most pieces apart by blank lines.

    Between other pieces a pair that is glued may be one that lost its blank line.
    """
    glued = sum(entry.gap == 0 for entry in entries[1:])
    if not entries or (len(entries) > 2 and glued * 2 > len(entries) - 1):
        return list(entries)
    if len(entries) == 2 and glued and entries[0].inner_gap == 0:
        return list(entries)
    kept = [entries[0], *map(_without_glued_titles, entries[1:])]
    if kept[-1].doubtful:
        kept.pop()
    if not any(unit.gap == 0 for entry in kept[:-1] for unit in entry.bodies[1:]):
        kept[-1] = _without_glued_bodies(kept[-1])
    return kept


def _without_glued_titles(entry: Entry) -> Entry:
    if entry.gap > 0:
        return entry
    own = next((n for n, unit in enumerate(entry.titles) if unit.gap > 0), None)
    return (
        replace(entry, doubtful=True) if own is None else replace(entry, titles=entry.titles[own:])
    )


def _without_glued_bodies(entry: Entry) -> Entry:
    later = (n for n, unit in enumerate(entry.bodies) if n and unit.gap == 0)
    return replace(entry, bodies=entry.bodies[: next(later, None)])


def _with_headlines(entries: Sequence[Entry]) -> list[Entry]:
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
        replace(entry, titles=(_headline(entry, run, usual, place),), notes=len(entry.titles))
        for entry, run in zip(entries, runs, strict=True)
    ]


def _headline(entry: Entry, run: Sequence[Unit], usual: int, place: int) -> Unit:
    widest = max(unit.gap for unit in entry.titles)
    return replace(_pick(run, usual, place), gap=widest)


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


def _without_last_words(entries: Sequence[Entry]) -> list[Entry]:
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
