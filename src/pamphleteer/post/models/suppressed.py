"""The suppressed: mailboxes that are kept off the list, why, since when, and on which evidence."""

from django.db import models


class Suppressed(models.Model):
    """A keyed hash of a mailbox, and the number of its key; the address itself stands nowhere."""

    class Reason(models.TextChoices):
        """Why no mail goes there; the surer and the more its owner's own word, the further down."""

        UNSAID = "unsaid", "forgotten or left, before reasons were kept"
        FAILING = "failing", "its mail came back time after time"
        UNKNOWN = "unknown", "there is no such mailbox"
        LEFT = "left", "left elsewhere"
        COMPLAINED = "complained", "called a letter spam"
        FORGOTTEN = "forgotten", "asked to be forgotten"

    hashed = models.BinaryField(max_length=16, unique=True)
    key = models.PositiveIntegerField(db_index=True)
    at = models.DateTimeField(help_text="Since when.")
    reason = models.CharField(max_length=12, choices=Reason, default=Reason.UNSAID)
    status = models.CharField(max_length=12, blank=True, help_text="RFC 3463.")
    said = models.CharField(
        max_length=500, blank=True, help_text="In whose words, without any address."
    )
    mail = models.CharField(
        max_length=250, blank=True, help_text="The Message-ID of the mail that it was said of."
    )

    def __str__(self) -> str:
        return f"{self.reason} since {self.at}"
