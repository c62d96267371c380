"""A real SMTP server, a process of its own, that outlives those who hand it letters: `python -m tests.post.kills.sink`.

It says all it does on standard output, one JSON object a line, each written before it goes on: its `port`, each letter
that it `took` before the reply to it, that it `replied`, and that it is `holding` a reply back. On standard input it
is told `hold STAGE` (MAIL, RCPT, DATA or END) and `go`; when that ends it hears out who is connected, and ends.

Its connections take turns: one offers chunks, one pipelining alone, one neither.
"""

import asyncio
import hashlib
import json
import os
import re
import sys
from collections import deque
from collections.abc import Callable
from functools import partial
from itertools import count, cycle
from typing import Any

WAYS = {"chunks": ("PIPELINING", "CHUNKING"), "pipelined": ("PIPELINING",), "lockstep": ()}
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_LEADING_DOTS = re.compile(rb"^\.", re.MULTILINE)


def _say(**what: Any) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


class House:
    """What all connections have in common."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.hold = ""
        self.held: deque[Callable[[], None]] = deque()
        self.letters = count(1)
        self.ways = cycle(WAYS)
        self.talks: set[Talk] = set()
        self.closing = False
        self.ended = asyncio.Event()

    def hear(self, told: bytes) -> None:
        """Do what it is told."""
        word, _, self.hold = told.decode().strip().partition(" ")
        while word == "go" and self.held:
            self.held.popleft()()

    def close(self) -> None:
        """End when nobody is connected any more."""
        self.hear(b"go")
        self.closing = True
        self.gone()

    def gone(self) -> None:
        """Note that somebody has gone."""
        if self.closing and not self.talks:
            self.ended.set()


class Talk(asyncio.Protocol):
    """One connection."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.way = next(house.ways)
        self.came = bytearray()
        self.to = ""
        self.reading: Callable[[], bool] = self._command
        self.chunk = 0
        self.waits = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.house.talks.add(self)
        self._write("220 here")

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the other side is gone: all that it has said has come."""
        del exc
        self.house.talks.discard(self)
        self.house.gone()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self.came += data
        self._go_on()

    def _go_on(self) -> None:
        while not self.waits and self.reading():
            pass

    def _write(self, reply: str) -> bool:
        if self.transport.is_closing():
            return False
        self.transport.write(f"{reply}\r\n".encode())
        return True

    def _answer(self, stage: str, reply: str, *, letter: int = 0) -> None:
        """Reply now, or when it may; until then nothing more is read."""
        finish = partial(self._finish, reply, letter)
        if self.house.hold == stage:
            self.waits = True
            self.house.held.append(finish)
            _say(holding=stage, way=self.way)
        elif letter and self.house.delay:
            self.waits = True
            asyncio.get_running_loop().call_later(self.house.delay, finish)
        elif self._write(reply) and letter:
            _say(replied=letter)

    def _finish(self, reply: str, letter: int) -> None:
        self.waits = False
        if self._write(reply) and letter:
            _say(replied=letter)
        self._go_on()

    def _command(self) -> bool:
        end = self.came.find(b"\r\n")
        if end < 0:
            return False
        words = self.came[:end].decode()
        del self.came[: end + 2]
        verb = words.split(" ")[0].upper()
        getattr(self, f"_on_{verb.lower()}")(words)
        return True

    def _on_ehlo(self, _: str) -> None:
        lines = ["sink", *WAYS[self.way], "8BITMIME"]
        self._write("\r\n".join([*(f"250-{one}" for one in lines[:-1]), f"250 {lines[-1]}"]))

    def _on_rset(self, _: str) -> None:
        self.to = ""
        self._write("250 nothing is begun")

    def _on_mail(self, _: str) -> None:
        self._answer("MAIL", "250 yes")

    def _on_rcpt(self, words: str) -> None:
        self.to = words.partition("<")[2].rstrip(">")
        self._answer("RCPT", "250 yes")

    def _on_data(self, _: str) -> None:
        self.reading = self._content
        self._answer("DATA", "354 go on")

    def _on_bdat(self, words: str) -> None:
        self.chunk = int(words.split(" ")[1])
        self.reading = self._chunk

    def _on_quit(self, _: str) -> None:
        self._write("221 bye")
        self.transport.close()

    def _content(self) -> bool:
        end = self.came.find(b"\r\n.\r\n")
        if end < 0:
            return False
        content = _LEADING_DOTS.sub(b"", bytes(self.came[: end + 2]))
        del self.came[: end + 5]
        self._took(content)
        return True

    def _chunk(self) -> bool:
        if len(self.came) < self.chunk:
            return False
        content = bytes(self.came[: self.chunk])
        del self.came[: self.chunk]
        self._took(content)
        return True

    def _took(self, content: bytes) -> None:
        self.reading = self._command
        letter = next(self.house.letters)
        named = _MESSAGE_ID.search(content)
        _say(
            took=letter,
            to=self.to,
            message_id=named[1].decode() if named else "",
            digest=hashlib.sha256(content).hexdigest(),
            way=self.way,
        )
        self._answer("END", "250 taken", letter=letter)


class _Told(asyncio.Protocol):
    def __init__(self, house: House) -> None:
        self.house = house

    def data_received(self, data: bytes) -> None:
        for line in data.splitlines():
            self.house.hear(line)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self.house.close()


async def main(delay: float) -> None:
    """Serve until standard input ends."""
    loop, house = asyncio.get_running_loop(), House(delay)
    server = await loop.create_server(lambda: Talk(house), "127.0.0.1", 0)
    _say(port=server.sockets[0].getsockname()[1])
    await loop.connect_read_pipe(lambda: _Told(house), sys.stdin)
    await house.ended.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
