"""Pieces that were removed because nobody used them, so that they don't come back as news."""

from django.db import models


class Pruned(models.Model):
    """One identity that a source may still list: its first 8 bytes of SHA-256."""

    pk = models.CompositePrimaryKey("source", "hash")
    source = models.ForeignKey("collect.Source", on_delete=models.CASCADE, related_name="+")
    hash = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "pruned"

    def __str__(self) -> str:
        return f"{self.hash:x} of {self.source_id}"
