"""A thread of its own in which relays carry letters, over as many lines at once as each of them takes.

The thread knows no rows: whoever hands letters in has written down before that they go, and writes down what became
of them. What is handed in and has no outcome yet is bounded, so that a kill leaves no more than that in doubt.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from pamphleteer.post.basket import Basket
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import Letter, Outcome, Relay

_IDLE = 5.0  # seconds that a line stays open without letters
_STUCK = 2.0  # seconds without an outcome
_MOST_TRUST = 10_000
_SOON = 0.02  # seconds that what is settled may wait for more, so that all are written down at one stroke
_CLOSING = 10.0  # seconds for lines to say goodbye


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a letter; without one, why a line of the relay ended."""

    relay: str
    letter: Letter | None
    outcome: Outcome


class Dispatch:
    """The thread and its relays; used by one other thread alone."""

    def __init__(self, relays: Sequence[Relay], *, idle: float = _IDLE) -> None:
        self._settled: Basket[Settled] = Basket()
        self._loop = asyncio.new_event_loop()
        self._lots: Mapping[str, _Lot] = {
            relay.name: _Lot(relay, self._settled, idle) for relay in relays
        }
        self._out = dict.fromkeys(self._lots, 0)
        self._last = dict.fromkeys(self._lots, 0.0)
        self._trust = dict.fromkeys(self._lots, 1)
        self._thread = threading.Thread(target=self._run, name="dispatch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def room(self, relay: str) -> int:
        """Return how many letters a relay may be handed now: one to begin with, and one more for each that it takes.

        A relay that takes none has few to refuse then.
        """
        return max(self._most(relay) - self._out[relay], 0)

    def rooms(self) -> dict[str, int]:
        """Return how many letters each relay may be handed now."""
        return {name: self.room(name) for name in self._lots}

    def most(self) -> int:
        """Return how many letters all relays together may have been handed at once."""
        return sum(map(self._most, self._lots))

    def stuck(self) -> Collection[str]:
        """Return the relays that have letters and have settled none for a while."""
        now = time.monotonic()
        return [name for name, at in self._last.items() if self._out[name] and now - at > _STUCK]

    def out(self) -> int:
        """Return how many letters have been handed in and have no outcome yet."""
        return sum(self._out.values())

    def hand(self, relay: str, letters: Sequence[Letter]) -> None:
        """Let a relay carry letters; each comes back settled, once."""
        if not self._out[relay]:
            self._last[relay] = time.monotonic()
        self._out[relay] += len(letters)
        self._loop.call_soon_threadsafe(self._lots[relay].add, letters)

    def settled(self, *, within: float, enough: int = 1) -> Sequence[Settled]:
        """Return all that was settled since the last time; waits for something so many seconds at most.

        Once there is something it waits a moment more for others, until they are enough.

        What went wrong in the thread itself is raised here.
        """
        found = self._settled.taken(within=within, enough=enough, soon=_SOON)
        for lot in self._lots.values():
            if lot.failure:
                raise lot.failure
        for one in found:
            if one.letter is not None:
                self._out[one.relay] -= 1
                self._last[one.relay] = time.monotonic()
                self._trust[one.relay] = self._trusted(one)
        return found

    def _most(self, relay: str) -> int:
        held = self._lots[relay].relay
        return min(held.lines * held.window, self._trust[relay])

    def _trusted(self, one: Settled) -> int:
        trust = self._trust[one.relay]
        if isinstance(one.outcome, RelayError):
            return trust if one.outcome.scope is Scope.READER else max(trust // 2, 1)
        return min(trust + 1, _MOST_TRUST)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            closing = [lot.close() for lot in self._lots.values()]
            self._loop.run_until_complete(asyncio.gather(*closing))
        finally:
            self._loop.close()


class _Run:
    """What one line has carried.

    A line that has carried something and ends says nothing about its relay: servers close connections that are idle
    or full. What it had not handed over is left to the next line.
    """

    def __init__(self, settled: Basket[Settled], waiting: deque[Letter], relay: str) -> None:
        self.used = False
        self._settled = settled
        self._waiting = waiting
        self._relay = relay

    async def settle(self, letter: Letter, outcome: Outcome) -> None:
        if isinstance(outcome, RelayError):
            if self.used and outcome.scope is Scope.RELAY and not outcome.doubt:
                self._waiting.appendleft(letter)
                return
        else:
            self.used = True
        self._settled.put(Settled(self._relay, letter, outcome))


class _Lot:
    """One relay within the thread: letters that wait, and lines that take them.

    It begins with one line, and opens as many more as stand while letters still wait: a relay that lets nobody in is
    asked once.
    """

    def __init__(self, relay: Relay, settled: Basket[Settled], idle: float) -> None:
        self.relay = relay
        self._settled = settled
        self._idle = idle
        self._waiting: deque[Letter] = deque()
        self._lines: set[asyncio.Task[None]] = set()
        self._opening = 0
        self._resting = 0
        self._more = asyncio.Condition()
        self._closing = False
        self._most = relay.lines
        self.failure: BaseException | None = None

    def add(self, letters: Sequence[Letter]) -> None:
        self._waiting.extend(letters)
        if not self._lines:
            self._most = self.relay.lines
        if self._resting:
            self._wake()
        else:
            self._grow()

    async def close(self) -> None:
        """End the lines once what is on its way is settled; what waits is settled as not handed over."""
        self._closing = True
        self._drop(RelayError("the house was closing", scope=Scope.RELAY))
        if self._lines:
            self._wake()
            _, late = await asyncio.wait(self._lines, timeout=_CLOSING)
            for line in late:
                line.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _grow(self) -> None:
        """Open lines for what waits, as many at once as stand already."""
        standing = len(self._lines) - self._opening
        while self._opening < max(standing, 1) and self._lacks_lines():
            self._opening += 1
            line = asyncio.get_running_loop().create_task(self._line())
            self._lines.add(line)
            line.add_done_callback(self._gone)

    def _lacks_lines(self) -> bool:
        # What one line takes at a time, one that stands will take before another is open.
        soon = (self._opening + 1) * self.relay.window if self._lines else 0
        return len(self._waiting) > soon and len(self._lines) < self._most and not self._closing

    def _gone(self, line: asyncio.Task[None]) -> None:
        self._lines.discard(line)
        if not line.cancelled():
            self.failure = self.failure or line.exception()
        if self._waiting and not self._lines and not self.failure:
            self._grow()

    def _wake(self) -> None:
        asyncio.get_running_loop().create_task(self._tell())

    async def _tell(self) -> None:
        async with self._more:
            self._more.notify_all()

    async def _line(self) -> None:
        try:
            line = await self.relay.open()
        except RelayError as error:
            self._ended(error)
            return
        finally:
            self._opening -= 1
        run = _Run(self._settled, self._waiting, self.relay.name)
        try:
            while True:
                if not self._resting:
                    self._grow()
                await line.carry(following=self._next, settle=run.settle)
                if not await self._come() or line.spent:
                    break
        except RelayError as error:
            if not run.used:
                self._ended(error)
        finally:
            await line.close()

    def _next(self) -> Letter | None:
        return self._waiting.popleft() if self._waiting else None

    async def _come(self) -> bool:
        """Wait for letters; return whether there are any."""
        self._resting += 1
        try:
            async with self._more, asyncio.timeout(self._idle):
                await self._more.wait_for(lambda: self._waiting or self._closing)
        except TimeoutError:
            return False
        finally:
            self._resting -= 1
        return bool(self._waiting)

    def _ended(self, error: RelayError) -> None:
        """Tell why a line ended; where none is left, what waits has nobody to carry it."""
        self._settled.put(Settled(self.relay.name, None, error))
        others = len(self._lines) - 1
        if others > 0:
            self._most = others
        else:
            self._drop(error)

    def _drop(self, error: RelayError) -> None:
        while self._waiting:
            why = RelayError(
                error.reply, scope=Scope.RELAY, permanent=error.permanent, reason=error.reason
            )
            self._settled.put(Settled(self.relay.name, self._waiting.popleft(), why))
