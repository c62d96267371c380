"""Changes: one list of what has changed below `public/`, for whoever carries copies."""

from django.db import models


class ChangeQuerySet(models.QuerySet["Change"]):
    """Reads the list."""

    def after(self, number: int) -> "ChangeQuerySet":
        """Return what has changed since a carrier was here, the oldest first."""
        return self.filter(pk__gt=number).order_by("pk")


class Change(models.Model):
    """The newest change of one file; numbers grow, so that a carrier asks for what came after its last."""

    path = models.CharField(max_length=500, unique=True, help_text="Below public/.")
    sha256 = models.CharField(max_length=64, help_text="Empty where the file was removed.")
    size = models.PositiveBigIntegerField(help_text="In bytes.")

    objects = ChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return self.path
