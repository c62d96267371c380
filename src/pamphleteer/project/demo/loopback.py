"""Small web servers on loopback that answer from a function and keep no log."""

import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
_OURS = {HOST, "localhost"}
_POLL = 0.05  # seconds after which a server notices that it is to stop


@dataclass(frozen=True)
class Answer:
    """What is sent back."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)


Answering = Callable[[str, Mapping[str, str]], Answer]


class LoopbackServer:
    """Serves `answer(path, headers named As-Such)` on loopback while its block runs."""

    def __init__(self, answer: Answering, *, port: int = 0) -> None:
        """Take the port, or any free one for 0; raises `OSError` if it is taken."""
        handler = type("Handler", (_Handler,), {"answer": staticmethod(answer)})
        self._server = _Server((HOST, port), handler)
        self.port: int = self._server.server_address[1]
        self.address = f"http://{HOST}:{self.port}/"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": _POLL}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def tagged(answer: Answer, asked: Mapping[str, str], *, modified: str = "") -> Answer:
    """Give the answer its ETag and Last-Modified; 304 without a body if it is known (RFC 9110, 13).

    If-None-Match wins over If-Modified-Since, which is compared as the words that we gave out.
    """
    etag = f'"{sha256(answer.body).hexdigest()[:24]}"'
    headers = {**answer.headers, "ETag": etag}
    if modified:
        headers["Last-Modified"] = modified
    if "If-None-Match" in asked:
        known = etag in asked["If-None-Match"] or asked["If-None-Match"].strip() == "*"
    else:
        known = bool(modified) and asked.get("If-Modified-Since") == modified
    if known:
        return Answer(b"", answer.kind, HTTPStatus.NOT_MODIFIED, headers)
    return Answer(answer.body, answer.kind, answer.status, headers)


def answers(port: int) -> bool:
    """Return whether something on this machine answers at a port."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that hangs up: that is no news to the person at the terminal."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    timeout = 10
    server_version = "Pamphleteer-demo"
    sys_version = ""
    answer: Answering

    def do_GET(self) -> None:
        self._reply(with_body=True)

    def do_HEAD(self) -> None:
        self._reply(with_body=False)

    def log_message(self, *_: Any) -> None:
        """Keep no log of requests."""

    def _reply(self, *, with_body: bool) -> None:
        found = self._found()
        self.send_response(found.status)
        self.send_header("Content-Type", found.kind)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        for name, value in found.headers.items():
            self.send_header(name, value)
        if found.status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(found.body)

    def _found(self) -> Answer:
        # A page elsewhere whose name was made to mean 127.0.0.1 has no business here.
        if _named(self.headers) not in _OURS:
            return Answer(b"not here\n", "text/plain", HTTPStatus.MISDIRECTED_REQUEST)
        path = unquote(urlsplit(self.path).path)
        return type(self).answer(
            path, {name.title(): value for name, value in self.headers.items()}
        )


def _named(headers: Message) -> str:
    return str(headers.get("Host", HOST)).rpartition(":")[0] or str(headers.get("Host", HOST))
