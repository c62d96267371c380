"""One connection: bytes out, replies in, within limits that no server can stretch."""

import asyncio
import re
from asyncio import Future, TimerHandle, Transport
from collections import deque
from typing import cast

from pamphleteer.post.relays.kit import Reply

_LONGEST = 4_096  # bytes of a line; RFC 5321, 4.5.3.1.5, allows 512
_MOST_LINES = 128  # of one reply
_CLOSING = 421
_LINE = re.compile(rb"([2-5][0-9]{2})(?:([ -])(.*))?", re.DOTALL)


class WireError(Exception):
    """The connection is of no use any more: lost, silent, or speaking something else."""


class Wire(asyncio.Protocol):
    """A connection on which replies come in the order of what was asked."""

    def __init__(self) -> None:
        self._transport: Transport | None = None
        self._rest = b""
        self._lines: list[tuple[bytes, str]] = []  # codes and words of a reply that goes on
        self._replies: deque[Reply] = deque()
        self._due = 1  # replies that are to come: first of all it greets
        self._waiting: Future[None] | None = None
        self._within = self._until = 0.0  # for how long, and until when by the loop's clock
        self._watch: TimerHandle | None = None
        self._open_gate = asyncio.Event()
        self._open_gate.set()
        self.lost: WireError | None = None

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or go on within TLS."""
        self._transport = cast("Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take what came, and wake whoever waits for a reply."""
        if self.lost:
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        try:
            for line in lines:
                self._take(line.removesuffix(b"\r"))
            if len(self._rest) > _LONGEST:
                raise WireError("a line of its reply has no end")
        except WireError as error:
            self.break_off(error)
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that nothing comes any more."""
        self.lost = self.lost or WireError(
            str(exc) if exc and str(exc) else "it closed the connection"
        )
        self._open_gate.set()
        self._look_no_more()
        self._wake()

    def pause_writing(self) -> None:
        """Let writers wait: the other side is slower."""
        self._open_gate.clear()

    def resume_writing(self) -> None:
        """Let writers go on."""
        self._open_gate.set()

    # What a session calls.

    @property
    def idle(self) -> bool:
        """Whether nothing has come that was not read."""
        return not (self._replies or self._lines or self._rest)

    @property
    def transport(self) -> Transport:
        """The way out; raises `WireError` if there is none any more."""
        if self.lost or self._transport is None:
            raise self.lost or WireError("it is not connected")
        return self._transport

    async def send(self, data: bytes, *, asking: int, within: float) -> None:
        """Send bytes that ask for so many replies, and wait until the other side takes more; raises `WireError`."""
        self._due += asking
        self.transport.write(data)
        if self._open_gate.is_set():
            return
        try:
            async with asyncio.timeout(within):
                await self._open_gate.wait()
        except TimeoutError:
            raise self.break_off(WireError(f"it took nothing for {within:g} seconds")) from None
        if self.lost:
            raise self.lost

    async def reply(self, *, within: float) -> Reply:
        """Return the next reply; raises `WireError` where the whole of it does not come within so many seconds."""
        if not self._replies:
            self._within, self._until = within, asyncio.get_running_loop().time() + within
        while not self._replies:
            if self.lost:
                raise self.lost
            await self._come_in()
        return self._replies.popleft()

    def break_off(self, error: WireError) -> WireError:
        """Close the connection at once, for a reason that all who use it get."""
        self.lost = self.lost or error
        self._look_no_more()
        if self._transport is not None:
            self._transport.abort()
        return self.lost

    async def _come_in(self) -> None:
        """Wait until anything comes in, or until it is too late."""
        self._waiting = asyncio.get_running_loop().create_future()
        # One watch for many waits, which looks whether it is time: a timer for each wait would cost more than it.
        if self._watch is None or self._watch.when() > self._until:
            self._look()
        try:
            await self._waiting
        finally:
            self._waiting = None

    def _look(self) -> None:
        """Break off what has been waited for in vain, or look again when it is time."""
        self._look_no_more()
        loop = asyncio.get_running_loop()
        if self._waiting is None or self._waiting.done():
            return
        if loop.time() < self._until:
            self._watch = loop.call_at(self._until, self._look)
        else:
            self.break_off(WireError(f"no reply within {self._within:g} seconds"))
            self._wake()

    def _look_no_more(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _take(self, line: bytes) -> None:
        found = _LINE.fullmatch(line)
        if not found or len(line) > _LONGEST:
            raise WireError(f"what it says is no SMTP: {line[:60]!r}")
        code, goes_on, text = found.groups()
        if self._lines and self._lines[0][0] != code:
            raise WireError("the lines of one reply have several codes")
        words = (text or b"").decode("utf-8", "replace").strip()
        if goes_on == b"-":
            self._lines.append((code, words))
            if len(self._lines) >= _MOST_LINES:
                raise WireError(f"a reply has more than {_MOST_LINES} lines")
            return
        if self._lines:
            words = "\n".join([*(one for _, one in self._lines), words])
            self._lines = []
        self._come(Reply(int(code), words))

    def _come(self, reply: Reply) -> None:
        if not self._due:
            why = "" if reply.code == _CLOSING else "it says more than it was asked: "
            raise WireError(f"{why}{str(reply)[:100]}")
        self._due -= 1
        self._replies.append(reply)
