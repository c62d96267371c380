"""Sendings: mails that leave the house, each a row with its own fixed Message-ID."""

from collections.abc import Collection
from datetime import datetime
from typing import Self, TypeVar

from django.db import models


class State(models.TextChoices):
    """What became of an act that leaves the house."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    DONE = "done"
    REFUSED = "refused"
    DOUBT = "doubt", "in doubt"


# In SQL, with the value of its one parameter: before each mail goes, it is asked of its row.
Condition = tuple[str, str | bool]

OF_READER = "EXISTS (SELECT 1 FROM post_reader r WHERE r.id = reader_id AND r.state = %s)"

S = TypeVar("S", bound="Sending")


class SendingQuerySet(models.QuerySet[S]):
    """Finds what is due."""

    def due(self, at: datetime) -> Self:
        """Return what is planned for now or earlier, the longest waiting first."""
        return self.filter(state=State.PLANNED, due_at__lte=at).order_by("due_at", "id")

    def orphaned(self, at: datetime, *, gone: Collection[str] = ()) -> Self:
        """Return what was claimed by a process that is gone: its lease has ended, or it is known."""
        left = models.Q(held_until__lt=at) | models.Q(held_by__in=gone)
        return self.filter(left, state=State.CLAIMED).order_by("due_at", "id")


class Sending(models.Model):
    """One mail to one address: planned, claimed, then done, refused or in doubt."""

    message_id = models.CharField(max_length=250, unique=True)
    dated = models.DateTimeField(help_text="The Date of the mail, however often it is tried.")
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    due_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=40, blank=True)
    handed_at = models.DateTimeField(
        null=True,
        help_text="Set before the relay gets the mail; without an outcome it is in doubt.",
    )
    attempts = models.PositiveIntegerField(default=0)
    doubts = models.PositiveIntegerField(
        default=0, help_text="How often a process ended between the mail and the relay's reply."
    )
    relay = models.CharField(max_length=80, blank=True)
    reply = models.CharField(max_length=500, blank=True)
    reason = models.CharField(
        max_length=20,
        blank=True,
        help_text="Why it was not taken when it was last tried, as `meanings.words` names it.",
    )
    settled_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(
        null=True, help_text="When it came back, after a relay had taken it."
    )

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["state", "due_at", "id"])]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"

    @property
    def address(self) -> str:
        """The address that it goes to."""
        raise NotImplementedError

    def unwanted(self) -> str:
        """Return why it is not to go any more, if it is not."""
        raise NotImplementedError

    def still_wanted(self) -> Condition:
        """Return what holds of its row as long as it is to go."""
        raise NotImplementedError


class ToReader(Sending):
    """One mail to one reader, as long as they are where it wants them to be."""

    reader = models.ForeignKey(
        "post.Reader", on_delete=models.CASCADE, related_name="%(class)s_set"
    )

    class Meta(Sending.Meta):
        abstract = True

    @property
    def wants(self) -> str:
        """Where its reader has to stand."""
        raise NotImplementedError

    @property
    def address(self) -> str:
        """The reader's address; raises `SealError`, and `KeyMissing` without its key."""
        return self.reader.address

    def unwanted(self) -> str:
        """Return where the reader is by now, if the mail does not want them there."""
        return "" if self.reader.state == self.wants else self.reader.state

    def still_wanted(self) -> Condition:
        """Return what holds of its row as long as its reader stands there."""
        return OF_READER, self.wants
