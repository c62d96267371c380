"""The tally: how many readers there were when they were last counted, for pages that can't wait until they are."""

from django.db import models


class Tally(models.Model):
    """The one count that is kept; `found` has the fields of `Tallied` (post/verbs/tallying.py)."""

    THE = 1

    at = models.DateTimeField()
    found = models.JSONField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"counted at {self.at}"
