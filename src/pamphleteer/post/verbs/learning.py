"""The rates that relays have taught by saying that they get too many letters, beside what options say."""

from collections import Counter

from django.conf import settings
from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.post.models import Pace
from pamphleteer.post.pace import easing
from pamphleteer.post.pace.easing import Ease
from pamphleteer.post.verbs.pacing import locked

_LATELY = (
    10.0  # seconds in which it is counted what a relay takes, and after which rates are written
)
_MORE, _FREE = (
    0.2,
    200.0,
)  # letters a second: more each second, and the rate from which on there is none


class Learnt:
    """The rates of this process; what another one learns is read with the next round."""

    def __init__(self) -> None:
        names = [one["name"] for one in settings.POST_RELAYS]
        rows = Pace.objects.filter(relay__in=names, rate__isnull=False)
        self._eases = {row.relay: Ease(rate=row.rate) for row in rows}
        self._dirty: set[str] = set()
        self._taken: Counter[str] = Counter()
        self._since = self._written_at = _now()

    def turn(self) -> None:
        """Now and then write what has changed, and begin to count anew."""
        now = _now()
        if now - self._written_at >= _LATELY:
            self._written_at = now
            self.write()
        if now - self._since >= 2 * _LATELY:
            self._taken.clear()
            self._since = now

    def room(self, relay: str, room: int) -> int:
        """Return how many letters a relay may be handed now, of those that there is room for."""
        ease = self._eases.get(relay)
        allowed = easing.room(ease, now=_now()) if ease else None
        return room if allowed is None else min(room, allowed)

    def soon(self) -> list[float]:
        """Return the seconds until each relay with a rate may be handed a letter."""
        now = _now()
        return [one.soon(now) for one in self._eases.values()]

    def handed(self, relay: str, letters: int) -> None:
        """Note that a relay is handed letters."""
        if ease := self._eases.get(relay):
            self._eases[relay] = easing.handed(ease, now=_now(), letters=letters)

    def took(self, relay: str) -> None:
        """Note that a relay has taken a letter."""
        self._taken[relay] += 1
        if ease := self._eases.get(relay):
            after = easing.took(ease, now=_now(), more=_MORE, free=_FREE)
            self._dirty.add(relay)
            if after.rate is None:
                del self._eases[relay]
            else:
                self._eases[relay] = after

    def slower(self, relay: str) -> None:
        """Note that a relay gets too many letters: from now on it gets half of what it took lately."""
        known, now = self._eases.get(relay), _now()
        lately = max(self._taken[relay], 1) / max(now - self._since, 1.0)
        before = min(lately, _FREE) if known is None or known.rate is None else known.rate
        self._eases[relay] = Ease(rate=max(before / 2, easing.SLOWEST), ready_at=now)
        self._dirty.add(relay)
        self.write()

    def write(self) -> None:
        """Write what has changed."""
        for relay in sorted(self._dirty):
            ease = self._eases.get(relay)
            with transaction.atomic():
                row = locked(relay, clock.now())
                row.rate = ease.rate if ease else None
                row.save(update_fields=["rate"])
        self._dirty.clear()


def _now() -> float:
    return clock.now().timestamp()
