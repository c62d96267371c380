"""Moments that people type: the time on the outlet's own clocks."""

from datetime import UTC, date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused
from pamphleteer.register.models import Outlet

_SHAPE = "%Y-%m-%d %H:%M"
_YEARS = range(1000, 9001)  # beyond them, clocks of some zone show no year at all


def moment(words: str) -> datetime:
    """Return the moment at which the outlet's clocks show this; raises `Refused`."""
    try:
        typed = datetime.strptime(words.strip().replace("T", " ")[:16], _SHAPE)  # noqa: DTZ007
    except ValueError as error:
        told = _("“{words}” is no time: write it as 2026-12-24 07:00.")
        raise Refused(told.format(words=words[:60])) from error
    return on_clocks(typed)


def on_clocks(typed: datetime) -> datetime:
    """Return when the outlet's clocks show a time without a zone; of two such moments the first.

    Raises `Refused` for a time that they skip, or of a year that nobody means.
    """
    check_year(typed)
    outlet = Outlet.objects.the()
    minute = typed.replace(second=0, microsecond=0, fold=0, tzinfo=None)
    found = minute.replace(tzinfo=outlet.tz).astimezone(UTC)
    back = found.astimezone(outlet.tz).replace(tzinfo=None)
    if back != minute:
        raise Refused(
            _(
                "There is no {time} on {day} in {zone}, where the clocks are put forward over it: "
                "choose {later}, or a time before."
            ).format(
                time=f"{minute:%H:%M}",
                day=date_format(minute, "DATE_FORMAT"),
                zone=outlet.zone,
                later=f"{back:%H:%M}",
            )
        )
    return found


def check_year(day: date) -> None:
    """Raise `Refused` unless a day, or a moment, lies in a year that every clock can show."""
    if day.year not in _YEARS:
        told = _("Nobody means the year {year}: choose one such as 2026.")
        raise Refused(told.format(year=day.year))
