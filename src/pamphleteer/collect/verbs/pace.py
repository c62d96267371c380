"""The pace of polling, as the options set it."""

from django.conf import settings

from pamphleteer.collect.intervals import Pace


def set_pace() -> Pace:
    """Return the pace that the options set."""
    return Pace(every=settings.COLLECT_EVERY, seldom=settings.COLLECT_SELDOM)
