"""Rescued pieces: the proof that a second run has nothing to add."""

from django.db import models


class Rescued(models.Model):
    """What one piece of an old site is known by, and the article that it became."""

    fingerprint = models.CharField(
        max_length=64,
        primary_key=True,
        help_text="SHA-256 of the address, or of headline and lead.",
    )
    article = models.ForeignKey("desk.Article", on_delete=models.CASCADE, related_name="rescued")
    file = models.CharField(max_length=300, help_text="The name of the page it was found on.")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "rescued"

    def __str__(self) -> str:
        return f"{self.article} from {self.file}"
