"""Addresses under which articles stood: whoever has one is sent on, or told that it is gone."""

from django.db import models

from pamphleteer.register.models.addressing import AddressField


class Address(models.Model):
    """One address under which an article was published; it is never another's."""

    slug = AddressField(max_length=100, unique=True)
    article = models.ForeignKey("desk.Article", on_delete=models.CASCADE, related_name="addresses")

    def __str__(self) -> str:
        return self.slug
