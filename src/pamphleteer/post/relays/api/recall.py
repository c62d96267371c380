"""What a provider took, as it remembers it by our Message-ID."""

from collections.abc import Callable, Sequence
from typing import Any

from requests import PreparedRequest

from pamphleteer.post.errors import RelayError
from pamphleteer.post.relays.api.connection import Connection
from pamphleteer.post.relays.api.relay import safe


class ApiRecall:
    """Asks one mail after the other; `names` reads the Message-IDs of an answer, `timeout` is for one, in seconds."""

    def __init__(
        self,
        question: Callable[[str], PreparedRequest],
        names: Callable[[Any], Sequence[str]],
        *,
        url: str,
        timeout: float,
    ) -> None:
        self._question = question
        self._names = names
        self._url = url
        self._timeout = timeout

    async def took(self, message_ids: Sequence[str]) -> Sequence[bool | None]:
        """Return of each mail whether the provider took it; None where it does not tell."""
        if not safe(self._url):
            return [None] * len(message_ids)
        found: list[bool | None] = [None] * len(message_ids)
        connection = Connection(timeout=self._timeout)
        try:
            for place, one in enumerate(message_ids):
                found[place] = await self._took(connection, one)
        except RelayError:
            pass  # whoever does not answer once is not asked a hundred times
        finally:
            await connection.close()
        return found

    async def _took(self, connection: Connection, message_id: str) -> bool | None:
        answer = await connection.ask(self._question(message_id))
        if answer.status_code != 200:
            return None
        try:
            found = [name.strip("<>") for name in self._names(answer.json())]
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            return None
        if found and message_id not in found:
            return None  # it did not understand the question
        return bool(found)
