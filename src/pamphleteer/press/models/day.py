"""Days: those on which pieces are dated, by the outlet's clocks."""

from django.db import models


class Day(models.Model):
    """One day, and how many pieces are dated on it."""

    day = models.DateField(primary_key=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.count} on {self.day}"
