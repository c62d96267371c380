"""Notes: what colleagues write to each other beside an article."""

from django.db import models


class Note(models.Model):
    """One note, which readers never see."""

    article = models.ForeignKey("desk.Article", on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    words = models.TextField()
    by = models.ForeignKey("register.Person", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.words
