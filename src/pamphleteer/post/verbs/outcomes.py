"""What becomes of mails that were not taken, and the count of all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pamphleteer.ground import clock
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.mails import Mail
from pamphleteer.post.models import State
from pamphleteer.post.pace import circuits
from pamphleteer.post.verbs import fence
from pamphleteer.post.verbs.claim import held_back

# With a site that puts a mail off; RFC 5321, 4.5.4.1: at least 4-5 days.
PATIENCE = timedelta(days=4)


@dataclass
class Delivered:
    """What became of the mails that were tried, what each relay said that took none, and why all are held, if so."""

    done: int = 0
    refused: int = 0
    waiting: int = 0
    doubt: int = 0
    said: dict[str, str] = field(default_factory=dict)
    held: fence.Held | None = None

    def count(self, fields: Mapping[str, Any]) -> None:
        """Count a mail that was not taken, by what its row was given."""
        if "doubts" in fields:
            self.doubt += 1
        elif fields["state"] == State.PLANNED:
            self.waiting += 1
        else:
            self.refused += 1


def outcome(mail: Mail, error: RelayError) -> dict[str, Any]:
    """Return what a refusal makes of a mail; the reader answers for nobody else's."""
    later = {"state": State.PLANNED, "reply": error.reply, "reason": error.reason.value}
    if error.doubt:
        doubts = mail.doubts + 1
        state = State.DOUBT if held_back(doubts, relay=mail.relay) else State.PLANNED
        return {**later, "state": state, "doubts": doubts, "due_at": _due(mail, error)}
    if error.scope is Scope.RELAY:
        return later
    gone = error.scope is Scope.READER and error.permanent
    if gone or clock.now() - mail.dated > PATIENCE:
        return {**later, "state": State.REFUSED}
    return {**later, "due_at": _due(mail, error)}


def _due(mail: Mail, error: RelayError) -> datetime:
    wait = circuits.wait_of_letter(mail.attempts + 1, named=error.retry_after)
    return clock.now() + wait
