"""Where undated pieces stand among all articles, so that archive pages keep a page's order."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

GAP = 2**32  # between undated neighbours, for those found between them later
ROOM = 2**44  # above an undated page, for those found on top of it later

Neighbour = Callable[[int], int | None]


def allot(
    known: Sequence[int | None],
    *,
    lowest: int | None,
    above: Neighbour,
    below: Neighbour,
) -> list[int]:
    """Return the places of a page's pieces from the top down; None asks for a place.

    What is asked for is strictly descending down the page, between its nearest neighbours on the page
    that are themselves in order. `above` and `below` find the nearest place that another article
    has; `lowest` is the lowest of all. A page without any known place goes below 0 and everything.
    """
    anchors = list(_in_order(known))
    if not anchors:
        top = min(0, lowest or 0) - ROOM
        return [top - GAP * number for number in range(len(known))]
    places = [place or 0 for place in known]
    first, last = anchors[0], anchors[-1]
    _fill(places, known, 0, first, _steps_up(places[first], above))
    for upper, lower in pairwise(anchors):
        _fill(places, known, upper + 1, lower, _steps_between(places[upper], places[lower]))
    _fill(places, known, last + 1, len(known), _steps_down(places[last], below))
    return places


def _in_order(known: Sequence[int | None]) -> Iterator[int]:
    """Return where the longest run of known places is that descends and leaves room between.

    The longest strictly decreasing subsequence (patience sorting) of each place plus the number of
    those asked for above it.
    """
    asked = 0
    ends: list[int] = []
    at: list[int] = []
    before: dict[int, int | None] = {}
    for number, place in enumerate(known):
        if place is None:
            asked += 1
            continue
        length = bisect_left(ends, -(place + asked))
        before[number] = at[length - 1] if length else None
        ends[length:] = [-(place + asked), *ends[length + 1 :]]
        at[length:] = [number, *at[length + 1 :]]
    chain: list[int] = []
    here = at[-1] if at else None
    while here is not None:
        chain.append(here)
        here = before[here]
    return reversed(chain)


_Steps = Callable[[int], Sequence[int]]


def _fill(
    places: list[int], known: Sequence[int | None], start: int, end: int, steps: _Steps
) -> None:
    asking = [number for number in range(start, end) if known[number] is None]
    for number, place in zip(asking, steps(len(asking)), strict=True):
        places[number] = place


def _steps_between(upper: int, lower: int) -> _Steps:
    def steps(count: int) -> Sequence[int]:
        step = (upper - lower) // (count + 1)
        return [upper - step * number for number in range(1, count + 1)]

    return steps


def _steps_up(lower: int, above: Neighbour) -> _Steps:
    def steps(count: int) -> Sequence[int]:
        ceiling = above(lower)
        if lower < 0:
            ceiling = min(ceiling or 0, 0)
        step = _step(count, ceiling - lower if ceiling is not None else None)
        return [lower + step * number for number in range(count, 0, -1)]

    return steps


def _steps_down(upper: int, below: Neighbour) -> _Steps:
    def steps(count: int) -> Sequence[int]:
        floor = below(upper)
        step = _step(count, upper - floor if floor is not None else None)
        return [upper - step * number for number in range(1, count + 1)]

    return steps


def _step(count: int, room: int | None) -> int:
    # Without room the page's own order goes first, before that of the articles around it.
    return GAP if room is None else max(1, min(GAP, room // (count + 1)))
