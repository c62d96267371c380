"""Mails in hand: what a mailing needs of their rows.

Of letters there are many: what is read for each are plain values, at a third of what rows would cost.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from pamphleteer.post import keys
from pamphleteer.post.models import Delivery, Notice, Sending, Trial
from pamphleteer.post.models.sending import Condition


@dataclass(slots=True, eq=False)
class Mail(ABC):
    """A mail in hand, whatever its kind; `relay` had it last."""

    kind: type[Sending]
    pk: int
    message_id: str
    dated: datetime
    attempts: int
    doubts: int
    relay: str

    @property
    @abstractmethod
    def address(self) -> str:
        """The address that it goes to; raises `SealError`, and `KeyMissing` without its key."""

    @abstractmethod
    def unwanted(self) -> str:
        """Return why it is not to go any more, if that was so when it was read."""

    @abstractmethod
    def still_wanted(self) -> Condition:
        """Return what holds of its row as long as it is to go."""


@dataclass(slots=True, eq=False)
class OfRow(Mail):
    """A mail that is written for one person, with the row that says what is in it."""

    row: Notice | Trial

    @classmethod
    def of(cls, row: Notice | Trial) -> Self:
        """Return the mail of a row."""
        known = (row.message_id, row.dated, row.attempts, row.doubts, row.relay)
        return cls(type(row), row.pk, *known, row)

    @property
    def address(self) -> str:
        """The address that it goes to; raises `SealError`, and `KeyMissing` without its key."""
        return self.row.address

    def unwanted(self) -> str:
        """Return why it is not to go any more, if that was so when it was read."""
        return self.row.unwanted()

    def still_wanted(self) -> Condition:
        """Return what holds of its row as long as it is to go."""
        return self.row.still_wanted()


@dataclass(slots=True, eq=False)
class OfLetter(Mail):
    """One reader's mail of a letter that many get, with what is known of the reader."""

    letter: int
    reader: UUID
    sealed: bytes
    standing: str

    @property
    def address(self) -> str:
        """The address that it goes to; raises `SealError`, and `KeyMissing` without its key."""
        return keys.unseal(bytes(self.sealed), row=self.reader)

    def unwanted(self) -> str:
        """Return where the reader stood when it was read, if the letter does not want them there."""
        return "" if self.standing == Delivery.WANTS else self.standing

    def still_wanted(self) -> Condition:
        """Return what holds of its row as long as its reader stands where they are to."""
        return Delivery.WANTED


# The columns of a delivery that make its mail, in their order.
COLUMNS = (
    *("pk", "message_id", "dated", "attempts", "doubts", "relay"),
    *("letter_id", "reader__key", "reader__sealed", "reader__state"),
)


def mail_of(row: Sending) -> Mail:
    """Return the mail of one row."""
    if isinstance(row, Delivery):
        return OfLetter(Delivery, *Delivery.objects.values_list(*COLUMNS).get(pk=row.pk))
    if isinstance(row, Notice | Trial):
        return OfRow.of(row)
    raise TypeError(f"{row!r} is no mail that somebody writes")
