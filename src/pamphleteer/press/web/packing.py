"""Packed copies of what is asked for often, in memory."""

import gzip
import re
import threading
from collections import OrderedDict

_ROOM = 16 * 1024 * 1024  # bytes
_LEAST, _MOST = 1_000, 2_000_000  # bytes of what is worth packing, and what does not hold others up
_LEVEL = 6
# RFC 9110, section 12.5.3: a weight of 0 means "not this one".
_TAKES = re.compile(r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?(?=,|$)")


def takes(accepted: str) -> bool:
    """Whether who sends this Accept-Encoding takes gzip."""
    found = _TAKES.search(accepted.lower())
    return found is not None and float(found[1] or 1) > 0


def worthwhile(size: int) -> bool:
    """Whether so many bytes are worth packing."""
    return _LEAST <= size <= _MOST


class Copies:
    """Packed copies by the name and state of their files; those not asked for longest go first."""

    def __init__(self, room: int = _ROOM) -> None:
        self._room, self._taken = room, 0
        self._copies: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, path: str, etag: str) -> bytes | None:
        """Return the copy of a file in this state, if it is there."""
        with self._lock:
            copy = self._copies.get((path, etag))
            if copy is not None:
                self._copies.move_to_end((path, etag))
            return copy

    def make(self, path: str, etag: str, content: bytes) -> bytes:
        """Pack what a file holds, and keep the copy."""
        copy = gzip.compress(content, _LEVEL, mtime=0)
        with self._lock:
            self._taken += len(copy) - len(self._copies.get((path, etag), b""))
            self._copies[path, etag] = copy
            while self._taken > self._room:
                self._taken -= len(self._copies.popitem(last=False)[1])
        return copy
