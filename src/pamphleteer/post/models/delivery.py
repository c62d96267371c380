"""Deliveries and notices: the two kinds of mail a reader gets."""

from typing import ClassVar

from django.db import models

from pamphleteer.post.models.reader import Reader
from pamphleteer.post.models.sending import OF_READER, Condition, SendingQuerySet, ToReader


class Delivery(ToReader):
    """One letter for one reader, unless they left."""

    WANTS = Reader.State.CONFIRMED
    WANTED: Condition = (OF_READER, WANTS)

    letter = models.ForeignKey(
        "post.Letter", on_delete=models.PROTECT, related_name="deliveries", db_index=False
    )
    after = models.BigIntegerField(
        help_text="The position that its reader was at: there again if it is taken back."
    )

    objects: ClassVar[SendingQuerySet["Delivery"]] = SendingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(ToReader.Meta):
        verbose_name_plural = "deliveries"
        indexes = [
            *ToReader.Meta.indexes,
            # What became of an edition is counted in the index alone.
            models.Index(fields=["letter", "state", "reason", "due_at"]),
            models.Index(
                fields=["letter"], condition=models.Q(doubts__gt=0), name="deliveries_once_in_doubt"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "letter"], name="one_delivery_for_each_reader"
            )
        ]

    @property
    def wants(self) -> Reader.State:
        """Where its reader has to stand: whoever left gets nothing."""
        return self.WANTS


class Notice(ToReader):
    """A mail about a reader's own asking: please confirm."""

    class Kind(models.TextChoices):
        """What it says."""

        CONFIRM = "confirm", "shall the digest come here"
        MOVE = "move", "shall a reader's letters come here from now on"
        MOVED = "moved", "they go elsewhere from now on"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CONFIRM)

    objects: ClassVar[SendingQuerySet["Notice"]] = SendingQuerySet.as_manager()  # type: ignore[assignment]

    @property
    def wants(self) -> Reader.State:
        """Where its reader has to stand: whoever has confirmed is not asked again."""
        return Reader.State.LEFT if self.kind == self.Kind.MOVED else Reader.State.ASKED
