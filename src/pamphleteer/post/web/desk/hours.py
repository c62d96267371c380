"""Moments in words, by the outlet's clocks."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pamphleteer.ground import clock
from pamphleteer.register.models import Outlet


def worded(moment: datetime) -> str:
    """Return a moment of today, tomorrow, or a day to come."""
    zone = Outlet.objects.the().tz
    there, here = moment.astimezone(zone), clock.now().astimezone(zone)
    time = f"{there:%H:%M}"
    if there.date() == here.date():
        return _("today at {time}").format(time=time)
    if there.date() == here.date() + timedelta(days=1):
        return _("tomorrow at {time}").format(time=time)
    day = date_format(there, "MONTH_DAY_FORMAT")
    return _("on {day} at {time}").format(day=day, time=time)
