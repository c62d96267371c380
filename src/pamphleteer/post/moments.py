"""Moments: when it is a reader's hour, in their zone, through all summer times.

Each local day that exists has one moment: an hour that is skipped is the first moment after the gap, an hour that
comes twice is its first time. So no letter is skipped and none doubled.
"""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

_DAY = timedelta(days=1)
_NO_PLACES = {"Factory", "localtime", "posixrules"}
_STEP = timedelta(minutes=1)
_BESIDE = 2  # days at which zones may be apart, with the days that some have left out


@lru_cache(maxsize=1_024)
def zone(name: str) -> zoneinfo.ZoneInfo | None:
    """Return a time zone; None if there is none of that name any more, and for those that say the server's own."""
    try:
        return zoneinfo.ZoneInfo(name) if name and name not in _NO_PLACES else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def upcoming(at: datetime, *, hour: int, weekday: int | None, tz: tzinfo) -> datetime:
    """Return the first moment after `at`, in UTC; on each day, or on one day of the week (0 is Monday)."""
    return min(one for one in _around(at, hour, weekday, tz) if one > at)


def latest(at: datetime, *, hour: int, weekday: int | None, tz: tzinfo) -> datetime:
    """Return the last moment that is not after `at`, in UTC."""
    return max(one for one in _around(at, hour, weekday, tz) if one <= at)


def of_day(day: date, *, hour: int, tz: tzinfo) -> datetime:
    """Return when it is that hour on a local day, in UTC."""
    wall = datetime.combine(day, time(hour), tz)
    there = wall.astimezone(UTC)
    if there.astimezone(tz).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return there
    return _gap_end(there, tz)


def _gap_end(after: datetime, tz: tzinfo) -> datetime:
    """Return the first moment after the gap that ends less than two days before `after`."""
    offset = after.astimezone(tz).utcoffset()
    low, high = after - _BESIDE * _DAY, after
    while high - low > _STEP:
        middle = low + (high - low) / 2
        if middle.astimezone(tz).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high.replace(second=0, microsecond=0)


def _around(at: datetime, hour: int, weekday: int | None, tz: tzinfo) -> Iterator[datetime]:
    here = at.astimezone(tz).date()
    reach = _BESIDE + (0 if weekday is None else 7)
    for days in range(-reach, reach + 1):
        day = here + days * _DAY
        if weekday is None or day.weekday() == weekday:
            yield of_day(day, hour=hour, tz=tz)
