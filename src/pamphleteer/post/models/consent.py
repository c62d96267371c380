"""Consents: when, where and to which words a reader said yes."""

from django.db import models


class Terms(models.Model):
    """What readers agreed to, and where they met it; the same words are kept once."""

    hashed = models.CharField(max_length=64, unique=True)
    where = models.CharField(max_length=500)
    words = models.TextField()

    class Meta:
        verbose_name_plural = "terms"

    def __str__(self) -> str:
        return self.where


class Consent(models.Model):
    """One yes of a reader; it is kept as long as the reader is."""

    class Kind(models.TextChoices):
        """How it was said."""

        ASKED = "asked"
        CONFIRMED = "confirmed"
        IMPORTED = "imported"
        MOVED = "moved", "confirmed another address"

    reader = models.ForeignKey("post.Reader", on_delete=models.CASCADE, related_name="consents")
    terms = models.ForeignKey("post.Terms", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    network = models.CharField(
        max_length=32, blank=True, help_text="From which network: a keyed hash."
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"
