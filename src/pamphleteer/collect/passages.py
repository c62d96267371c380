"""What two texts share, and what stands in place of it: by that are copies told from lookalikes.

Copies have long passages in common; what only one of them has was put in or left out. Where each has
words of its own in one place, these are two pieces over one background, or reports of one template.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.functional import cached_property

from pamphleteer.collect.sketch import Sketch

FEWEST = 5  # samples: about 25 words
FEW = 12
_SHARE, _SHARE_OF_FEW = 0.5, 0.75
# Where a few other samples in a row stand between those that two texts share, a word was put in place of
# another: so are reports of one template made. Copies have long passages, or little else, between.
_A_WORD, BETWEEN_WORDS, _DENSE, _WORDS = 3, 7.5, 0.8, 3
_BY_CHANCE = 2  # samples in a row that other pieces may have too
# News stands above the background that it may share with other news; what partners write above a copy is
# a line or two, and not in place of another line.
_NEWS, _OF_NEWS = 8, 0.08
_LEAD, _OF_LEAD, _ABOVE, _AT_ONCE = 6, 0.06, 0.3, 0.1
_A_LINE, _OF_OWN, _OF_OTHERS = 16, 0.5, 0.3


def is_news(own: int, whole: int) -> bool:
    """Say whether so many samples of a text are news of their own, and no line put in for an update."""
    return own >= max(_NEWS, _OF_NEWS * whole)


@dataclass(frozen=True)
class Gap:
    """Samples in a row that one text has alone; beside them the other one has `others` of its own.

    `after` is how many of those that both have are before it.
    """

    own: int
    others: int
    after: int
    at_end: bool

    @property
    def both(self) -> int:
        """How many samples each of the texts has here that the other one has not."""
        return min(self.own, self.others)


def containment(one: Sketch, other: Sketch, *, fewest: int = FEWEST) -> float:
    """Return which part of the smaller text the larger one holds, or 0 if that is too little."""
    a, b = frozenset(one.samples), frozenset(other.samples)
    small, shared = min(len(a), len(b)), len(a & b)
    if shared < fewest:
        return 0.0
    share = shared / small
    return share if share >= (_SHARE if small >= FEW else _SHARE_OF_FEW) else 0.0


def passages(
    one: Sketch, other: Sketch, *, fewest: int = FEWEST, between: float = BETWEEN_WORDS
) -> float:
    """Return `containment` if what two texts share is long passages, and nothing is in their place.

    Where partners quote other words, what they tell between the quotations is enough. For each word in
    place of another one, texts have so many samples `between`.
    """
    share = containment(one, other, fewest=fewest)
    if share and _Pair.of(one, other).are_copies(between):
        return share
    if not (one.quoted or other.quoted):
        return 0.0
    told = _Pair.of(one.told, other.told)
    share = containment(one.told, other.told)
    if not share or len(told.short) < FEW or _Pair.of(one, other).begin_with_news():
        return 0.0
    return share if told.are_copies(between) else 0.0


@dataclass(frozen=True)
class _Run:
    """Samples in a row that are in two texts: where they begin in each, and how many they are."""

    here: int
    there: int
    length: int

    def leads_to(self, other: "_Run") -> bool:
        """Say whether another one follows after no more than a word in each text."""
        left = self.here + self.length, self.there + self.length
        steps = other.here - left[0], other.there - left[1]
        return all(0 <= step <= _A_WORD for step in steps)


@dataclass(frozen=True)
class _Pair:
    """The samples of two texts, the shorter one first."""

    short: Sequence[int]
    long: Sequence[int]

    @classmethod
    def of(cls, one: Sketch, other: Sketch) -> "_Pair":
        return cls(*sorted((one.samples, other.samples), key=lambda samples: len(set(samples))))

    @cached_property
    def runs(self) -> list[_Run]:
        """What both have, without those few samples among others that they have by chance."""
        runs = [*_runs(self.short, self.long)]
        beside = [pair[0].leads_to(pair[1]) for pair in pairwise(runs)]
        kept = zip(runs, [False, *beside], [*beside, False], strict=False)
        return [run for run, *near in kept if run.length > _BY_CHANCE or any(near)] or runs

    @cached_property
    def together(self) -> int:
        """How many samples of the shorter text are in the longer one."""
        return sum(run.length for run in self.runs)

    @cached_property
    def gaps(self) -> list[Gap]:
        """Where the shorter one has words of its own."""
        return [*_gaps(self.runs, len(self.short), len(self.long))]

    def are_copies(self, between: float) -> bool:
        """Say whether what both have stands together, and neither has much in place of the other."""
        if not self.runs or self.are_two_pieces():
            return False
        inside = [gap.own for gap in self.gaps if gap.after and not gap.at_end]
        words = sum(own <= _A_WORD for own in inside)
        dense = self.together >= _DENSE * (self.together + sum(inside))
        few = words < _WORDS if between == BETWEEN_WORDS else not words
        return (dense and few) or self.together >= between * (1 + words)

    def are_two_pieces(self) -> bool:
        if self.own_until(_ABOVE) >= self.news:
            return True
        most = max(_A_LINE, _OF_OWN * self.together)
        if any(gap.own >= most for gap in self.gaps if not gap.at_end):
            return True
        end = sum(min(gap.both, _A_LINE) for gap in self.gaps if gap.at_end)
        others = sum(gap.both for gap in self.gaps if gap.both > _A_WORD)
        return others - end >= _OF_OTHERS * self.together

    def begin_with_news(self) -> bool:
        """Say whether both have news of their own above what they share, and not much below it."""
        own = self.own_until(_AT_ONCE)
        return own >= self.news and own * 2 >= self.own_until(1)

    @property
    def news(self) -> float:
        """How many samples in place of one another are more than a line of a partner."""
        return max(_LEAD, _OF_LEAD * self.together)

    def own_until(self, part: float) -> int:
        """How much each has that the other one has not, until so much of what both have is past."""
        return sum(gap.both for gap in self.gaps if gap.after <= part * self.together)


def _runs(short: Sequence[int], long: Sequence[int]) -> Iterator[_Run]:
    places = defaultdict[int, list[int]](list)
    for place, sample in enumerate(long):
        places[sample].append(place)
    here = there = length = 0
    for n, sample in enumerate(short):
        if length and n == here + length and long[there + length : there + length + 1] == (sample,):
            length += 1
        elif found := places.get(sample):
            if length:
                yield _Run(here, there, length)
            # The next one of several, so that runs follow one another in both texts.
            next_ = bisect_left(found, there + length)
            here, there, length = n, found[next_ % len(found)], 1
    if length:
        yield _Run(here, there, length)


def _gaps(runs: Sequence[_Run], short: int, long: int) -> Iterator[Gap]:
    shared = bytearray(long)
    for run in runs:
        shared[run.there : run.there + run.length] = b"\1" * run.length
    passed, last, end = 0, 0, 0
    for run in [*runs, _Run(short, long, 0)] if runs else ():
        at_end = not run.length
        if run.here > last:
            before = 0 if at_end else run.there - 1 - shared.rfind(1, 0, run.there)
            after = _until_shared(shared, end) if passed else 0
            yield Gap(run.here - last, max(before, after), passed, at_end)
        passed, last, end = passed + run.length, run.here + run.length, run.there + run.length


def _until_shared(shared: bytearray, start: int) -> int:
    found = shared.find(1, start)
    return (len(shared) if found < 0 else found) - start
