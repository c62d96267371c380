"""The outlet's relays together: when one drops the mail, the next one takes over."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Self

from django.conf import settings

from pamphleteer.ground import clock
from pamphleteer.post.discretion import discreet
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.models import Rest
from pamphleteer.post.relays import Account, Mail, Relay, open_relay

# How long a relay that failed is left alone, by failures in a row; a row that a site put off waits likewise.
STEPS = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 1800))
_REFUSALS = 5  # of mails to different sites, one after another: then it is the relay's doing


def back_off(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    return STEPS[min(max(failures, 1), len(STEPS)) - 1]


class Fleet:
    """The relays, their connections, and what they said when they refused.

    With `anyway`, relays that are resting are tried nevertheless: somebody asked.
    """

    def __init__(self, *, anyway: bool = False) -> None:
        self._accounts = settings.POST_RELAYS
        self._relays = [open_relay(_account(one)) for one in self._accounts]
        self._rests = {rest.relay: rest for rest in Rest.objects.all()}
        self._idle = set() if anyway else {r.relay for r in self._rests.values() if _rests(r)}
        self._refusals: Counter[str] = Counter()
        self.said: dict[str, str] = {name: self._rests[name].said for name in self._idle}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for relay in self._relays:
            relay.close()

    def ready(self) -> bool:
        """Return whether any relay may be tried now."""
        return any(relay.name not in self._idle for relay in self._relays)

    def carry(self, mail: Mail, *, turn: int, handing: Callable[[str], None]) -> tuple[str, str]:
        """Hand a mail to the first relay that takes it; return its name and its reply.

        `turn` spreads mails over the relays by their weights. `handing` is called with a relay's name before it
        gets the mail. Raises the last `RelayError`, and at once one that another relay cannot help. What relays say
        comes back without the reader's address.
        """
        last = RelayError("no relay is ready", scope=Scope.RELAY)
        for relay in self._in_turn(turn):
            try:
                reply = relay.carry(mail, handing=partial(handing, relay.name))
            except RelayError as error:
                last = error
                error.reply = discreet(error.reply, to=mail.to)
                self._note(relay, error)
                if error.doubt or not _another(error):
                    raise
            else:
                self._woke(relay)
                return relay.name, discreet(reply, to=mail.to)
        raise last

    def _in_turn(self, turn: int) -> Iterator[Relay]:
        ready = [relay for relay in self._relays if relay.name not in self._idle]
        weights = {one["name"]: one["weight"] for one in self._accounts}
        point = turn % (sum(weights[relay.name] for relay in ready) or 1)
        for relay in ready:
            point -= weights[relay.name]
            if point < 0:
                yield relay
                yield from (other for other in ready if other is not relay)
                return

    def _note(self, relay: Relay, error: RelayError) -> None:
        self.said[relay.name] = error.reply
        if error.scope is Scope.SITE and error.permanent:
            self._refusals[relay.name] += 1
        if error.scope is Scope.RELAY or self._refusals[relay.name] >= _REFUSALS:
            self._rest(relay, error)

    def _rest(self, relay: Relay, error: RelayError) -> None:
        known = self._rests.get(relay.name)
        failures = known.failures + 1 if known else 1
        wait = timedelta(seconds=error.retry_after) if error.retry_after else back_off(failures)
        self._rests[relay.name], _ = Rest.objects.update_or_create(
            relay=relay.name,
            defaults={
                "failures": failures,
                "until": clock.now() + min(wait, STEPS[-1]),
                "said": error.reply[:500],
            },
        )
        self._idle.add(relay.name)
        self._refusals[relay.name] = 0

    def _woke(self, relay: Relay) -> None:
        self._refusals[relay.name] = 0
        self.said.pop(relay.name, None)
        if self._rests.pop(relay.name, None):
            Rest.objects.filter(relay=relay.name).delete()


def _another(error: RelayError) -> bool:
    """Return whether another relay may take what this one did not."""
    return error.scope is Scope.RELAY or (error.scope is Scope.SITE and error.permanent)


def _rests(rest: Rest) -> bool:
    return rest.until > clock.now()


def _account(relay: Mapping[str, Any]) -> Account:
    domain = settings.POST_SENDER.rpartition("@")[2]
    return Account(
        name=relay["name"],
        url=relay["url"],
        password=relay["password"],
        timeout=relay["timeout"],
        hello=domain,
    )
