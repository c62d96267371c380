"""Sites: where readers' mailboxes are, as far as one puts mail off or blocks a relay."""

from django.db import models


class Site(models.Model):
    """A receiving site that is gone easy on, by a keyed hash: the domain of one person is nearly an address.

    Those that take mail have no row.
    """

    hashed = models.BinaryField(max_length=16)
    relay = models.CharField(
        max_length=80,
        blank=True,
        help_text="Whose mail it blocks; empty where it puts off everybody's.",
    )
    name = models.CharField(
        max_length=255, blank=True, help_text="Its name, where many readers have mailboxes there."
    )
    failures = models.PositiveIntegerField(help_text="One after another.")
    since = models.DateTimeField()
    until = models.DateTimeField(help_text="Nothing goes there before.")
    rate = models.FloatField(null=True, help_text="Letters a second after that; null for no limit.")
    reason = models.CharField(max_length=20, help_text="Why, as `Reason` names it.")
    said = models.CharField(max_length=500, blank=True, help_text="Kept where the name is.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hashed", "relay"], name="one_row_of_a_site_and_relay")
        ]

    def __str__(self) -> str:
        return f"{self.name or 'a site'} until {self.until}: {self.reason}"
