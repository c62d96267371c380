"""Topics: what an archive page gathers."""

from django.db import models


class Topic(models.Model):
    """What an archive page gathers, such as "coup"."""

    slug = models.SlugField("address", max_length=80, unique=True, allow_unicode=True)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
