"""Spots: numbers that order what is found as archive pages are, each of one piece alone.

What is found is handed out in the order of its numbers, so that the newest come without looking for
the others. A place is in microseconds; a spot is its second, with room for a million pieces.
"""

from datetime import UTC, datetime, timedelta, tzinfo

from pamphleteer.desk.models.article import place_of

EACH = 1 << 20
_SECOND = 1_000_000  # microseconds
ALL = range(-(1 << 62), 1 << 62)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def first(place: int) -> int:
    """Return the first of the spots of a place."""
    return place // _SECOND * EACH


def of_year(year: int, zone: tzinfo) -> range:
    """Return the spots of a year in a zone."""
    begin, end = (first(place_of(datetime(n, 1, 1, tzinfo=zone))) for n in (year, year + 1))
    return range(begin, end)


def year(spot: int, zone: tzinfo) -> int:
    """Return the year of a spot in a zone; below 0 are pieces without a date."""
    return (_EPOCH + timedelta(seconds=spot // EACH)).astimezone(zone).year
