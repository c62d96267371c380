"""What every relay is made of."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest

from pamphleteer.ground.text import cut, one_line
from pamphleteer.post.bounces.results import Result
from pamphleteer.post.errors import RelayError

_LONGEST = 400  # characters of a reply


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it travels: whose it is, the envelope's two addresses, and the whole of it with CRLF lines.

    `refusals` says how often it was not taken, where nothing is in doubt.
    `dotless` says that no line is known to begin with a dot, which saves searching for one.
    """

    key: int
    sender: str
    to: str
    content: bytes
    refusals: int = 0
    dotless: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said to one command; several lines are one text."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


Outcome = Reply | RelayError
Next = Callable[[], Letter | None]
Settle = Callable[[Letter, Outcome], Awaitable[None]]


class Line(Protocol):
    """One connection to a relay, or what is like it."""

    @property
    def spent(self) -> bool:
        """Whether it is of no use any more, and to be renewed."""
        ...

    async def carry(self, *, following: Next, settle: Settle) -> None:
        """Hand over letters until none follows; each is settled once.

        Raises the `RelayError` after which the line is of no use.
        """
        ...

    async def close(self) -> None:
        """Say goodbye, without raising anything."""
        ...


class Relay(Protocol):
    """A mail provider or server that letters are handed to."""

    @property
    def name(self) -> str:
        """Its name, as the outlet calls it."""
        ...

    @property
    def lines(self) -> int:
        """How many lines it may have at once."""
        ...

    @property
    def window(self) -> int:
        """How many letters may be on their way on one line."""
        ...

    async def open(self) -> Line:
        """Return a new line; raises `RelayError`."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says of one mail later on, by its Message-ID."""

    message_id: str
    result: Result


class Recall(Protocol):
    """A relay that can be asked later on what it took."""

    async def took(self, message_ids: Sequence[str]) -> Sequence[bool | None]:
        """Return of each mail whether the relay took it; None where it does not tell."""
        ...


class Account(Protocol):
    """An account of ours at a provider, which can be asked about without a letter."""

    async def standing(self, *, within: float) -> str | None:
        """Return how it stands, in words, in so many seconds; None where the provider does not tell.

        Raises `RelayError` where it is closed, or the key is wrong.
        """
        ...


class Reports(Protocol):
    """A relay's webhook."""

    def told(self, request: HttpRequest) -> Sequence[Told]:
        """Return what a request says; raises `ReportError`, and `Forged` where nobody knows who says so."""
        ...

    def once(self, request: HttpRequest) -> str:
        """Return the proof of a request that was read, if it would prove any other words as well; else nothing."""
        ...


def worded(reply: bytes | str) -> str:
    """Return a reply as one line of text that fits its column, without what would be half a word."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return cut(one_line(text), _LONGEST)
