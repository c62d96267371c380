"""Pickups: how far a mailbox has been read in which mail that came back lies."""

from django.db import models


class Pickup(models.Model):
    """One mailbox at a provider: the number of the last mail that was read, and what went wrong since."""

    name = models.CharField(
        max_length=300, primary_key=True, help_text="Its address, without a password."
    )
    validity = models.BigIntegerField(
        default=0,
        help_text="While the server says the same, numbers stand for the same mails (RFC 3501).",
    )
    last = models.BigIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    said = models.CharField(
        max_length=500, blank=True, help_text="What went wrong when it was last to be read."
    )
    since = models.DateTimeField(null=True, help_text="Since when that is so.")

    def __str__(self) -> str:
        return f"{self.name} up to {self.last}"
