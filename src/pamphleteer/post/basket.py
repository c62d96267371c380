"""What one thread puts down for another, who takes all that is there at once."""

import sys
from collections import deque
from collections.abc import Sequence
from threading import Event
from typing import Generic, TypeVar

T = TypeVar("T")


class Basket(Generic[T]):
    """Things in the order in which they were put down; whoever waits for several is woken once, and not for each."""

    def __init__(self) -> None:
        self._held: deque[T] = deque()
        self._wanted = sys.maxsize
        self._there = Event()

    def put(self, one: T) -> None:
        """Put one thing down."""
        self._held.append(one)
        if len(self._held) >= self._wanted:
            self._there.set()

    def taken(self, *, within: float, enough: int = 1, soon: float = 0.0) -> Sequence[T]:
        """Return all that is there, or nothing after so many seconds.

        Once there is something it waits for others until they are enough, `soon` seconds at most.
        """
        if within:
            self._wait(1, within)
        if self._held and soon:
            self._wait(enough, soon)
        return [self._held.popleft() for _ in range(len(self._held))]

    def _wait(self, number: int, seconds: float) -> None:
        self._there.clear()
        # In this order: what is put down meanwhile is seen here, or sees that it is waited for.
        self._wanted = number
        if len(self._held) < number:
            self._there.wait(seconds)
        self._wanted = sys.maxsize
