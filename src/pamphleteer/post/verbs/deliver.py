"""Deliver what is due: one claim, one handing over and one outcome for each mail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from pamphleteer.ground import clock
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.errors import NotOurs, RelayError, Scope
from pamphleteer.post.holders import new_holder
from pamphleteer.post.letters.writing import written
from pamphleteer.post.models import Sending, State
from pamphleteer.post.verbs.claim import KINDS, claim, give_back, held_back, lease
from pamphleteer.post.verbs.fleet import Fleet, back_off
from pamphleteer.press import theme

BATCH = 20
ROUND = 200
PATIENCE = timedelta(
    days=4
)  # with a site that puts a mail off; RFC 5321, 4.5.4.1: at least 4-5 days


@dataclass
class Delivered:
    """What became of the mails that were tried, and what each relay said that took none."""

    done: int = 0
    refused: int = 0
    waiting: int = 0
    doubt: int = 0
    said: dict[str, str] = field(default_factory=dict)


def deliver(*, stop: Stop = never, at_most: int | None = None, anyway: bool = False) -> Delivered:
    """Hand over what is due, until nothing is or no relay takes mail; `anyway` tries resting relays too.

    Asked to stop, it finishes the mail in hand and gives the others back.
    """
    tally = Delivered()
    theme.reload()
    with Fleet(anyway=anyway) as fleet:
        _Call(fleet, stop, tally).work(at_most)
        tally.said = fleet.said
    return tally


def round_(stop: Stop = never) -> int:
    """Deliver some of what is due; returns how many mails were settled."""
    tally = deliver(stop=stop, at_most=ROUND)
    return tally.done + tally.refused + tally.doubt


class _Call:
    """One call of `deliver`: its holder's name, its relays, its tally."""

    def __init__(self, fleet: Fleet, stop: Stop, tally: Delivered) -> None:
        self.fleet = fleet
        self.stop = stop
        self.tally = tally
        self.holder = new_holder()

    def work(self, at_most: int | None) -> None:
        left = at_most
        while self._goes_on() and left != 0:
            rows = self._claimed(BATCH if left is None else min(BATCH, left))
            if not rows:
                return
            left = None if left is None else left - len(rows)
            self._batch(rows)

    def _goes_on(self) -> bool:
        return self.fleet.ready() and not self.stop()

    def _claimed(self, at_most: int) -> Sequence[Sending]:
        """Return the next rows: first those that somebody is waiting for."""
        for kind in KINDS:
            rows = claim(kind, holder=self.holder, at_most=at_most)
            if rows:
                return rows
        return []

    def _batch(self, rows: Sequence[Sending]) -> None:
        pending = list(rows)
        try:
            while pending and self._goes_on():
                self._one(pending.pop(0))
        finally:
            give_back(pending, holder=self.holder)

    def _one(self, row: Sending) -> None:
        settle = partial(_settle, row, holder=self.holder)
        try:
            if why := row.unwanted():
                raise NotOurs(why)
            handing = partial(_hand, row, holder=self.holder)
            relay, reply = self.fleet.carry(written(row), turn=row.pk, handing=handing)
        except NotOurs as reason:
            self._count(settle, state=State.REFUSED, reply=str(reason))
        except KeyMissing:
            # Of all readers: nobody's mail is settled before it is brought back.
            give_back([row], holder=self.holder)
            raise
        except SealError as error:
            self._count(settle, state=State.REFUSED, reply=str(error))
        except RelayError as error:
            self._count(settle, **_outcome(row, error))
        else:
            self._count(settle, state=State.DONE, relay=relay, reply=reply)

    def _count(self, settle: Callable[..., bool], *, state: State, **fields: Any) -> None:
        if not settle(state=state, **fields):
            return
        if "doubts" in fields:
            self.tally.doubt += 1
        elif state == State.PLANNED:
            self.tally.waiting += 1
        elif state == State.DONE:
            self.tally.done += 1
        else:
            self.tally.refused += 1


def _hand(row: Sending, relay: str, *, holder: str) -> None:
    """Note, before the relay gets the mail, that it does; raises `NotOurs` if it is not to get it."""
    kind, now = type(row), clock.now()
    held = kind._default_manager.filter(pk=row.pk, state=State.CLAIMED, held_by=holder)
    wanted = held.filter(row.still_wanted())
    if not wanted.update(handed_at=now, held_until=now + lease(), relay=relay):
        fresh = kind._default_manager.filter(pk=row.pk).first()
        raise NotOurs((fresh.unwanted() or fresh.state) if fresh else "forgotten")


def _settle(row: Sending, *, holder: str, state: State, **fields: Any) -> bool:
    """Write the outcome; False if the row is another process's by now, or was erased with its reader."""
    settled = None if state == State.PLANNED else clock.now()
    outcome = {"state": state, "held_by": "", "held_until": None, "settled_at": settled}
    if state == State.PLANNED:
        outcome["handed_at"] = None
    fields["reply"] = fields["reply"][:500]
    held = type(row)._default_manager.filter(pk=row.pk, state=State.CLAIMED, held_by=holder)
    return held.update(attempts=row.attempts + 1, **outcome, **fields) == 1


def _outcome(row: Sending, error: RelayError) -> dict[str, Any]:
    """Return what a refusal makes of a mail; the reader answers for nobody else's."""
    later = {"state": State.PLANNED, "reply": error.reply}
    if error.doubt:
        doubts = row.doubts + 1
        state = State.DOUBT if held_back(doubts) else State.PLANNED
        return {**later, "state": state, "doubts": doubts, "due_at": _due(row, error)}
    if error.scope is Scope.RELAY:
        return later
    gone = error.scope is Scope.READER and error.permanent
    if gone or clock.now() - row.dated > PATIENCE:
        return {**later, "state": State.REFUSED}
    return {**later, "due_at": _due(row, error)}


def _due(row: Sending, error: RelayError) -> Any:
    wait = error.retry_after or back_off(row.attempts + 1).total_seconds()
    return clock.now() + timedelta(seconds=wait)
