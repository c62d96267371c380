"""Dates as feeds write them."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from pamphleteer.collect.clocks import numbered
from pamphleteer.collect.months import month
from pamphleteer.ground.text import squeeze

_EARLIEST, _LATEST = 1000, 9000
_LONGEST = 100
_CLOCK = r"(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,:]\d+)?)?(?:\s*([ap])\.?m\b\.?)?"
# Short for a zone, or a place: "CET", "PST8PDT", "America/Argentina/Buenos_Aires".
_PLACE = r"[A-Za-z]{1,12}(?:\d{1,2}[A-Za-z]{3})?(?:/[A-Za-z0-9_+-]{1,30}){0,2}"
_ZONE = (
    rf"\s*[(\[]?({_PLACE}(?=$|[\s)\]])"
    r"|(?:GMT|UTC?)?\s*[+-]\s?\d{1,2}(?::?\d\d)?(?::\d\d)?)?\b.*"
)
_NAME = r"[^\W\d_]{1,14}"
# Between a day and its hour: ", ", " - ", " at ", " a las ", " alle ore ".
_BETWEEN = r"[\s,.Tt]*(?:[-–—|@·•/]\s)?(?:[^\W\d_]{1,5}\.?\s+){0,2}"
# "2026-11-23T09:30:15.5+02:00" and shorter; a T may be a space, and the marks may be missing.
_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?|/(\d{1,2})/(\d{1,2})|(\d\d)(\d\d))?"
    r"(?:[T\s]\s*|(?<=\d{8})(?=\d))?"
    r"(?:(\d{1,2}):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?(?:\s*([ap])\.?m\b\.?)?)?"
    rf"\s*(?:(?:UTC|GMT)(?=\s?[+-]))?\s?(?:\[?({_PLACE}|[+-]\s?(?:\d\d:?\d\d|\d\d?:?))\]?"
    r"(?:\s*[(\[][^)\]]*[)\]]|\s[A-Z]{3,5})?)?",
    re.IGNORECASE,
)
_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?([1-7]))?(?:T" + _CLOCK + r")?(Z|[+-]\d\d:?\d\d)?")
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})(?:T" + _CLOCK + r")?(Z|[+-]\d\d:?\d\d)?")
# "Mon, 23 Nov 2026 09:30:15 +0200", with every kind of mark between.
_DAY_FIRST = re.compile(
    rf"(?:{_NAME}\.?[,-]?\s*){{0,3}}(\d{{1,2}})(?:st|nd|rd|th|[º°]|er)?[\s.,/-]*(?:(?:de|of)\s+)?({_NAME})"
    rf"\.?,?[\s.,/-]*(?:de\s+)?(\d{{4}}|\d\d)(?:г\.|\sг\.)?(?:{_BETWEEN}{_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
# "November 23, 2026 9:30 am", and "Mon Nov 23 09:30:15 EST 2026" as C writes it.
_MONTH_FIRST = re.compile(
    rf"(?:{_NAME}\.?,?\s+)?({_NAME})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?:de\s+)?(\d{{4}})"
    rf"(?:{_BETWEEN}{_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    rf"(?:{_NAME},?\s+)?({_NAME})\s+(\d{{1,2}})\s+{_CLOCK}\s*([A-Za-z]{{1,5}}|[+-]\d{{4}})?\s+(\d{{4}})"
    r"(?:\s+([+-]\d{4}))?",
    re.IGNORECASE,
)
# As Hungary writes it, "2004. július 13. 9:15" or "2004-július-13T9:15-05:00".
_NAMED_ISO = re.compile(
    rf"(\d{{4}})(?:-|\.?\s)({_NAME})(?:-|\.?\s)(\d{{1,2}})(?:[.,T\s]{{1,3}}{_CLOCK})?{_ZONE}"
)
# As East Asia writes it: "2004년 05월 28일 01:31:15", "2004年5月28日", "2004-05-25 오후 11:23:17".
_EAST = re.compile(
    r"(\d{4})(?:년|年|-|\.)\s*(\d{1,2})(?:월|月|-|\.)\s*(\d{1,2})(?:일|日|\.)?\s*"
    r"(?:(오전|오후|오|午前|午後|上午|下午)\s*)?(?:(\d{1,2})[:시時时]\s*(\d{1,2})[분分]?(?::(\d\d))?)?.*"
)
# "24.11.2026 10:00", "Fri, 24/11/2026", "24-11-2026", and "11/24/2026" where no other reading is possible.
_NUMERIC = re.compile(
    rf"(?:{_NAME}(?:[\s-]{_NAME})?\.?,?\s+)?(\d{{1,2}})([./-])\s?(\d{{1,2}})\2\s?(\d{{4}})"
    rf"(?:{_BETWEEN}{_CLOCK})?{_ZONE}",
    re.IGNORECASE,
)
# As Perforce writes it, with the year behind the name of the day.
_YEAR_AFTER_DAY = re.compile(
    rf"{_NAME},?\s+(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}})[\sT]*(?:{_CLOCK})?{_ZONE}", re.IGNORECASE
)
# "2026. 11. 24. 10:00", as in Hungary and Korea.
_DOTTED = re.compile(
    rf"(\d{{4}})\.\s?(\d{{1,2}})\.\s?(\d{{1,2}})\.?\s*(?:{_CLOCK})?{_ZONE}", re.IGNORECASE
)
_MONTHS = 12
_AFTERNOON = {"오후", "午後", "下午"}
_OTHER_DIGITS = re.compile(r"(?![0-9])\d")
_AS_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩−،", "0123456789-,")
# Below it other digits, and words of other scripts, are of another calendar.
_OUR_CALENDAR = 1900
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d+)?")
# As RFC 822, section 5.1, and Java's `DateFormat` name zones; where two share a name, that of more news.
_HOURS = {
    "a": -1, "m": -12, "n": 1, "y": 12, "et": -5, "ct": -6, "mt": -7, "pt": -8, "at": -4,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "akst": -9, "akdt": -8, "hst": -10, "ast": -4, "adt": -3, "nst": -3.5, "brt": -3, "art": -3,
    "bst": 1, "ist": 5.5, "cet": 1, "cest": 2, "met": 1, "mest": 2, "mez": 1, "mesz": 2, "eet": 2,
    "eest": 3, "msk": 3, "wet": 0, "west": 1, "sast": 2, "eat": 3, "wat": 1, "cat": 2, "trt": 3,
    "pkt": 5, "ict": 7, "wib": 7, "hkt": 8, "sgt": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}  # fmt: skip
_OFFSET = re.compile(r"([+-])\s?(\d{1,2}):?(\d\d)?")
_CENTURY_TURNS = 50  # RFC 5322, section 4.3: two digits below it are of the 21st century


def moment(text: str) -> datetime | None:
    """Return a date as an aware time in UTC, or None if it says none.

    Reads RFC 822 and its later forms, RFC 3339 and other ISO 8601, seconds since 1970, and dates
    with the months of many languages. Without a zone it is taken for UTC, and a day without an hour
    for its first moment. A wrong name of the day does no harm.
    """
    return _moment(squeeze(text[:_LONGEST]))


@lru_cache(maxsize=2048)
def _moment(words: str) -> datetime | None:
    earliest = _EARLIEST if words.isascii() else _OUR_CALENDAR
    words = numbered(words.translate(_AS_ASCII))
    if not words or _OTHER_DIGITS.search(words):
        return None
    readers = _NUMBERS_FIRST if words[:4].isdecimal() else _NAMES_FIRST
    for read in readers:
        try:
            found = read(words)
        except (ValueError, OverflowError):
            continue  # the right form, and no day of any year
        if found and earliest <= found.year <= _LATEST:
            return found.astimezone(UTC)
    return None


def _iso(words: str) -> datetime | None:
    found = _ISO.fullmatch(words)
    if not found or not words.isascii():
        return None
    year, *dates, hour, minute, second, half, zone = found.groups()
    months, days = (dates[0] or dates[2] or dates[4]), (dates[1] or dates[3] or dates[5])
    if hour and not days:
        return None
    if zone and zone[0].isalpha() and not hour:
        return None
    return _at(year, months or 1, days or 1, (hour, minute, second), zone, half)


def _week(words: str) -> datetime | None:
    if not (found := _WEEK.fullmatch(words)):
        return None
    year, week, day, hour, minute, second, half, zone = found.groups()
    begins = datetime.fromisocalendar(int(year), int(week), int(day or 1))
    return _at(begins.year, begins.month, begins.day, (hour, minute, second), zone, half)


def _ordinal(words: str) -> datetime | None:
    if not (found := _ORDINAL.fullmatch(words)):
        return None
    year, day, hour, minute, second, half, zone = found.groups()
    begins = datetime(int(year), 1, 1, tzinfo=UTC) + timedelta(days=int(day) - 1)
    if begins.year != int(year):
        return None
    return _at(year, begins.month, begins.day, (hour, minute, second), zone, half)


def _epoch(words: str) -> datetime | None:
    found = _EPOCH.fullmatch(words)
    return datetime.fromtimestamp(int(found[1]), UTC) if found and words.isascii() else None


def _day_first(words: str) -> datetime | None:
    if not (found := _DAY_FIRST.fullmatch(words)):
        return None
    day, name, year, hour, minute, second, half, zone = found.groups()
    return _at(_year(year), month(name), day, (hour, minute, second), zone, half)


def _month_first(words: str) -> datetime | None:
    if not (found := _MONTH_FIRST.fullmatch(words)):
        return None
    name, day, year, hour, minute, second, half, zone = found.groups()
    return _at(year, month(name), day, (hour, minute, second), zone, half)


def _year_last(words: str) -> datetime | None:
    if not (found := _YEAR_LAST.fullmatch(words)):
        return None
    name, day, hour, minute, second, half, zone, year, late = found.groups()
    return _at(year, month(name), day, (hour, minute, second), zone or late, half)


def _named_iso(words: str) -> datetime | None:
    if not (found := _NAMED_ISO.fullmatch(words)):
        return None
    year, name, day, hour, minute, second, half, zone = found.groups()
    return _at(year, month(name), day, (hour, minute, second), zone, half)


def _numeric(words: str) -> datetime | None:
    if not (found := _NUMERIC.fullmatch(words)):
        return None
    one, mark, two, year, hour, minute, second, half, zone = found.groups()
    day, number = int(one), int(two)
    # With strokes and dashes the day may be either; where both are possible nothing is invented.
    if mark != "." and max(day, number) <= _MONTHS and day != number:
        return None
    if mark != "." and number > _MONTHS:
        day, number = number, day
    return _at(year, number, str(day), (hour, minute, second), zone, half)


def _year_after_day(words: str) -> datetime | None:
    if not (found := _YEAR_AFTER_DAY.fullmatch(words)):
        return None
    year, number, day, hour, minute, second, half, zone = found.groups()
    return _at(year, number, day, (hour, minute, second), zone, half)


def _dotted(words: str) -> datetime | None:
    if not (found := _DOTTED.fullmatch(words)):
        return None
    year, number, day, hour, minute, second, half, zone = found.groups()
    return _at(year, number, day, (hour, minute, second), zone, half)


def _east(words: str) -> datetime | None:
    if words.isascii() or not (found := _EAST.fullmatch(words)):
        return None
    year, months, day, half, hour, minute, second = found.groups()
    zone = "+0900" if hour and re.search("[가-힣]", words) else "+0000"
    late = "p" if half in _AFTERNOON else "a" if half else None
    return _at(year, months, day, (hour, minute, second), zone, late)


def _at(
    year: str | int,
    months: str | int | None,
    day: str | int,
    clock: tuple[str | None, str | None, str | None],
    zone: str | None,
    half: str | None = None,
) -> datetime | None:
    """Return the moment of a day and a clock; raises `ValueError` where there is none such."""
    if months is None:
        return None
    hour, minute, second = (int(part or 0) for part in clock)
    if half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    late = hour == 24 and not minute and not second
    # A leap second is the last one that Python knows.
    at = datetime(
        int(year), int(months), int(day), 0 if late else hour, minute, min(second, 59), tzinfo=UTC
    )
    return at.replace(tzinfo=_zone(zone)) + timedelta(days=late)


@lru_cache(maxsize=512)
def _zone(zone: str | None) -> tzinfo:
    """Return the zone of an offset, a short name or a place; UTC if it is none of them."""
    if not zone:
        return UTC
    if ("/" in zone or any(map(str.isdigit, zone))) and (place := _places().get(zone.lower())):
        return ZoneInfo(place)
    if found := _OFFSET.search(zone):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
    return timezone(timedelta(hours=_HOURS.get(zone.lower(), 0)))


@cache
def _places() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def _year(said: str) -> int:
    year = int(said)
    if len(said) > 2:
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


_NUMBERS_FIRST = (_iso, _east, _week, _ordinal, _epoch, _named_iso, _dotted)
_NAMES_FIRST = (_day_first, _month_first, _year_last, _numeric, _year_after_day, _east)
