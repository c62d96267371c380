"""A server on loopback that says whatever bytes a test wants, whether they are HTTP or not."""

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

Deed = Callable[["Visitor"], None]


class Visitor:
    """One connection of ours, as the server sees it."""

    def __init__(self, server: "RawServer", connection: socket.socket) -> None:
        self.server = server
        self._connection = connection

    def say(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._connection.sendall(piece)

    def answer(self, body: bytes, *heads: str, status: str = "200 OK") -> None:
        """Say a whole answer, rightly measured."""
        lines = [f"HTTP/1.1 {status}", *heads, f"Content-Length: {len(body)}", "", ""]
        self.say("\r\n".join(lines).encode(), body)

    def begin(self, *heads: str) -> None:
        """Say the head of an answer whose length nobody knows."""
        self.say("\r\n".join(["HTTP/1.1 200 OK", *heads, "Connection: close", "", ""]).encode())

    def over_and_over(self, piece: bytes, *, pause: float = 0.0) -> None:
        """Say the same until nobody listens any more."""
        while not self.server.over.wait(pause):
            self.say(piece)

    def say_nothing(self) -> None:
        self.server.over.wait(30)

    def reset(self) -> None:
        """Hang up as a machine does that lost its power."""
        linger = b"\1\0\0\0\0\0\0\0"
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


class RawServer:
    """Does at each path what it was told to; counts who asked for what."""

    def __init__(self) -> None:
        self.deeds: dict[str, Deed] = {}
        self.asked: Counter[str] = Counter()
        self.over = Event()
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._socket.getsockname()[1]

    def url(self, path: str, *, scheme: str = "http") -> str:
        return f"{scheme}://127.0.0.1:{self.port}{path}"

    @contextmanager
    def running(self) -> Iterator["RawServer"]:
        accepting = Thread(target=self._accept)
        accepting.start()
        try:
            yield self
        finally:
            self.over.set()
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                pass
            accepting.join(10)
            self._socket.close()

    def _accept(self) -> None:
        while not self.over.is_set():
            connection, _ = self._socket.accept()
            Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(10)
            heard = connection.recv(65_536)
            if not heard:
                return
            path = heard.split(b" ", 2)[1].decode("latin-1") if heard[:4] == b"GET " else "/tls"
            self.asked[path] += 1
            self.deeds[path](Visitor(self, connection))
