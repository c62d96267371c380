"""Corrections: what was wrong in a published article, said to its readers."""

from django.db import models


class Correction(models.Model):
    """A notice that stands under the article from its date on."""

    article = models.ForeignKey(
        "desk.Article", on_delete=models.CASCADE, related_name="corrections"
    )
    at = models.DateTimeField()
    words = models.TextField()
    by = models.ForeignKey("register.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.words
