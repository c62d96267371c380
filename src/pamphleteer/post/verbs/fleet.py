"""The outlet's relays together: which one gets a mail, and which is left alone for a while."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from django.conf import settings

from pamphleteer.ground import clock
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.models import Rest
from pamphleteer.post.pace.circuits import LASTING
from pamphleteer.post.relays import Relay, open_relay
from pamphleteer.post.sites.grouping import domain_of
from pamphleteer.post.verbs import circuits
from pamphleteer.post.verbs.learning import Learnt
from pamphleteer.post.verbs.pacing import Paces, Share
from pamphleteer.post.verbs.sites import Sites

_REFUSALS = 5  # different sites that refused for good in a row: then it is the relay's doing
_PUT_OFF = 12  # the same of sites that put mail off, or whose readers it says are not there
_BLINK = 0.002  # seconds: what is due sooner is due now
_BLINKS = 3  # turns in which what is due may still go


class Fleet:
    """The relays, and what they said when they refused.

    A relay that rests is tried again, by one process and with one letter, when its time has come. With `anyway` that
    is now, for somebody asked: but those only that may be well by now, unless they say that all are `mended`.
    """

    def __init__(self, *, anyway: bool = False, mended: bool = False) -> None:
        self._weights: dict[str, int] = {one["name"]: one["weight"] for one in settings.POST_RELAYS}
        self._paces = Paces()
        self._learnt = Learnt()
        self._rests = {rest.relay: rest for rest in Rest.objects.all()}
        self._idle = {*self._rests} & {*self._weights}
        self._early = {
            name
            for name in self._idle
            if anyway and (mended or not self._rests[name].lasting) and not self._over(name)
        }
        self._idle -= self._early
        self._trying: set[str] = set()  # relays that rested, and are this process's to try
        self._tried: set[str] = set()  # those, and others, that have a letter now
        self._refusals: dict[str, dict[str, bool]] = defaultdict(dict)  # sites, whether for good
        self.sites = Sites()
        self.said: dict[str, str] = {
            name: self._rests[name].said for name in self._idle if not self._over(name)
        }

    def relays(self) -> Sequence[Relay]:
        """Return the relays, none of which is spoken to yet."""
        return [open_relay(one) for one in settings.POST_RELAYS]

    def ready(self, *, urgent: bool = True, without: Collection[str] = ()) -> bool:
        """Return whether any relay may be tried now, apart from some, for what somebody waits for or for the rest."""
        return any(
            name not in without
            and (name not in self._idle or self._over(name))
            and not self._paces.spent(name, urgent=urgent)
            for name in self._weights
        )

    def rooms(self, rooms: Mapping[str, int], *, stuck: Collection[str] = ()) -> "Rooms":
        """Return what may be handed over in this turn, of what relays have room for."""
        self.sites.turn()
        self._learnt.turn()
        for name in [name for name in self._idle if self._over(name)]:
            if circuits.tried(self._rests[name]):
                self._idle.discard(name)
                self._trying.add(name)
        free = {name: self._half(name, room) for name, room in rooms.items()}
        paced = [self._slots(free, urgent=urgent) for urgent in (False, True)]
        spent = [self._spent(urgent=urgent) for urgent in (False, True)]
        shut = [
            {*stuck, *gone, *(name for name, room in rooms.items() if room and not slots[name])}
            for slots, gone in zip(paced, spent, strict=True)
        ]
        return Rooms(self, paced, spent, shut)

    def granted(self, going: Sequence[tuple[str, bool]]) -> list[bool]:
        """Say of each letter that is about to go, by relay and urgency, whether it may, in the open transaction."""
        wanted = {
            relay: Share(urgent=going.count((relay, True)), other=going.count((relay, False)))
            # In one order, or two processes would wait for each other's rows for ever.
            for relay in sorted({relay for relay, _ in going})
        }
        left = {
            (relay, urgent): share.urgent if urgent else share.other
            for relay, share in self._paces.granted(wanted).items()
            for urgent in (True, False)
        }
        said = list[bool]()
        for one in going:
            said.append(left[one] > 0)
            left[one] -= 1
        return said

    def pause(self, most: float, *, still: int = 0) -> float:
        """Return the seconds that nothing can change in but by what relays say.

        `still` is in how many turns nothing has moved: after a few it waits for something else than what is due, such
        as a relay that rests, or has all the letters that it takes at once.
        """
        soon = [*self._paces.soon(), *self._learnt.soon()]
        return max(min([*(one for one in soon if one or still <= _BLINKS), most]), _BLINK)

    def ahead(self, most: int) -> int:
        """Return how many mails are worth being held at once, where relays take so many a second."""
        return self._paces.ahead(self._weights, most)

    def handed(self, letters: Mapping[str, int]) -> None:
        """Note how many letters relays have been handed."""
        self._tried |= {name for name in letters if name in self._rests}
        for name, number in letters.items():
            self._learnt.handed(name, number)

    def wheel(self, *, without: Collection[str]) -> "Wheel":
        """Return the relays that mails are shared among now, by their weights."""
        return Wheel(
            {
                name: weight
                for name, weight in self._weights.items()
                if name not in self._idle and name not in without
            }
        )

    def took(self, relay: str, *, to: str) -> None:
        """Note that a relay has taken a mail; what was on its way when it was left alone does not count."""
        self._refusals.pop(relay, None)
        self.sites.took(relay, to=to)
        self._learnt.took(relay)
        if relay in self._idle:
            return
        self.said.pop(relay, None)
        self._paces.took(relay)
        if self._rests.pop(relay, None):
            self._tried.discard(relay)
            self._trying.discard(relay)
            circuits.closed(relay)

    def refused(self, relay: str, error: RelayError, *, to: str, again: bool = False) -> None:
        """Note that a relay has refused a mail for a site's or reader's sake: time after time it is its own doing.

        A mail that was refused before, and is `again`, says no more about the relay: such mails come together.
        """
        self._tried.discard(relay)
        self.sites.refused(relay, error, to=to)
        if again:
            return
        of_site = error.scope is Scope.SITE
        if of_site or (error.scope is Scope.READER and error.permanent):
            lasts = of_site and error.permanent
            if lasts:
                self.said[relay] = error.reply
            refused = self._refusals[relay]
            refused[domain_of(to)] = max(lasts, refused.get(domain_of(to), False))
            if sum(refused.values()) >= _REFUSALS or len(refused) >= _PUT_OFF:
                self.dropped(relay, error)

    def dropped(self, relay: str, error: RelayError) -> None:
        """Leave a relay alone for a while that takes no mail at all."""
        self.said[relay] = error.reply
        if relay in self._idle:
            return
        if error.reason is Reason.RATE:
            self._learnt.slower(relay)
        known, early = self._rests.get(relay), relay in self._early
        self._rests[relay] = circuits.opened(relay, error, known=known, early=early)
        self._early.discard(relay)
        self._idle.add(relay)
        self._tried.discard(relay)
        self._trying.discard(relay)
        self._refusals.pop(relay, None)

    def write(self) -> None:
        """Write down what was learnt about sites and relays; who was to be tried and was not is left to others."""
        while self._trying:
            circuits.untried(self._rests[self._trying.pop()])
        self.sites.write()
        self._learnt.write()

    def _slots(self, free: Mapping[str, int], *, urgent: bool) -> dict[str, int]:
        return {name: self._paces.room(name, room, urgent=urgent) for name, room in free.items()}

    def _spent(self, *, urgent: bool) -> set[str]:
        return {name for name in self._weights if self._paces.spent(name, urgent=urgent)}

    def _half(self, relay: str, room: int) -> int:
        if relay in self._rests and relay not in self._idle:
            return 0 if relay in self._tried else min(room, 1)
        return self._learnt.room(relay, room)

    def _over(self, relay: str) -> bool:
        """Say whether a relay has rested for long enough, whatever a clock that was wrong had written down."""
        left = self._rests[relay].until - clock.now()
        return left <= timedelta() or left > 2 * LASTING[-1]


class Wheel:
    """Relays, each of which has as many turns in a round as it weighs."""

    def __init__(self, weights: Mapping[str, int]) -> None:
        self._weights = weights
        self._round = sum(weights.values())

    def at(self, turn: int) -> str | None:
        """Return which relay is to get the mail of a turn, if there is any."""
        point = turn % (self._round or 1)
        for name, weight in self._weights.items():
            point -= weight
            if point < 0:
                return name
        return None


class Rooms:
    """What may be handed over in one turn, to whom: for what somebody waits for, and for the rest."""

    def __init__(
        self,
        fleet: Fleet,
        free: Sequence[dict[str, int]],
        spent: Sequence[Collection[str]],
        shut: Sequence[Collection[str]],
    ) -> None:
        self._fleet = fleet
        self._free = free
        self._spent = spent  # relays whose hour or day is used up
        self._shut = (
            shut  # those, and relays that can take none now: they leave their share to others
        )
        self._usual = [self._wheels((), urgent=urgent) for urgent in (False, True)]

    def __bool__(self) -> bool:
        return any(self._free[True].values())

    def relay(
        self, turn: int, *, urgent: bool, tried: Collection[str], anybody: bool = False
    ) -> str | None:
        """Return who is to carry the mail of a turn, of those that did not refuse it.

        With `anybody` that is one of those that have room now, if there are any, whatever their share.
        """
        if not (tried or anybody):
            shared, all_ = self._usual[urgent]
            return shared.at(turn) or all_.at(turn)
        wheel, shut = self._fleet.wheel, self._shut[urgent]
        if anybody:
            full = [name for name, room in self._free[urgent].items() if not room]
            if found := wheel(without={*tried, *shut, *full}).at(turn):
                return found
        shared, all_ = self._wheels(tried, urgent=urgent)
        return shared.at(turn) or all_.at(turn)

    def _wheels(self, tried: Collection[str], *, urgent: bool) -> tuple[Wheel, Wheel]:
        """Return those that take their share now, and those that would if there were room."""
        wheel = self._fleet.wheel
        return (
            wheel(without={*tried, *self._shut[urgent]}),
            wheel(without={*tried, *self._spent[urgent]}),
        )

    def take(self, relay: str, *, urgent: bool) -> bool:
        """Take the room of one letter, if there is any."""
        if not self._free[urgent].get(relay):
            return False
        for free in self._free:
            free[relay] = max(free[relay] - 1, 0)
        return True


def another(error: RelayError) -> bool:
    """Return whether another relay may take what this one did not.

    A mailbox that one relay says is not there may be one that it does not know: the next one is asked as well.
    """
    return error.scope is Scope.RELAY or error.permanent
