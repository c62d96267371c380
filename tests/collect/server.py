"""A partner's web server on loopback that behaves, or misbehaves, as a test tells it to."""

import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qsl

Answer = Callable[[BaseHTTPRequestHandler], None]


class PartnerServer:
    """Answers each path as it was told to; counts what was asked, and the bytes of bodies sent."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: Counter[str] = Counter()
        self.headers: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.body_bytes = 0
        self.let_go = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def give(self, path: str, body: bytes | str, *, status: int = 200, **headers: str) -> str:
        """Answer a path with a body; `_` in header names stands for `-`. Return its address."""
        content = body.encode() if isinstance(body, str) else body

        def answer(request: BaseHTTPRequestHandler) -> None:
            etag = headers.get("etag")
            if etag and request.headers.get("If-None-Match") == etag:
                self._send(request, 304, b"", headers)
            else:
                self._send(request, status, content, headers)

        self.answers[path] = answer
        return self.url(path)

    def do(self, path: str, answer: Answer) -> str:
        """Answer a path in a way of its own. Return its address."""
        self.answers[path] = answer
        return self.url(path)

    def redirect(self, path: str, to: str, *, status: int = 302) -> str:
        return self.give(path, b"", status=status, location=to)

    def raw(self, path: str, reply: bytes) -> str:
        """Answer a path with these bytes as they are, and hang up."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.wfile.write(reply)
            request.wfile.flush()
            request.connection.shutdown(socket.SHUT_RDWR)

        return self.do(path, answer)

    def stall(self, path: str, *, first: bytes = b"") -> str:
        """Answer a path with these bytes and then with nothing, until the server is stopped."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.wfile.write(first)
            request.wfile.flush()
            self.let_go.wait(30)

        return self.do(path, answer)

    def _send(
        self, request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]
    ) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        self.body_bytes += len(body)
        request.wfile.write(body)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked[self.path] += 1
                server.headers.append(dict(self.headers))
                answer = server.answers.get(self.path)
                if answer:
                    answer(self)
                else:
                    server._send(self, 404, b"nothing here", {})
                self.close_connection = True

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                server.forms.append(dict(parse_qsl(self.rfile.read(length).decode())))
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    @contextmanager
    def running(self) -> Iterator["PartnerServer"]:
        self._thread.start()
        try:
            yield self
        finally:
            self.let_go.set()
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()


@contextmanager
def partner_server() -> Iterator[PartnerServer]:
    with PartnerServer().running() as server:
        yield server


def until(true: Callable[[], bool], *, seconds: float = 10.0) -> None:
    """Look again and again until something is true, or fail."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        Event().wait(0.01)
