"""Rests: relays that are left alone for a while, and what became of each relay."""

from django.db import models


class Rest(models.Model):
    """A relay that takes no mail at present; the row goes when the relay takes mail again."""

    relay = models.CharField(max_length=80, primary_key=True)
    failures = models.PositiveIntegerField(help_text="One after another.")
    since = models.DateTimeField(help_text="When the first of them was.")
    until = models.DateTimeField(help_text="When one letter tries it again.")
    reason = models.CharField(max_length=20, help_text="Why, as `Reason` names it.")
    lasting = models.BooleanField(
        default=False, help_text="Time alone mends nothing: somebody has to do something."
    )
    said = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.relay} until {self.until}: {self.said}"


class RelayChange(models.Model):
    """A moment at which a relay was left alone, or took mail again; kept for a while."""

    relay = models.CharField(max_length=80)
    at = models.DateTimeField(db_index=True)
    resting = models.BooleanField(help_text="Left alone from then on; else it took mail again.")
    reason = models.CharField(max_length=20, blank=True)
    said = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.relay} {'rests' if self.resting else 'takes mail'} since {self.at}"
