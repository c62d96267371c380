"""How long to wait until a source is polled again; all times in seconds."""

from dataclasses import dataclass

from django.utils.translation import ngettext_lazy

DAY = 86_400.0
LONGEST_REST = 7 * DAY
_LONGER, _SHORTER = 1.25, 0.5
_MOSTLY = 2 / 3
_JITTER = 0.1
_MOST_DOUBLINGS = 20
_LONGEST_BUSY = 6 * 3600.0
_UNITS = (
    (DAY, ngettext_lazy("every day", "every {count} days")),
    (3600.0, ngettext_lazy("every hour", "every {count} hours")),
    (60.0, ngettext_lazy("every minute", "every {count} minutes")),
    (1.0, ngettext_lazy("every second", "every {count} seconds")),
)


@dataclass(frozen=True)
class Pace:
    """The shortest and the longest time between two polls of any source."""

    every: float
    seldom: float

    def within(self, interval: float) -> float:
        """Return the nearest interval that is allowed."""
        return min(max(interval, self.every), self.longest)

    @property
    def longest(self) -> float:
        """The longest time, which is never under the shortest."""
        return max(self.every, self.seldom)


def adapted(interval: float, *, new: int, of: int, pace: Pace) -> float:
    """Return the interval after a poll that found so many new pieces in a document of so many.

    Nothing new makes it longer, something new shorter; where two thirds are new, pieces may have
    been missed, and it begins again with the shortest. 0 is a source that has no interval yet.
    """
    usual = pace.within(interval)
    if not new:
        return pace.within(usual * _LONGER) if interval else pace.every
    if new >= of * _MOSTLY:
        return pace.every
    return pace.within(usual * _SHORTER)


def until_next(
    interval: float, *, pace: Pace, ttl: float = 0.0, max_age: float = 0.0, pushed: bool = False
) -> float:
    """Return how long a source that is well is left alone, before `spread`.

    No shorter than its document (`ttl`) or its server (`max_age`) asks for, within a day and the
    longest interval; where a hub pushes its news, the longest.
    """
    asked = max(ttl, min(max_age, DAY))
    return pace.longest if pushed else pace.within(max(interval, asked))


def until_again(interval: float, *, failures: int, pace: Pace) -> float:
    """Return how long a source that failed so often in a row is left alone, before `spread`."""
    return pace.within(interval) * 2.0 ** min(failures, _MOST_DOUBLINGS)


def busy(failures: int, *, pace: Pace) -> float:
    """Return how long a server rests that is busy (429, 503) and does not say for how long.

    All its sources wait, so it is less than for the one that failed, and no more than some hours.
    """
    return min(pace.every * 2.0 ** min(failures, _MOST_DOUBLINGS), _LONGEST_BUSY)


def spread(wait: float, *, luck: float, pace: Pace, at_least: float = 0.0) -> float:
    """Return a wait moved by up to a tenth, for `luck` from -1 to 1, within the pace.

    Sources that were added together do not stay together. What must not be shortened, `at_least`,
    is not, and may be longer than any interval: a server that asks us to stay away is obeyed for
    up to a week.
    """
    moved = wait * (1 + luck * _JITTER)
    if moved < max(pace.every, min(wait, at_least)):
        moved = wait * (1 + abs(luck) * _JITTER)
    return max(min(moved, pace.longest), min(at_least, LONGEST_REST))


def in_words(seconds: float) -> str:
    """Return an interval in words for a person: "every 20 minutes"."""
    size, words = next((one for one in _UNITS if seconds >= one[0] * 0.95), _UNITS[-1])
    number = max(round(seconds / size), 1)
    return str(words % number).format(count=number)
