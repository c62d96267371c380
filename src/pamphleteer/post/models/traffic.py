"""Traffic: how much relays were handed, and what they made of it, by the minute, hour and day."""

from django.db import models


class Traffic(models.Model):
    """One relay within one span of time; added to in lots, never mail by mail."""

    class Span(models.TextChoices):
        """How long; `ever` begins with the first mail."""

        MINUTE = "minute"
        HOUR = "hour"
        DAY = "day"
        EVER = "ever"

    relay = models.CharField(max_length=80)
    span = models.CharField(max_length=6, choices=Span)
    at = models.DateTimeField(help_text="When it begins, in UTC.")
    taken = models.PositiveBigIntegerField(default=0)
    put_off = models.PositiveBigIntegerField(
        default=0, help_text="By sites, or for full mailboxes."
    )
    refused = models.PositiveBigIntegerField(
        default=0, help_text="For good, by sites or for a reader."
    )
    failed = models.PositiveBigIntegerField(default=0, help_text="For the relay's own sake.")

    class Meta:
        verbose_name_plural = "traffic"
        default_permissions = ("view",)
        permissions = [("try_relay", "Can have a relay tried again at once")]
        constraints = [
            models.UniqueConstraint(
                fields=["relay", "span", "at"], name="one_row_of_a_relay_and_span"
            )
        ]

    def __str__(self) -> str:
        return f"{self.relay}, {self.span} of {self.at}: {self.taken}"
