"""Local hours, found by looking at every quarter of an hour."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pamphleteer.post.wishes import Wishes

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)


def is_moment(at: datetime, wishes: Wishes) -> bool:
    """Return whether this quarter of an hour is the first of its local day at the hour or after it."""
    tz = ZoneInfo(wishes.zone)
    here = at.astimezone(tz)
    if wishes.weekday is not None and here.weekday() != wishes.weekday:
        return False
    before = (at - QUARTER).astimezone(tz)
    reached = wishes.hour is not None and here.hour >= wishes.hour
    if not reached or (before.date() == here.date() and before.hour >= (wishes.hour or 0)):
        return False
    earlier = at - 2 * HOUR  # it was that hour before, and the clocks were turned back
    return not any(
        (one := (earlier + n * QUARTER).astimezone(tz)).date() == here.date()
        and one.hour >= (wishes.hour or 0)
        for n in range(8)
    )


def quarters(until: datetime, after: datetime) -> Iterator[datetime]:
    """Yield the quarters of an hour up to a moment, the last first, but for those up to another one."""
    at = until.replace(minute=until.minute // 15 * 15, second=0, microsecond=0)
    while at > after:
        yield at
        at -= QUARTER


def last_moment(until: datetime, after: datetime, wishes: Wishes) -> datetime | None:
    """Return the last moment of some wishes up to one, behind another one."""
    return next((one for one in quarters(until, after) if is_moment(one, wishes)), None)
