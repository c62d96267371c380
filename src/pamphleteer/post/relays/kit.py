"""What every relay is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pamphleteer.ground.text import one_line


@dataclass(frozen=True)
class Mail:
    """A mail as it travels: the envelope's two addresses, and the whole message with CRLF lines."""

    sender: str
    to: str
    content: bytes

    @property
    def utf8(self) -> bool:
        """Whether the reader's address itself needs SMTPUTF8 (RFC 6531)."""
        return not self.to.isascii()


@dataclass(frozen=True)
class Account:
    """How a relay is reached, as the outlet has it; `timeout` is for one reply, in seconds."""

    name: str
    url: str
    password: str = ""
    timeout: float = 30.0
    hello: str = "localhost"


class Relay(Protocol):
    """A mail provider or server that we hand mail to, one after another."""

    name: str

    def carry(self, mail: Mail, *, handing: Callable[[], None]) -> str:
        """Hand over one mail and return the relay's reply.

        `handing` is called once, when the next thing sent could make the mail arrive; what it raises is let
        through and the relay forgets the mail. Raises `RelayError`.
        """
        ...

    def close(self) -> None:
        """Say goodbye, without raising anything."""
        ...


def worded(reply: bytes | str) -> str:
    """Return a reply as one line of text that fits its column."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return one_line(text)[:400]
