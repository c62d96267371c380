"""Choices and subscriptions: who gets which digest, of which topics, when and how."""

from django.db import models


class Rhythm(models.TextChoices):
    """How often."""

    DAILY = "daily"
    WEEKLY = "weekly"
    AT_ONCE = "at once"


class Form(models.TextChoices):
    """As what."""

    HTML = "html", "HTML"
    TEXT = "text"


class Choice(models.Model):
    """One wish, with one row however many readers have it.

    Without an hour, a daily letter goes out with its edition. The zone is written down where there is an hour; empty
    language: the outlet's.
    """

    digest = models.ForeignKey("post.Digest", on_delete=models.CASCADE, related_name="choices")
    key = models.CharField(max_length=64, unique=True, help_text="A hash of what is wished.")
    topics = models.JSONField(null=True, help_text="Their numbers, in order; null for all.")
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    weekday = models.PositiveSmallIntegerField(null=True, help_text="0 is Monday.")
    hour = models.PositiveSmallIntegerField(null=True)
    zone = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=20, blank=True)
    form = models.CharField(max_length=4, choices=Form, default=Form.HTML)
    due_at = models.DateTimeField(
        null=True, db_index=True, help_text="Its next moment; null where news is the moment."
    )
    served = models.BigIntegerField(
        default=0, help_text="The position up to which it was looked at, where news is the moment."
    )

    def __str__(self) -> str:
        return f"{self.digest_id} {self.rhythm} {self.key[:8]}"


class Subscription(models.Model):
    """One reader's digest: what they chose, and the position up to which they were dealt with."""

    reader = models.ForeignKey(
        "post.Reader", on_delete=models.CASCADE, related_name="subscriptions"
    )
    digest = models.ForeignKey(
        "post.Digest", on_delete=models.CASCADE, related_name="subscriptions"
    )
    choice = models.ForeignKey(
        "post.Choice", on_delete=models.PROTECT, related_name="subscriptions", db_index=False
    )
    upto = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "digest"], name="one_subscription_to_a_digest"
            )
        ]
        indexes = [models.Index(fields=["choice", "upto", "id"])]

    def __str__(self) -> str:
        return f"{self.reader_id} to {self.digest_id}, {self.upto}"
