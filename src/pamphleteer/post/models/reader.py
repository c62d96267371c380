"""Readers: the people who asked for mail."""

import uuid

from django.db import models

from pamphleteer.post import keys


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
        help_text="Stands for the reader in tokens, and is what the address is bound to.",
    )
    sealed = models.BinaryField(max_length=500, help_text="The address (post/keys.py).")
    index_even = models.BinaryField(
        max_length=16,
        null=True,
        help_text="The folded address hashed with a key of an even number, if that is in use.",
    )
    index_odd = models.BinaryField(
        max_length=16, null=True, help_text="The same, with a key of an odd number."
    )
    state = models.CharField(max_length=12, choices=State, default=State.ASKED, db_index=True)
    digests = models.ManyToManyField(
        "post.Digest", through="post.Subscription", related_name="readers"
    )
    moves = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Whose address this is asked to become, or was until lately.",
    )
    zone = models.CharField(
        max_length=60, blank=True, help_text="Their time zone, if they chose one."
    )
    paused_until = models.DateTimeField(null=True, help_text="No letters until then.")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        permissions = [("show_reader", "Can ask for the whole address of a reader")]
        constraints = [
            models.UniqueConstraint(
                fields=["index_even"],
                condition=models.Q(index_even__isnull=False),
                name="one_reader_of_a_mailbox_even",
            ),
            models.UniqueConstraint(
                fields=["index_odd"],
                condition=models.Q(index_odd__isnull=False),
                name="one_reader_of_a_mailbox_odd",
            ),
            models.CheckConstraint(
                condition=models.Q(index_even__isnull=False) | models.Q(index_odd__isnull=False),
                name="a_reader_can_be_found",
            ),
        ]

    @property
    def address(self) -> str:
        """The address that mail is sent to; raises `SealError`, and `KeyMissing` without its key."""
        return keys.unseal(bytes(self.sealed), row=self.key)

    def __str__(self) -> str:
        return f"reader {self.key}"
