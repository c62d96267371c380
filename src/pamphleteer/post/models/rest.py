"""Rests: relays that are left alone for a while."""

from django.db import models


class Rest(models.Model):
    """A relay that takes no mail at present; the row goes when the relay takes mail again."""

    relay = models.CharField(max_length=80, primary_key=True)
    failures = models.PositiveIntegerField(help_text="One after another.")
    until = models.DateTimeField()
    said = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.relay} until {self.until}: {self.said}"
