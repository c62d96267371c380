"""The inbox: a real SMTP server on loopback that keeps each mail as a file."""

import asyncio
import secrets
import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope

from pamphleteer.ground import clock
from pamphleteer.ground.files import write_whole
from pamphleteer.ground.text import one_line
from pamphleteer.project.demo.loopback import HOST

_KEPT = "250 2.0.0 kept"
_FULL = "452 4.3.1 the inbox could not write the mail: try again later"


class Inbox:
    """Takes every mail for anybody while its block runs; one file for each recipient."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        """Take the port, or any free one for 0; raises `OSError` if it is taken."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._socket = socket.create_server((HOST, port))
        self.port: int = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        handler = _Keeping(self.folder)
        server = await self._loop.create_server(
            lambda: SMTP(handler, loop=self._loop, hostname="inbox.example", enable_SMTPUTF8=True),
            sock=self._socket,
        )
        await self._end.wait()
        server.close()  # the runner ends what conversations there still are


class _Keeping:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Any, envelope: Envelope
    ) -> str:
        """Answer that the mail is kept only after it is."""
        content = envelope.original_content or b""
        try:
            for recipient in envelope.rcpt_tos:
                write_whole(self._folder / _name(), _trace(envelope, recipient) + content)
        except OSError:
            return _FULL
        return _KEPT


def _name() -> str:
    return f"{clock.now():%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(3)}.eml"


def _trace(envelope: Envelope, recipient: str) -> bytes:
    """Return what a mailbox adds on top (RFC 5321, section 4.4)."""
    lines = f"Return-Path: <{one_line(envelope.mail_from or '')}>\r\n"
    lines += f"Delivered-To: {one_line(recipient)}\r\n"
    return lines.encode()
