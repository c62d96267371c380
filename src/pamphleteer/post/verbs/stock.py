"""The mails that one mailing holds: claimed for it, and not handed over yet."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from pamphleteer.post.dispatch import Dispatch
from pamphleteer.post.errors import RelayError
from pamphleteer.post.holders import new_holder
from pamphleteer.post.mails import Mail
from pamphleteer.post.models import Delivery, Sending
from pamphleteer.post.verbs.claim import KINDS, Kind, claim, keep
from pamphleteer.post.verbs.fleet import Fleet

BATCH = 500
_FEW, _AHEAD = 20, 4  # mails are claimed at a time, or so many times what relays have room for
_SOON = 0.5  # seconds after which it is looked for mails that somebody is waiting for
_KEPT = 20.0  # seconds after which what is held is held for longer; a lease is longer


@dataclass(slots=True)
class Held:
    """A mail in hand, the relays that did not take it, and what the last of them said."""

    mail: Mail
    tried: set[str] = field(default_factory=set)
    said: RelayError | None = None


class Stock:
    """What is held, under a name of its own; `left` is how many more may be claimed, if that is bounded."""

    def __init__(self, fleet: Fleet, dispatch: Dispatch) -> None:
        self.holder = new_holder()
        self.held: deque[Held] = deque()
        self.left: int | None = None
        self.lacking = False  # whether relays had room for others than those that are held
        self._fleet = fleet
        self._dispatch = dispatch
        self._looked = 0.0
        self._kept = time.monotonic()

    def filled(self) -> bool:
        """Claim the next rows, first those that somebody is waiting for; return whether any are held."""
        room = sum(self._dispatch.rooms().values())
        ahead = min(BATCH, max(self._dispatch.most() * _AHEAD, _FEW))
        most = self._fleet.ahead(ahead if self.left is None else min(ahead, self.left))
        for kind in self._kinds(enough=self._enough(room)):
            if not (most and self._fleet.ready(urgent=urgent(kind))):
                continue
            mails = claim(kind, holder=self.holder, at_most=most)
            if mails:
                self.left = None if self.left is None else self.left - len(mails)
                self._hold(mails, first=urgent(kind))
                break
        return bool(self.held)

    def _enough(self, room: int) -> bool:
        """Say whether what is held is as much as may go, and for those relays that have room."""
        return len(self.held) > (BATCH if self.lacking else room)

    def _hold(self, mails: Sequence[Mail], *, first: bool) -> None:
        held = [Held(mail) for mail in mails]
        if first:
            self.held.extendleft(reversed(held))
        else:
            self.held.extend(held)

    def _kinds(self, *, enough: bool) -> Sequence[Kind]:
        """Return what is to be claimed, by turns: what somebody is waiting for comes first now and then."""
        now = time.monotonic()
        if now - self._looked < _SOON:
            return () if enough else (*KINDS[-1:], *KINDS[:-1])
        self._looked = now
        return KINDS[:-1] if enough else KINDS

    def keep(self) -> None:
        """Let no other process think that this one is gone, however slow relays are to answer."""
        if time.monotonic() - self._kept >= _KEPT:
            self._kept = time.monotonic()
            keep(holder=self.holder)


def urgent(kind: type[Sending]) -> bool:
    """Say whether somebody is waiting for such mails: then they have what is kept of a relay's pace for them."""
    return kind is not Delivery
