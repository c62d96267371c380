"""Dates as readers and machines read them."""

from datetime import date, datetime, tzinfo
from functools import lru_cache

from babel.dates import format_date

from pamphleteer.press.voice import locale_of


def day(moment: datetime, *, zone: tzinfo, language: str) -> str:
    """Return the day of a moment in a zone, as it is said in a language: "23 November 2026"."""
    return said(moment.astimezone(zone).date(), language)


def month(on: date, *, language: str) -> str:
    """Return the name of a day's month, as it stands alone: "November"."""
    named = format_date(on, "LLLL", locale=locale_of(language))
    return named[:1].upper() + named[1:]


def exact(moment: datetime, *, zone: tzinfo) -> str:
    """Return a moment in a zone to the second, as in HTML's `datetime`."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


@lru_cache(maxsize=8192)
def said(on: date, language: str) -> str:
    """Return a day as it is said in a language."""
    known = locale_of(language)
    said = format_date(on, "long", locale=known)
    # Which CLDR does not say: in French the first of a month is an ordinal number.
    return "1er" + said[1:] if known.language == "fr" and said.startswith("1 ") else said
