"""A provider's API as a relay: a few requests at once, each with one letter."""

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from requests import PreparedRequest, Response

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.relays.api.answers import refused
from pamphleteer.post.relays.api.connection import Connection
from pamphleteer.post.relays.api.repeats import Again, Repeats
from pamphleteer.post.relays.kit import Letter, Next, Outcome, Reply, Settle

_ASKED = 3  # times, where asking again is safe


@dataclass(frozen=True)
class Asked:
    """A request for one letter, and what an answer that agrees means."""

    request: PreparedRequest
    understood: Callable[[Response], Outcome]


class Way(Protocol):
    """How a provider is asked to take a letter."""

    @property
    def repeats(self) -> Repeats | None:
        """How the provider says that it knows a letter again by its key, if it does: then it may be asked again."""
        ...

    def asked(self, letter: Letter) -> Asked:
        """Return the request for a letter; raises `RelayError` for one that it can't take."""
        ...


class ApiLine:
    """One connection; each request is answered before the next one."""

    def __init__(self, connection: Connection, way: Way, secret: str) -> None:
        self._connection = connection
        self._way = way
        self._secret = secret
        self._refused = False

    @property
    def spent(self) -> bool:
        """Whether the provider has refused to take anything."""
        return self._refused

    async def carry(self, *, following: Next, settle: Settle) -> None:
        """Hand over letters until none follows; raises the `RelayError` after which nothing goes any more."""
        while (letter := following()) is not None:
            outcome = self._without_secret(await self._outcome(letter))
            await settle(letter, outcome)
            if isinstance(outcome, RelayError) and outcome.scope is Scope.RELAY:
                self._refused = True
                raise outcome

    async def close(self) -> None:
        """Say goodbye."""
        await self._connection.close()

    def _without_secret(self, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Reply):
            return Reply(outcome.code, outcome.text.replace(self._secret, "…"))
        outcome.reply = outcome.reply.replace(self._secret, "…")
        return outcome

    async def _outcome(self, letter: Letter) -> Outcome:
        try:
            asked = self._way.asked(letter)
        except RelayError as unfit:
            return unfit
        doubtful = False
        for left in range(_ASKED if self._way.repeats else 1, 0, -1):
            outcome = await self._answer(asked)
            if not isinstance(outcome, RelayError):
                return outcome
            doubtful = doubtful or outcome.doubt
            if not outcome.doubt or left == 1:
                outcome.doubt = doubtful
                return outcome
        raise AssertionError("it is asked once at least")

    async def _answer(self, asked: Asked) -> Outcome:
        try:
            response = await self._connection.ask(asked.request)
        except RelayError as error:
            return error
        if 200 <= response.status_code < 300:
            return asked.understood(response)
        refusal = refused(response)
        again = self._way.repeats.of(response) if self._way.repeats else None
        if again is Again.TAKEN:
            return Reply(response.status_code, f"it had been taken before: {refusal.reply}")
        if again is Again.UNKNOWN:
            return RelayError(refusal.reply, scope=Scope.RELAY, doubt=True, reason=refusal.reason)
        return refusal


@dataclass(frozen=True)
class ApiRelay:
    """A provider; `url` is where its API is, `timeout` for one request, in seconds."""

    name: str
    way: Way
    url: str
    timeout: float
    secret: str = field(repr=False)
    lines: int = 4
    window: int = 1

    async def open(self) -> ApiLine:
        """Return a line, on which nothing is said yet; raises `RelayError`."""
        if not self.secret:
            raise _unfit("it has no key: set password_file", Reason.LOGIN)
        if not safe(self.url):
            why = "the key would travel in the clear: use https:// in api_url"
            raise _unfit(why, Reason.ENCRYPTION)
        return ApiLine(Connection(timeout=self.timeout), self.way, self.secret)


def api_relay(options: Mapping[str, Any], way: Way, *, url: str) -> ApiRelay:
    """Return the relay of an outlet's options that is asked in this way."""
    return ApiRelay(
        name=options["name"],
        way=way,
        url=url,
        timeout=options["timeout"],
        secret=options["password"],
        lines=options.get("connections", 4),
    )


def at(options: Mapping[str, Any]) -> dict[str, str]:
    """Return where the provider's API is, if the outlet says so."""
    return {"api_url": options["api_url"]} if options["api_url"] else {}


def _unfit(why: str, reason: Reason) -> RelayError:
    return RelayError(why, scope=Scope.RELAY, permanent=True, reason=reason)


def safe(url: str) -> bool:
    """Return whether a key may travel to an address: encrypted, or within this machine."""
    parts = urlsplit(url)
    try:
        return parts.scheme == "https" or ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return parts.hostname == "localhost"
