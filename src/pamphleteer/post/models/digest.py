"""Digests: the regular letters."""

from django.core.validators import MaxValueValidator
from django.db import models


class Digest(models.Model):
    """The regular letter, such as "Daily"."""

    name = models.CharField(max_length=120)
    slug = models.SlugField("address", max_length=80, unique=True, allow_unicode=True)
    hour = models.PositiveSmallIntegerField(
        default=7,
        validators=[MaxValueValidator(23)],
        help_text="When it is composed, 0 to 23, in the outlet's time zone.",
    )
    active = models.BooleanField(default=True)
    begins = models.DateTimeField(help_text="Carries what became news from here on.")
    looked_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When the hour last came; without news nothing is made.",
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
