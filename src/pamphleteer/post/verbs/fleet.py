"""The outlet's relays together: which one gets a mail, and which is left alone for a while."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.conf import settings

from pamphleteer.ground import clock
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.models import Rest
from pamphleteer.post.relays import Relay, open_relay
from pamphleteer.post.verbs import circuits

_REFUSALS = (
    5  # different sites that refused for good, one after another: then it is the relay's doing
)


class Fleet:
    """The relays, and what they said when they refused.

    A relay that rests is tried again, by one process and with one letter, when its time has come. With `anyway` that
    is now: somebody asked.
    """

    def __init__(self, *, anyway: bool = False) -> None:
        self._weights: dict[str, int] = {one["name"]: one["weight"] for one in settings.POST_RELAYS}
        self._rests = {rest.relay: rest for rest in Rest.objects.all()}
        self._idle = set() if anyway else {*self._rests} & {*self._weights}
        self._tried: set[str] = set()  # relays that rested, and have a letter now
        self._refusals: dict[str, set[str]] = defaultdict(set)
        self.said: dict[str, str] = {
            name: self._rests[name].said for name in self._idle if not self._over(name)
        }

    def relays(self) -> Sequence[Relay]:
        """Return the relays, none of which is spoken to yet."""
        return [open_relay(one) for one in settings.POST_RELAYS]

    def ready(self, *, without: Collection[str] = ()) -> bool:
        """Return whether any relay may be tried now, apart from some."""
        return any(
            name not in without and (name not in self._idle or self._over(name))
            for name in self._weights
        )

    def paced(self, rooms: Mapping[str, int]) -> dict[str, int]:
        """Return how many letters each relay may be handed now, of those that there is room for."""
        for name in [name for name in self._idle if self._over(name)]:
            if circuits.tried(self._rests[name]):
                self._idle.discard(name)
        return {name: self._paced(name, room) for name, room in rooms.items()}

    def handed(self, relays: Collection[str]) -> None:
        """Note which relays have been handed letters."""
        self._tried |= {name for name in relays if name in self._rests}

    def pick(self, turn: int, *, without: Collection[str]) -> str | None:
        """Return which relay is to get the mail of this turn, by their weights."""
        found = [one for one in self._weights if one not in self._idle and one not in without]
        point = turn % (sum(self._weights[name] for name in found) or 1)
        for name in found:
            point -= self._weights[name]
            if point < 0:
                return name
        return None

    def took(self, relay: str) -> None:
        """Note that a relay has taken a mail; what was on its way when it was left alone does not count."""
        self._refusals.pop(relay, None)
        if relay in self._idle:
            return
        self.said.pop(relay, None)
        if self._rests.pop(relay, None):
            self._tried.discard(relay)
            circuits.closed(relay)

    def refused(self, relay: str, error: RelayError, *, to: str) -> None:
        """Note that a relay has refused a mail for a site's sake: of site after site it is its own doing."""
        self._tried.discard(relay)
        if error.scope is Scope.SITE and error.permanent:
            self.said[relay] = error.reply
            self._refusals[relay].add(to.rpartition("@")[2].lower())
            if len(self._refusals[relay]) >= _REFUSALS:
                self.dropped(relay, error)

    def dropped(self, relay: str, error: RelayError) -> None:
        """Leave a relay alone for a while that takes no mail at all."""
        self.said[relay] = error.reply
        if relay in self._idle:
            return
        self._rests[relay] = circuits.opened(relay, error, known=self._rests.get(relay))
        self._idle.add(relay)
        self._tried.discard(relay)
        self._refusals.pop(relay, None)

    def _paced(self, relay: str, room: int) -> int:
        if relay in self._rests and relay not in self._idle:
            return 0 if relay in self._tried else min(room, 1)
        return room

    def _over(self, relay: str) -> bool:
        return self._rests[relay].until <= clock.now()


def another(error: RelayError) -> bool:
    """Return whether another relay may take what this one did not."""
    return error.scope is Scope.RELAY or (error.scope is Scope.SITE and error.permanent)
