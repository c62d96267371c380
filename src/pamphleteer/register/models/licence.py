"""Licences: what may be done with a partner's piece."""

from django.db import models


class Licence(models.Model):
    """A licence as data: what it allows, and how it is called."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    url = models.URLField(max_length=500, blank=True)
    full_text = models.BooleanField(help_text="The whole piece may be carried.")
    derivatives = models.BooleanField(help_text="The piece may be changed.")
    commercial = models.BooleanField(help_text="The piece may be used where money is made.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
