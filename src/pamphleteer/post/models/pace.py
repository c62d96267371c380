"""Paces: how much of what a relay may be handed it has been handed, over all processes."""

from django.db import models


class Pace(models.Model):
    """One relay's counts, which are written in the transaction that notes its letters as handed over."""

    relay = models.CharField(max_length=80, primary_key=True)
    sender = models.CharField(
        max_length=320, help_text="Whose letters warm it up: another one begins anew."
    )
    ready_at = models.FloatField(
        default=0, help_text="When what was handed over is off the seconds' bucket, in Unix time."
    )
    hour = models.DateTimeField(help_text="The hour that is counted.")
    in_hour = models.PositiveIntegerField(default=0)
    day = models.DateTimeField(help_text="The day that is counted, in UTC.")
    in_day = models.PositiveIntegerField(default=0)
    step = models.PositiveIntegerField(
        default=0, help_text="How many days of its warm-up plan are behind it."
    )
    rate = models.FloatField(
        null=True, help_text="Letters a second since it said that it gets too many; null for none."
    )
    since = models.DateTimeField(null=True, help_text="When it took its first mail.")

    def __str__(self) -> str:
        return f"{self.relay}: {self.in_hour} in the hour, {self.in_day} in the day"
