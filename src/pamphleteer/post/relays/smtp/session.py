"""A connection that a relay has let us in on: greeted, within TLS, logged in."""

import asyncio
import ipaddress
import re
import ssl
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.relays.kit import Reply, worded
from pamphleteer.post.relays.replies import Stage, refusal
from pamphleteer.post.relays.smtp.wire import Wire, WireError

_OK, _READY, _LET_IN, _GO_ON_AUTH = 250, 220, 235, 334
_KEYWORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_CONTENT = 10  # so many times longer than for other replies is waited for the one to a letter


@dataclass(frozen=True)
class Account:
    """How a relay is reached: `tls` is no, starttls or implicit; `timeout` is for one reply, in seconds.

    With a `token` it is logged in by XOAUTH2, else with the password.
    """

    name: str
    host: str
    port: int
    tls: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    timeout: float = 30.0
    hello: str = "localhost"
    trusted: ssl.SSLContext | None = None


class Session:
    """A server that is ready for letters, and what it offers."""

    def __init__(self, wire: Wire, account: Account) -> None:
        self.wire = wire
        self.account = account
        self.offers: Mapping[str, str] = {}

    @property
    def pipelines(self) -> bool:
        """Whether commands may follow one another without their replies (RFC 2920)."""
        return "PIPELINING" in self.offers

    @property
    def chunks(self) -> bool:
        """Whether a letter may come without being asked for (RFC 3030)."""
        return "CHUNKING" in self.offers

    @property
    def largest(self) -> int | None:
        """How many bytes a letter may have, where the server says so (RFC 1870)."""
        said = self.offers.get("SIZE", "")
        return int(said) if said.isascii() and said.isdigit() and int(said) else None

    @property
    def patience(self) -> float:
        """Seconds to wait for the reply to a whole letter (RFC 5321, 4.5.3.2.6, wants ten minutes)."""
        return self.account.timeout * _CONTENT

    async def ask(self, command: str) -> Reply:
        """Return the reply to one command; raises `WireError`."""
        line = f"{command}\r\n".encode()
        await self.wire.send(line, asking=1, within=self.account.timeout)
        return await self.wire.reply(within=self.account.timeout)

    async def close(self) -> None:
        """Say goodbye, whether or not the server still listens."""
        if not self.wire.lost:
            with suppress(WireError, TimeoutError):
                await asyncio.wait_for(self.ask("QUIT"), 5)
        self.wire.break_off(WireError("it was closed"))

    async def _greet(self) -> Self:
        _expect(Stage.HELLO, await self.wire.reply(within=self.account.timeout), _READY)
        await self._hello()
        if self.account.tls == "starttls":
            await self._secure()
            await self._hello()
        if self.account.user:
            await self._log_in()
        return self

    async def _hello(self) -> None:
        said = await self.ask(f"EHLO {self.account.hello}")
        if said.code >= 500:
            self.offers = {}
            said = await self.ask(f"HELO {self.account.hello}")
            _expect(Stage.HELLO, said, _OK)
            return
        _expect(Stage.HELLO, said, _OK)
        offers = dict[str, str]()
        for line in said.text.split("\n")[1:]:
            name, _, value = line.partition(" ")
            if _KEYWORD.fullmatch(name):
                offers[name.upper()] = value.strip()
        self.offers = offers

    async def _secure(self) -> None:
        if "STARTTLS" not in self.offers:
            raise _unfit("it offers no STARTTLS", Reason.ENCRYPTION)
        _expect(Stage.HELLO, await self.ask("STARTTLS"), _READY)
        if not self.wire.idle:
            # Whatever follows came in the clear, from anybody (CVE-2011-0411).
            raise self.wire.break_off(WireError("it spoke on in the clear after STARTTLS"))
        transport = await asyncio.get_running_loop().start_tls(
            self.wire.transport,
            self.wire,
            _context(self.account),
            server_hostname=self.account.host,
            ssl_handshake_timeout=self.account.timeout,
        )
        if transport is None:
            raise WireError("it closed the connection")
        self.wire.connection_made(transport)

    async def _log_in(self) -> None:
        offered = set(self.offers.get("AUTH", "").upper().split())
        account = self.account
        if account.token and "XOAUTH2" not in offered:
            raise _unfit("it takes no tokens to log in (no XOAUTH2)", Reason.LOGIN)
        if account.token:
            told = f"user={account.user}\x01auth=Bearer {account.token}\x01\x01"
            said = await self.ask(f"AUTH XOAUTH2 {_base64(told)}")
            if said.code == _GO_ON_AUTH:  # it tells why, and wants an empty answer
                said = await self.ask("")
        elif "PLAIN" in offered:
            told = f"\x00{account.user}\x00{account.password}"
            said = await self.ask(f"AUTH PLAIN {_base64(told)}")
        elif "LOGIN" in offered:
            said = await self.ask(f"AUTH LOGIN {_base64(account.user)}")
            if said.code == _GO_ON_AUTH:
                said = await self.ask(_base64(account.password))
        else:
            named = ", ".join(sorted(offered)) or "nothing"
            raise _unfit(f"it offers {named} to log in", Reason.LOGIN)
        _expect(Stage.HELLO, said, _LET_IN)


async def open_session(account: Account) -> Session:
    """Return a connection to a relay that is ready for letters; raises `RelayError` of the relay's scope."""
    wire: Wire | None = None
    if account.user and account.tls == "no" and not _loopback(account.host):
        why = "the password would travel in the clear: use smtp+starttls:// or smtps://"
        raise _unfit(why, Reason.ENCRYPTION)
    try:
        async with asyncio.timeout(account.timeout * 4):
            context = _context(account) if account.tls == "implicit" else None
            _, wire = await asyncio.get_running_loop().create_connection(
                Wire, account.host, account.port, ssl=context
            )
            return await Session(wire, account)._greet()
    except BaseException as error:
        if wire is not None:
            wire.break_off(WireError("it was closed"))
        if isinstance(error, WireError | OSError | TimeoutError | UnicodeError):
            # Python has no words for a server that nobody reaches, and for TLS that is cut off in its midst.
            cut_off = isinstance(error, ConnectionError)
            wordless = "it closed the connection" if cut_off else "nothing came in time"
            why = worded(str(error)) or wordless
            said = f"no connection to {account.host}, port {account.port}: {why}"
            reason = Reason.ENCRYPTION if isinstance(error, ssl.SSLError) else Reason.NETWORK
            raise RelayError(said, scope=Scope.RELAY, reason=reason) from error
        raise


def _unfit(why: str, reason: Reason) -> RelayError:
    return RelayError(why, scope=Scope.RELAY, permanent=True, reason=reason)


def _expect(stage: Stage, reply: Reply, code: int) -> None:
    if reply.code != code:
        raise refusal(stage, reply.code, reply.text)


def _context(account: Account) -> ssl.SSLContext:
    return account.trusted or ssl.create_default_context()


def _base64(words: str) -> str:
    return b64encode(words.encode()).decode()


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
