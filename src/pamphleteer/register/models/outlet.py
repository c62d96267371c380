"""The outlet: the editorial matters of the publication itself."""

import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models


def known_zone(name: str) -> None:
    """Raise `ValidationError` if there is no time zone of that name."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"“{name}” is no time zone; one such as “Europe/Lisbon” is expected.")


class OutletQuerySet(models.QuerySet["Outlet"]):
    """Reaches the one row."""

    def the(self) -> "Outlet":
        """Return the outlet's one row; raises `Outlet.DoesNotExist` before the database is laid."""
        return self.get(pk=1)


class Outlet(models.Model):
    """The publication: its name and words, edited at the desk and in effect at once."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=200)
    tagline = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=20, default="en", help_text="As in BCP 47: en, es, ar.")
    zone = models.CharField("time zone", max_length=60, default="UTC", validators=[known_zone])
    signup_heading = models.CharField(max_length=200, default="Get the daily digest")
    signup_words = models.TextField(
        blank=True,
        default="Platforms drop independent outlets. A letter in your inbox reaches you anyway.",
    )
    postal_address = models.CharField(
        max_length=300, blank=True, help_text="Stands at the foot of each letter."
    )

    objects = OutletQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_outlet")]

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The time zone in which the outlet's days begin and end."""
        return zoneinfo.ZoneInfo(self.zone)
