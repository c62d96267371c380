"""Readers: the people who asked for mail."""

import uuid

from django.db import models


class ReaderQuerySet(models.QuerySet["Reader"]):
    """Finds readers."""

    def confirmed(self) -> "ReaderQuerySet":
        """Return those who asked for mail, said so twice, and have not left."""
        return self.filter(state=Reader.State.CONFIRMED)


class Reader(models.Model):
    """A person who asked for mail."""

    class State(models.TextChoices):
        """How far the asking has come."""

        ASKED = "asked"
        CONFIRMED = "confirmed"
        LEFT = "left"

    key = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Stands for the reader in tokens.",
    )
    address = models.CharField(max_length=320)
    mailbox = models.CharField(
        max_length=320,
        unique=True,
        help_text="The address folded, so that nobody is written twice.",
    )
    state = models.CharField(max_length=12, choices=State, default=State.ASKED, db_index=True)
    digests = models.ManyToManyField("post.Digest", related_name="readers", blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = ReaderQuerySet.as_manager()

    def __str__(self) -> str:
        return f"reader {self.key}"
