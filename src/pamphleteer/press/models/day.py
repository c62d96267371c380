"""Days: those on which pieces are dated, by the outlet's clocks."""

from django.db import models


class Day(models.Model):
    """One day that has pieces."""

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return f"{self.day}"
