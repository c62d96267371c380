"""What is counted up for whoever watches: numbers that only grow, and when each round last ended."""

from django.db import models


class Count(models.Model):
    """How often one thing has happened, also to rows that are gone since."""

    name = models.CharField(max_length=60, primary_key=True, help_text="As noun.verb.")
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.number}"


class Beat(models.Model):
    """When a round last ended, on whichever machine, and how often one has failed."""

    round = models.CharField(max_length=40, primary_key=True)
    ended_at = models.DateTimeField()
    failures = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.round} ended at {self.ended_at}"
