"""Real SMTP servers on loopback, which can be stopped, started again, and told what to refuse."""

import asyncio
import email
import email.policy
import ssl
from collections import Counter
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session, syntax


class _Session(SMTP):
    """Refuses where the server was told to; its methods have the names that aiosmtpd calls."""

    told: "Server"

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self._refused("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_HELO(self, hostname: str) -> None:
        if not await self._refused("EHLO"):
            await super().smtp_HELO(hostname)

    async def smtp_MAIL(self, arg: str) -> None:
        self.told.senders.append(arg)
        if not await self._refused("MAIL", arg):
            await super().smtp_MAIL(arg)

    async def smtp_RSET(self, arg: str) -> None:
        self.told.resets += 1
        await super().smtp_RSET(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        self.told.asked.append(arg)
        if not await self._refused("RCPT", arg):
            await super().smtp_RCPT(arg)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        if not await self._refused("DATA"):
            await super().smtp_DATA(arg)

    async def _refused(self, command: str, arg: str = "") -> bool:
        reply = self.told.refuse.get(command)
        if callable(reply):
            reply = reply(arg)
        if reply:
            await self.push(reply)
            if reply.startswith("421"):
                self.transport.close()
        return bool(reply)


class Server(Controller):
    """One server: what it took, and what it is to refuse, by command (`END` is the end of the content)."""

    def __init__(self, *, login: tuple[str, str] | None = None, **options: Any) -> None:
        self.refuse: dict[str, Any] = {}
        self.senders: list[str] = []
        self.resets = 0
        self.asked: list[str] = []
        self.envelopes: list[Envelope] = []
        self.connections = 0
        self.cut_before_reply = False
        self.thinks = 0.0  # seconds about each letter
        self._login = login
        if login:
            needed = options.get("auth_require_tls", True)
            options |= {"auth_required": needed, "authenticator": self._authenticate}
        super().__init__(self, hostname="127.0.0.1", port=0, **options)

    def factory(self) -> SMTP:
        self.connections += 1
        session = _Session(self.handler, **self.SMTP_kwargs)
        session.told = self
        return session

    def start(self) -> None:
        """Listen, at the same port as before."""
        if self.loop.is_closed():
            self.loop = asyncio.new_event_loop()
        super().start()
        self.connections = 0

    def _trigger_server(self) -> None:
        if not self.port:
            assert self.server is not None
            self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def mails(self) -> list[EmailMessage]:
        return [
            email.message_from_bytes(one.content, policy=email.policy.default)  # type: ignore[misc]
            for one in list(self.envelopes)
        ]

    @property
    def copies(self) -> Counter[str]:
        """How often each Message-ID came."""
        return Counter(str(mail["Message-ID"]) for mail in self.mails)

    @property
    def recipients(self) -> list[str]:
        return [one.rcpt_tos[0] for one in self.envelopes]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        reply = self.refuse.get("END")
        if reply:
            return str(reply)
        await asyncio.sleep(self.thinks)
        self.envelopes.append(envelope)
        if self.cut_before_reply:
            server.transport.abort()
        return "250 2.0.0 taken"

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self._login, handled=False)


def tls(cert: Any, key: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context
