"""Dates as readers and machines read them."""

from datetime import datetime, tzinfo

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def day(moment: datetime, *, zone: tzinfo, language: str) -> str:
    """Return the day of a moment in a zone: "23 November 2026" in English, else as in ISO 8601."""
    local = moment.astimezone(zone)
    if language.lower().partition("-")[0] == "en":
        return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
    return local.date().isoformat()


def exact(moment: datetime, *, zone: tzinfo) -> str:
    """Return a moment in a zone to the second, as in HTML's `datetime`."""
    return moment.astimezone(zone).isoformat(timespec="seconds")
