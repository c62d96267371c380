"""Addresses that sources had before they moved: whoever names one means the source."""

from django.db import models


class Former(models.Model):
    """One address that a source was polled at once."""

    url = models.URLField("address", max_length=2000, unique=True)
    source = models.ForeignKey("collect.Source", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.url
