"""An SMTP server as a relay: as many connections as it may have, renewed now and then."""

from dataclasses import dataclass

from pamphleteer.post.smtp.session import Account, Session, open_session
from pamphleteer.post.smtp.transfer import Letter, Next, Settle, transfer

_RENEWED = 500  # letters after which a connection is made anew: servers end long ones, and balance by new ones


class SmtpLine:
    """One connection."""

    def __init__(self, session: Session, window: int) -> None:
        self._session = session
        self._window = window
        self._left = _RENEWED

    @property
    def spent(self) -> bool:
        """Whether it has carried as much as one connection is to."""
        return self._left <= 0

    async def carry(self, *, following: Next, settle: Settle) -> None:
        """Hand over letters until none follows, or it is spent; raises `RelayError`."""

        def next_() -> Letter | None:
            letter = None if self.spent else following()
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
