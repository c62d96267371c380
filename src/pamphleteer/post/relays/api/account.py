"""What a provider tells of our account when it is asked, without a letter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from requests import PreparedRequest

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.relays.api.answers import refused
from pamphleteer.post.relays.api.connection import Connection

_CLOSED = {401, 403}  # to this key, which may be one for sending alone


@dataclass(frozen=True)
class Account:
    """The question; `fault` says what is wrong by the answer, in words, or nothing.

    With `narrow` there are keys for sending alone, to which the provider answers nothing else.
    """

    request: PreparedRequest
    fault: Callable[[Any], str]
    narrow: bool = False

    async def standing(self, *, within: float) -> str | None:
        """Return what was found, in words; None where the key does not open the account. Raises `RelayError`."""
        connection = Connection(timeout=within)
        try:
            answer = await connection.ask(self.request)
        finally:
            await connection.close()
        if self.narrow and answer.status_code in _CLOSED:
            return None
        if answer.status_code != 200:
            raise refused(answer)
        try:
            wrong = self.fault(answer.json())
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            return None
        if wrong:
            raise RelayError(wrong, scope=Scope.RELAY, permanent=True, reason=Reason.ACCOUNT)
        return "its key opens our account there"
