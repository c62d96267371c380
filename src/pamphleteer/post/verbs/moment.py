"""The moment of a choice: when its letter is due, and whether that was too long ago."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max

from pamphleteer.post import moments
from pamphleteer.post.models import Choice, Digest, Edition, Rhythm
from pamphleteer.register.models import Outlet


def stale() -> timedelta:
    """Return how late a letter may be before it is merged into the next one."""
    return timedelta(hours=settings.POST_STALE)


def next_moment(choice: Choice, *, at: datetime) -> datetime | None:
    """Return the first moment of a choice after `at`; None where news is the moment.

    In a time zone that no longer exists it is the hour of the outlet's.
    """
    if choice.hour is None:
        return None
    tz = moments.zone(choice.zone) or Outlet.objects.the().tz
    return moments.upcoming(at, hour=choice.hour, weekday=choice.weekday, tz=tz)


def missed(choice: Choice, digest: Digest, *, at: datetime) -> bool:
    """Return whether the last moment of a choice is too long ago for its letter to go out now."""
    if choice.hour is not None:
        tz = moments.zone(choice.zone) or Outlet.objects.the().tz
        last = moments.latest(at, hour=choice.hour, weekday=choice.weekday, tz=tz)
        return at - last > stale()
    if choice.rhythm == Rhythm.AT_ONCE:
        return False
    ready = Edition.objects.filter(digest=digest).out().aggregate(last=Max("ready_at"))["last"]
    return ready is not None and at - ready > stale()
