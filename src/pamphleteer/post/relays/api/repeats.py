"""What providers say who know a letter again by the key that it was sent with."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from requests import Response

_CONFLICT = 409


class Again(Enum):
    """What became of the letter when its key was used before."""

    TAKEN = "taken"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Repeats:
    """A provider's own names of its errors: in which field of an answer they are, and which say that a key is used up.

    No other word of a refusal counts, whatever it speaks of: a letter that was never sent would be taken for sent.
    """

    field: str
    taken: Collection[str]

    def of(self, response: Response) -> Again | None:
        """Return what a refusal says of the letter's key; None where it is about something else."""
        if not 400 <= response.status_code < 500:
            return None
        if self._name(response) in self.taken:
            return Again.TAKEN
        return Again.UNKNOWN if response.status_code == _CONFLICT else None

    def _name(self, response: Response) -> str:
        try:
            told = response.json()
        except (ValueError, RecursionError):
            return ""
        name = told.get(self.field) if isinstance(told, dict) else None
        return name if isinstance(name, str) else ""
