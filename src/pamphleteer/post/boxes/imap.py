"""A mailbox that is read by IMAP (RFC 3501, RFC 4315): what is new, one mail at a time, in bounded memory.

Nothing that the server says is trusted: lines and literals have an end, and so has waiting for them.
"""

import imaplib
import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Timer
from types import TracebackType
from typing import Any, Self
from urllib.parse import SplitResult, unquote, urlsplit

from pamphleteer.ground.text import one_line
from pamphleteer.post.errors import BoxError

SCHEMES = {"imaps": 993, "imap+starttls": 143, "imap": 143}
LONGEST = 1 << 20  # bytes of a mail that are fetched
_TIMEOUT = 30.0  # seconds for one answer
_PATIENCE = 4  # so many times longer a line or a mail may take until the last of it is there
_SPAN = 1_000  # numbers of mails that are asked for at once
_SPANS = 100  # such questions in one sitting
_LITERAL = LONGEST + 4_096
_FAULTS = (imaplib.IMAP4.error, OSError, ValueError, EOFError)


class _Bounded:
    """Reads no literal that is longer than what was asked for, and waits for none whose bytes drip."""

    sock: socket.socket

    def read(self, size: int) -> bytes:
        if size > _LITERAL:
            raise imaplib.IMAP4.abort(f"the server sends {size} bytes at once")
        with self._in_time():
            return bytes(super().read(size))  # type: ignore[misc]

    def readline(self) -> bytes:
        with self._in_time():
            return bytes(super().readline())  # type: ignore[misc]

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        # The socket's own limit begins anew with each byte.
        watch = Timer((self.sock.gettimeout() or _TIMEOUT) * _PATIENCE, self._cut)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _cut(self) -> None:
        with suppress(OSError):
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


class _Plain(_Bounded, imaplib.IMAP4):
    pass


class _Tls(_Bounded, imaplib.IMAP4_SSL):
    pass


class Box:
    """An open mailbox; every deed raises `BoxError` when the server does not do it."""

    def __init__(self, url: str, password: str, *, timeout: float = _TIMEOUT) -> None:
        self._parts = urlsplit(url)
        self._password = password
        self._timeout = timeout
        self._server: imaplib.IMAP4 | None = None
        self.validity = 0
        self._next = 0
        self._can: Sequence[str] = ()

    def __enter__(self) -> Self:
        try:
            server = self._connect(self._parts)
            server.login(unquote(self._parts.username or ""), self._password)
            self._can = _words(server.capability()[1]).upper().split()
            self._select(server, unquote(self._parts.path.lstrip("/")) or "INBOX")
        except _FAULTS as error:
            self._close()
            raise _told(error) from error
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._close()

    def since(self, last: int) -> Iterator[int]:
        """Yield the numbers of the mails behind one, in their order; numbers count for one `validity` alone.

        It ends when it has looked far enough for one sitting.
        """
        begin = last + 1
        for _ in range(_SPANS):
            if begin >= self._next:
                return
            end = min(begin + _SPAN, self._next) - 1
            yield from self._there(begin, end)
            begin = end + 1

    def reach(self, last: int) -> int:
        """Return the number up to which `since` looks."""
        return min(last + _SPAN * _SPANS, max(self._next - 1, last))

    def content(self, number: int) -> bytes:
        """Return the first `LONGEST` bytes of a mail, without marking it; nothing if it is gone."""
        found = self._done("FETCH", str(number), f"(BODY.PEEK[]<0.{LONGEST}>)")
        return next((bytes(one[1]) for one in found if isinstance(one, tuple)), b"")

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove mails for good; a server that can't remove these alone (RFC 4315) keeps them, marked as deleted."""
        for begin in range(0, len(numbers), 100):
            some = ",".join(str(number) for number in numbers[begin : begin + 100])
            self._done("STORE", some, "+FLAGS.SILENT", r"(\Deleted)")
            if "UIDPLUS" in self._can:
                self._done("EXPUNGE", some)

    def _connect(self, parts: SplitResult) -> imaplib.IMAP4:
        host, port = parts.hostname or "", parts.port or SCHEMES[parts.scheme]
        if parts.scheme == "imaps":
            context = ssl.create_default_context()
            self._server = _Tls(host, port, ssl_context=context, timeout=self._timeout)
            return self._server
        self._server = _Plain(host, port, timeout=self._timeout)
        if parts.scheme == "imap+starttls":
            self._server.starttls(ssl.create_default_context())
        return self._server

    def _close(self) -> None:
        if self._server is None:
            return
        try:
            self._server.logout()
        except _FAULTS:
            with suppress(*_FAULTS):
                self._server.shutdown()
        self._server = None

    def _select(self, server: imaplib.IMAP4, folder: str) -> None:
        quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        kind, said = server.select(quoted)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"no folder “{folder}”: {_words(said)}")
        self.validity = _number(server, "UIDVALIDITY")
        self._next = _number(server, "UIDNEXT")

    def _there(self, begin: int, end: int) -> Sequence[int]:
        said = self._done("SEARCH", "UID", f"{begin}:{end}")
        found = {int(one) for line in said if line for one in line.split() if one.isdigit()}
        return sorted(one for one in found if begin <= one <= end)

    def _done(self, command: str, *words: str) -> list[Any]:
        if self._server is None:
            raise BoxError("the mailbox is not open")
        try:
            kind, said = self._server.uid(command, *words)
        except _FAULTS as error:
            raise _told(error) from error
        if kind != "OK":
            raise BoxError(f"the mail server refuses {command}: {_words(said)}")
        return said


def _number(server: imaplib.IMAP4, name: str) -> int:
    _, said = server.response(name)
    found = re.fullmatch(rb"\d{1,10}", (said or [b""])[0] or b"")
    if not found:
        raise imaplib.IMAP4.error(f"the server does not tell {name}")
    return int(found[0])


def _told(error: Exception) -> BoxError:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return BoxError(one_line(said.removeprefix("b'").removesuffix("'"))[:400])


def _words(said: Any) -> str:
    return one_line(
        b" ".join(one for one in said or [] if isinstance(one, bytes)).decode("utf-8", "replace")
    )[:300]
