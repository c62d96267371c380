"""Addresses under which articles stood: whoever has one is sent on, or told that it is gone."""

from django.db import models


class Address(models.Model):
    """One address under which an article was published; it is never another's."""

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    article = models.ForeignKey("desk.Article", on_delete=models.CASCADE, related_name="addresses")

    def __str__(self) -> str:
        return self.slug
