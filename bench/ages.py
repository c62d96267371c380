"""When the articles of an archive of many years were published, the oldest first."""

from datetime import UTC, datetime, timedelta

_YEARS = timedelta(days=15 * 365)


def published(number: int, of: int) -> datetime:
    """Return when one of so many articles was published: they came evenly until now."""
    return datetime.now(UTC) - _YEARS * ((of - number) / of)
