"""Small files that are asked for often, in memory for as long as they lie there unchanged."""

import os
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from pamphleteer.ground.files import State, state_of
from pamphleteer.press import copies

_ROOM = 24 * 1024 * 1024  # bytes
_BESIDES = 1_000  # bytes, about, for what is known of a file besides what it holds
# Clocks of file systems tick every few milliseconds: what was changed just now may be changed again
# without a trace, and is read anew each time.
_SETTLED = 100_000_000  # nanoseconds


@dataclass(slots=True)
class Near:
    """A small file as it lay there, whole, and its packed copy once somebody took that."""

    path: str  # below public/
    place: str
    state: State
    etag: str
    changed: int  # seconds since 1970
    content: bytes
    packed: bytes = b""

    @property
    def size(self) -> int:
        """Return its size in bytes."""
        return len(self.content)

    def packing(self) -> bytes:
        """Return its packed copy, made once."""
        if not self.packed:
            self.packed = copies.pack(self.content)
        return self.packed

    def close(self) -> None:
        """Do nothing: it is not open."""


class Shelf:
    """Small files by the paths of their addresses; those not asked for longest make room."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room, self._taken = room, 0
        self._files: OrderedDict[str, Near] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Near | None:
        """Return a file that is here, and still lies there as it is here."""
        near = self._files.get(key)
        if near is None:
            return None
        try:
            same = state_of(os.lstat(near.place)) == near.state
        except OSError:
            same = False
        with self._lock:
            if not same:
                self._drop(key)
            elif key in self._files:
                self._files.move_to_end(key)
        return near if same else None

    def keep(self, key: str, near: Near) -> None:
        """Keep a file, unless it was changed so lately that another change might not be seen."""
        if time.time_ns() - max(near.state[3:]) < _SETTLED:
            return
        with self._lock:
            self._drop(key)
            self._files[key] = near
            self._taken += _weight(near)
            while self._taken > self._room:
                self._taken -= _weight(self._files.popitem(last=False)[1])

    def _drop(self, key: str) -> None:
        dropped = self._files.pop(key, None)
        if dropped is not None:
            self._taken -= _weight(dropped)


def _weight(near: Near) -> int:
    # A packed copy is no larger than what it was made of, or hardly.
    return 2 * near.size + _BESIDES
