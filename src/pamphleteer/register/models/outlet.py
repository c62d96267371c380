"""The outlet: the editorial matters of the publication itself."""

import uuid
import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy


def known_zone(name: str) -> None:
    """Raise `ValidationError` if there is no time zone of that name."""
    if name not in zoneinfo.available_timezones():
        told = _("“{name}” is no time zone; one such as “Europe/Lisbon” is expected.")
        raise ValidationError(told.format(name=name))


class OutletQuerySet(models.QuerySet["Outlet"]):
    """Reaches the one row."""

    def the(self) -> "Outlet":
        """Return the outlet's one row; raises `Outlet.DoesNotExist` before the database is laid."""
        return self.get(pk=1)


class Outlet(models.Model):
    """The publication: its name and words, edited at the desk and in effect at once."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    mark = models.UUIDField(
        default=uuid.uuid4,
        editable=False,
        help_text="What the identifiers in its feeds are made from: it never changes.",
    )
    name = models.CharField(lazy("name"), max_length=200)
    tagline = models.CharField(lazy("tagline"), max_length=300, blank=True)
    language = models.CharField(
        lazy("language"),
        max_length=20,
        default="en",
        help_text=lazy("As in BCP 47: en, es, ar."),
    )
    zone = models.CharField(
        lazy("time zone"), max_length=60, default="UTC", validators=[known_zone]
    )
    signup_heading = models.CharField(
        lazy("heading of the sign-up"), max_length=200, default="Get the daily digest"
    )
    signup_words = models.TextField(
        lazy("words of the sign-up"),
        blank=True,
        default="Platforms drop independent outlets. A letter in your inbox reaches you anyway.",
    )
    postal_address = models.CharField(
        lazy("postal address"),
        max_length=300,
        blank=True,
        help_text=lazy("Stands at the foot of each letter."),
    )

    objects = OutletQuerySet.as_manager()

    class Meta:
        verbose_name = lazy("outlet")
        verbose_name_plural = lazy("outlets")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_outlet")]

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        """The time zone in which the outlet's days begin and end."""
        return zoneinfo.ZoneInfo(self.zone)
