"""The outlet's relays together: which one gets a mail, and which is left alone for a while."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import timedelta

from django.conf import settings

from pamphleteer.ground import clock
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.models import Rest
from pamphleteer.post.relays import Relay, open_relay

# How long a relay that failed is left alone, by failures in a row; a row that a site put off waits likewise.
STEPS = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 1800))
_REFUSALS = 5  # of mails to different sites, one after another: then it is the relay's doing


def back_off(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    return STEPS[min(max(failures, 1), len(STEPS)) - 1]


class Fleet:
    """The relays, and what they said when they refused.

    With `anyway`, relays that are resting are tried nevertheless: somebody asked.
    """

    def __init__(self, *, anyway: bool = False) -> None:
        self._weights: dict[str, int] = {one["name"]: one["weight"] for one in settings.POST_RELAYS}
        self._rests = {rest.relay: rest for rest in Rest.objects.all()}
        self._idle = set() if anyway else {r.relay for r in self._rests.values() if _rests(r)}
        self._refusals: Counter[str] = Counter()
        self.said: dict[str, str] = {name: self._rests[name].said for name in self._idle}

    def relays(self) -> Sequence[Relay]:
        """Return the relays, none of which is spoken to yet."""
        return [open_relay(one) for one in settings.POST_RELAYS]

    def ready(self, *, without: Collection[str] = ()) -> bool:
        """Return whether any relay may be tried now, apart from some."""
        return any(name not in self._idle and name not in without for name in self._weights)

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
        """Note that a relay has taken a mail."""
        self._refusals[relay] = 0
        self.said.pop(relay, None)
        if self._rests.pop(relay, None):
            Rest.objects.filter(relay=relay).delete()

    def refused(self, relay: str, error: RelayError) -> None:
        """Note that a relay has refused a mail for a site's sake: time after time it is its own doing."""
        if error.scope is Scope.SITE and error.permanent:
            self.said[relay] = error.reply
            self._refusals[relay] += 1
            if self._refusals[relay] >= _REFUSALS:
                self.dropped(relay, error)

    def dropped(self, relay: str, error: RelayError) -> None:
        """Leave a relay alone for a while that takes no mail at all."""
        self.said[relay] = error.reply
        if relay in self._idle:
            return
        known = self._rests.get(relay)
        failures = known.failures + 1 if known else 1
        wait = timedelta(seconds=error.retry_after) if error.retry_after else back_off(failures)
        self._rests[relay], _ = Rest.objects.update_or_create(
            relay=relay,
            defaults={
                "failures": failures,
                "until": clock.now() + min(wait, STEPS[-1]),
                "said": error.reply[:500],
            },
        )
        self._idle.add(relay)
        self._refusals[relay] = 0


def another(error: RelayError) -> bool:
    """Return whether another relay may take what this one did not."""
    return error.scope is Scope.RELAY or (error.scope is Scope.SITE and error.permanent)


def _rests(rest: Rest) -> bool:
    return rest.until > clock.now()
