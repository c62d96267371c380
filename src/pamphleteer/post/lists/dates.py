"""Moments in lists, as systems write them: those that can be read in one way alone."""

import re
from contextlib import suppress
from datetime import UTC, datetime

from pamphleteer.ground import clock

_EARLIEST = 1990
_SECONDS = re.compile(r"\d{9,10}")  # since 1970
_NUMBERS = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?: (\d{1,2}):(\d\d)(?::(\d\d))?)?")
_NAMED = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y")
_YEAR = 4  # digits


def moment_in(words: str) -> datetime | None:
    """Return a moment that has been, in UTC unless it says otherwise; None for what can't be read or can't be."""
    at = any_moment(words)
    return at if at and at.year >= _EARLIEST and at <= clock.now() else None


def any_moment(words: str) -> datetime | None:
    """Return the same, of a moment to come as well."""
    said = words.strip().removesuffix(" UTC")
    try:
        if _SECONDS.fullmatch(said):
            return datetime.fromtimestamp(int(said), UTC)
        found = datetime.fromisoformat(said)
    except ValueError:
        read = _read(said)
        if read is None:
            return None
        found = read
    try:
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _read(words: str) -> datetime | None:
    if numbers := _NUMBERS.fullmatch(words):
        return _in_numbers(numbers)
    for day in _NAMED if "20" in words or "19" in words else ():
        with suppress(ValueError):
            return datetime.strptime(words, day)  # noqa: DTZ007 - UTC is added
    return None


def _in_numbers(found: re.Match[str]) -> datetime | None:
    """Return a day in numbers: 25/03/2021 is read, 04/03/2021 is not, for it may be in March or April."""
    first, sign, second, third, *time = found.groups()
    hour, minute, seconds = (int(part or 0) for part in time)
    if len(first) == _YEAR:
        days = {(int(first), int(second), int(third))}
    elif sign == ".":
        days = {(int(third), int(second), int(first))}
    else:
        days = {(int(third), int(second), int(first)), (int(third), int(first), int(second))}
    read = []
    for day in days:
        with suppress(ValueError):
            read.append(datetime(*day, hour, minute, seconds))  # noqa: DTZ001 - UTC is added
    return read[0] if len(read) == 1 else None
