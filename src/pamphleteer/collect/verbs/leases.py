"""How long hubs are asked to push, and when they are asked again."""

from datetime import timedelta

from pamphleteer.collect.verbs.retry import spread

LEASE = 10 * 86_400  # seconds that we ask for
_RENEWED = 0.8  # of a lease, after which we ask for the next
_SOONEST = 60.0  # seconds between two askings for a lease


def renewal(lease: float) -> timedelta:
    """Return how long after the beginning of a lease of so many seconds the next is asked for."""
    return max(spread(lease * _RENEWED), timedelta(seconds=_SOONEST))
