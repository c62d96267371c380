"""How many letters a relay may be handed: a bucket of a second, counts of hours and days, a plan to warm up by.

The bucket is kept as one moment, as in the generic cell rate algorithm (ITU-T I.371): when all that was handed over
is worked off at the relay's rate. Hours and days are the clock's, in UTC.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

_RESERVE = 20  # one in so many is kept for what somebody is waiting for
_SPREAD = 10  # one in so many of a second's letters may go at once
_ADRIFT = timedelta(minutes=5)  # a clock that was put back by more counts anew
_TOUCH = 1e-6  # seconds: finer than that no clock here is


@dataclass(frozen=True)
class Limits:
    """What a relay may be handed at most; 0 for no limit, an empty plan for none."""

    a_second: int = 0
    an_hour: int = 0
    a_day: int = 0
    plan: Sequence[int] = ()

    @property
    def any(self) -> bool:
        """Say whether there is any limit."""
        return bool(self.a_second or self.an_hour or self.a_day or self.plan)

    @property
    def at_once(self) -> int:
        """Return how many letters may go in one moment."""
        return max(self.a_second // _SPREAD, 1)

    @property
    def gap(self) -> float:
        """Return the seconds of one letter, so that in no second there are more than `a_second`."""
        lone = self.at_once == 1
        return 1 / (self.a_second if lone else self.a_second - self.at_once)


@dataclass(frozen=True)
class Used:
    """What a relay was handed: the bucket's moment in Unix time, the hour's, the day's, and the days of its plan."""

    hour: datetime
    day: datetime
    ready_at: float = 0.0
    in_hour: int = 0
    in_day: int = 0
    step: int = 0


def unused(now: datetime) -> Used:
    """Return what a relay was handed that was never handed anything."""
    return Used(hour=_hour(now), day=_day(now))


def day_limit(limits: Limits, used: Used) -> int:
    """Return how many letters a day the relay may be handed now, by option and plan; 0 for no limit."""
    planned = limits.plan[used.step] if used.step < len(limits.plan) else 0
    return min(filter(None, (limits.a_day, planned)), default=0)


def rolled(limits: Limits, used: Used, now: datetime) -> Used:
    """Return the counts as they stand in the present hour and day.

    A day is one of the plan if half of what it allowed was used: rare letters warm nothing up.
    """
    if _other(used.hour, _hour(now)):
        used = replace(used, hour=_hour(now), in_hour=0)
    if _other(used.day, _day(now)):
        on = used.step < len(limits.plan) and 2 * used.in_day >= limits.plan[used.step]
        used = replace(used, day=_day(now), in_day=0, step=used.step + on)
    most = limits.at_once * limits.gap if limits.a_second else 0
    if used.ready_at > now.timestamp() + most + _ADRIFT.total_seconds():
        used = replace(used, ready_at=0.0)
    return used


def left(limits: Limits, used: Used, now: datetime, *, urgent: bool) -> int | None:
    """Return how many letters are left of the hour and the day; None where nothing limits them.

    What somebody waits for may have all of it; other letters leave some for that.
    """
    used = rolled(limits, used, now)
    pairs = ((limits.an_hour, used.in_hour), (day_limit(limits, used), used.in_day))
    return min((_left(most, count, urgent) for most, count in pairs if most), default=None)


def room(limits: Limits, used: Used, now: datetime, *, urgent: bool) -> int | None:
    """Return how many letters may be handed over at this moment; None where nothing limits them."""
    rest = left(limits, used, now, urgent=urgent)
    if not limits.a_second:
        return rest
    ready_at = max(rolled(limits, used, now).ready_at, now.timestamp())
    free = now.timestamp() + limits.at_once * limits.gap - ready_at
    drops = max(math.floor((free + _TOUCH) / limits.gap), 0)
    return drops if rest is None else min(rest, drops)


def taken(limits: Limits, used: Used, now: datetime, letters: int) -> Used:
    """Return the counts after so many letters more."""
    used = rolled(limits, used, now)
    ready_at = used.ready_at
    if limits.a_second and letters:
        ready_at = max(ready_at, now.timestamp()) + letters * limits.gap
    return replace(
        used,
        ready_at=ready_at,
        in_hour=used.in_hour + letters,
        in_day=used.in_day + letters,
    )


def soon(limits: Limits, used: Used, now: datetime) -> float:
    """Return the seconds until the bucket of a second has room for a letter."""
    if not limits.a_second:
        return 0.0
    free_at = rolled(limits, used, now).ready_at - (limits.at_once - 1) * limits.gap
    return max(free_at - now.timestamp(), 0.0)


def opens(limits: Limits, used: Used, now: datetime, *, urgent: bool) -> datetime:
    """Return when hour and day have room again: now, where they have it."""
    used = rolled(limits, used, now)
    ends = [now]
    if limits.an_hour and not _left(limits.an_hour, used.in_hour, urgent):
        ends.append(used.hour + timedelta(hours=1))
    most = day_limit(limits, used)
    if most and not _left(most, used.in_day, urgent):
        ends.append(used.day + timedelta(days=1))
    return max(ends)


def _left(most: int, count: int, urgent: bool) -> int:
    return max(most - (0 if urgent else most // _RESERVE) - count, 0)


def _other(counted: datetime, now: datetime) -> bool:
    """Say whether another hour or day has begun; a clock that is put back a little begins none."""
    return now > counted or counted - now > max(_ADRIFT, timedelta(hours=2))


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _day(now: datetime) -> datetime:
    return _hour(now).replace(hour=0)
