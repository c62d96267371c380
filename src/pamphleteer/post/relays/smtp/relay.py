"""An SMTP server as a relay: as many connections as it may have, renewed now and then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from pamphleteer.post.relays.kit import Letter, Next, Settle
from pamphleteer.post.relays.smtp.session import Account, Session, open_session
from pamphleteer.post.relays.smtp.transfer import transfer

_RENEWED = 500  # letters after which a connection is made anew: servers end long ones, and balance by new ones


class SmtpLine:
    """One connection."""

    def __init__(self, session: Session, window: int) -> None:
        self._session = session
        self._window = window
        self._left = _RENEWED

    @property
    def spent(self) -> bool:
        """Whether it has carried as much as one connection is to, or was closed by the other side."""
        return self._left <= 0 or self._session.wire.lost is not None

    async def carry(self, *, following: Next, settle: Settle) -> None:
        """Hand over letters until none follows, or it is spent; raises `RelayError`."""

        def next_() -> Letter | None:
            letter = following() if self._left else None
            self._left -= letter is not None
            return letter

        await transfer(self._session, following=next_, settle=settle, window=self._window)

    async def close(self) -> None:
        """Say goodbye."""
        await self._session.close()


@dataclass(frozen=True)
class SmtpRelay:
    """A server and how it is used; `window` are the letters that one connection may leave in doubt."""

    account: Account
    lines: int = 4
    window: int = 4

    @property
    def name(self) -> str:
        """The relay's name."""
        return self.account.name

    async def open(self) -> SmtpLine:
        """Return a new connection; raises `RelayError`."""
        return SmtpLine(await open_session(self.account), self.window)


_SCHEMES = {"smtp": (25, "no"), "smtps": (465, "implicit"), "smtp+starttls": (587, "starttls")}


def opened(options: Mapping[str, Any]) -> SmtpRelay:
    """Return the relay of an outlet's options: smtp://, smtps:// or smtp+starttls:// (RFC 5321, RFC 8314, RFC 3207)."""
    url = urlsplit(options["url"])
    port, tls = _SCHEMES[url.scheme]
    account = Account(
        name=options["name"],
        host=url.hostname or "",
        port=url.port or port,
        tls=tls,
        user=unquote(url.username or ""),
        password=options["password"],
        timeout=options["timeout"],
        hello=options["hello"],
    )
    return SmtpRelay(account, options.get("connections", 4), options.get("window", 4))
