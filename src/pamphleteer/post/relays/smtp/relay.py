"""An SMTP server as a relay: as many connections as it may have, renewed now and then."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import Letter, Next, Outcome, Settle
from pamphleteer.post.relays.smtp.session import Account, Session, open_session
from pamphleteer.post.relays.smtp.tokens import Tokens
from pamphleteer.post.relays.smtp.transfer import transfer

_RENEWED = 500  # letters after which a connection is made anew: servers end long ones, and balance by new ones

_LOGIN = ("334", "454", "530", "534", "535", "538")  # the server wants another token


class SmtpLine:
    """One connection; one that was let in by a token ends with it, which says nothing of the relay."""

    def __init__(self, session: Session, window: int, tokens: Tokens | None = None) -> None:
        self.session = session
        self._window = window
        self._tokens = tokens
        self._left = _RENEWED

    @property
    def spent(self) -> bool:
        """Whether it has carried as much as one connection is to, or was closed by the other side."""
        return self._left <= 0 or self.session.wire.lost is not None

    async def carry(self, *, following: Next, settle: Settle) -> None:
        """Hand over letters until none follows, or it is spent; raises `RelayError`."""

        def next_() -> Letter | None:
            letter = following() if self._left else None
            self._left -= letter is not None
            return letter

        def settle_(letter: Letter, outcome: Outcome) -> Awaitable[None]:
            self._look(outcome)
            return settle(letter, outcome)

        await transfer(self.session, following=next_, settle=settle_, window=self._window)

    async def close(self) -> None:
        """Say goodbye."""
        await self.session.close()

    def _look(self, outcome: Outcome) -> None:
        """Have the next connection log in by a new token, if this one's has ended: soon, for nobody has to mend it."""
        if self._tokens is None or not isinstance(outcome, RelayError):
            return
        if outcome.scope is Scope.RELAY and outcome.reply.startswith(_LOGIN):
            self._tokens.ended(self.session.account.token)
            outcome.permanent = False


@dataclass(frozen=True)
class SmtpRelay:
    """A server and how it is used; `window` are the letters that one connection may leave in doubt."""

    account: Account
    lines: int = 4
    window: int = 4
    tokens: Tokens | None = None

    @property
    def name(self) -> str:
        """The relay's name."""
        return self.account.name

    async def open(self) -> SmtpLine:
        """Return a new connection; raises `RelayError`."""
        session = await (self._by_token(self.tokens) if self.tokens else open_session(self.account))
        return SmtpLine(session, self.window, self.tokens)

    async def _by_token(self, tokens: Tokens) -> Session:
        """Log in by a token, which may have ended since it was printed."""
        token = await tokens.token()
        try:
            return await open_session(replace(self.account, token=token))
        except RelayError as error:
            if not error.reply.startswith(_LOGIN):
                raise
            fresh = await tokens.token(instead=token)
            if fresh == token:
                raise
            return await open_session(replace(self.account, token=fresh))


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
    command = options["token_command"]
    return SmtpRelay(
        account,
        options.get("connections", 4),
        options.get("window", 4),
        Tokens(command, timeout=options["timeout"]) if command else None,
    )
