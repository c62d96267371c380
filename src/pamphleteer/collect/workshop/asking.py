"""The house's side of the workshop: ask a child, and put a new one in the place of a broken one."""

import atexit
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from pamphleteer.collect.workshop import limits
from pamphleteer.collect.workshop.child import Child, IdleError, ReadError

AT_ONCE = 2


class Workshop:
    """At most so many children, each begun when it is needed and used again."""

    def __init__(
        self, at_once: int = AT_ONCE, *, memory: int = limits.MEMORY, idle: float = limits.IDLE
    ) -> None:
        self._child = partial(Child, memory=memory, idle=idle)
        self._places = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._free: list[Child] = []
        self._owner = os.getpid()

    def ask(self, job: str, *, seconds: float, **fields: Any) -> Any:
        """Return what a child made of a document, or None if it is not of that kind.

        Raises `UnreadableError`, whose words go on from the document's address.
        """
        with self._places:
            while True:
                try:
                    with self._taken() as child:
                        return child.ask(job, seconds=seconds, **fields)
                except IdleError:
                    continue  # it ended by itself just when it was wanted again

    def close(self) -> None:
        """End the children that have nothing to do."""
        with self._lock:
            ending, self._free = self._free, []
        for child in ending:
            child.end()

    @contextmanager
    def _taken(self) -> Iterator[Child]:
        child = self._waiting() or self._child()
        try:
            yield child
        except ReadError:
            self._back(child)
            raise
        except BaseException:
            child.end()
            raise
        self._back(child)

    def _back(self, child: Child) -> None:
        with self._lock:
            self._free.append(child)

    def _waiting(self) -> Child | None:
        with self._lock:
            if self._owner != os.getpid():
                # A fork of the house: its children are those of the other process.
                self._owner, self._free = os.getpid(), []
            return self._free.pop() if self._free else None


WORKSHOP = Workshop()
atexit.register(WORKSHOP.close)
