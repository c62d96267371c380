"""Dates as feeds write them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T\s]\s*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?",
    re.IGNORECASE,
)
_EARLIEST, _LATEST = 1000, 9000


def moment(text: str) -> datetime | None:
    """Return a date as an aware time in UTC, or None if it says none.

    Reads RFC 822 and its later forms, RFC 3339 and other ISO 8601. Without a zone it is taken for
    UTC, and a day without an hour for its first moment.
    """
    words = text.strip()[:100]
    found = _iso(words) if words[:4].isdecimal() else _mail(words)
    if not found or not _EARLIEST <= found.year <= _LATEST:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _iso(words: str) -> datetime | None:
    found = _ISO.fullmatch(words)
    if not found or not words.isascii():
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    # A leap second is the last one that Python knows.
    clock = f"{hour or '00'}:{minute or '00'}:{min(int(second or 0), 59):02}"
    try:
        return datetime.fromisoformat(f"{year}-{month}-{day}T{clock}{_offset(zone)}")
    except ValueError:
        return None


def _offset(zone: str | None) -> str:
    if not zone or zone[0] not in "+-":
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _mail(words: str) -> datetime | None:
    try:
        return parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
