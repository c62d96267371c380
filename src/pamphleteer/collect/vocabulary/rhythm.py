"""How often a feed says it may be asked."""

from pamphleteer.collect.elements import Parts
from pamphleteer.collect.vocabulary.numbers import whole

_MINUTE = 60.0
_PERIODS = {
    "hourly": 3_600.0,
    "daily": 86_400.0,
    "weekly": 604_800.0,
    "monthly": 2_592_000.0,
    "yearly": 31_536_000.0,
}
# Who says more has said nothing.
LONGEST = _PERIODS["yearly"]


def every(parts: Parts) -> float | None:
    """Return the seconds between two updates: RSS's `ttl`, or the syndication module's period."""
    if minutes := whole(parts.words("ttl")):
        return min(minutes * _MINUTE, LONGEST)
    period = _PERIODS.get(parts.words("sy:updateperiod").lower())
    return period / (whole(parts.words("sy:updatefrequency")) or 1) if period else None
