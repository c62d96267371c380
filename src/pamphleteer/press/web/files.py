"""The files below `public/`, found by the paths of addresses."""

import os
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO

from django.conf import settings

from pamphleteer.ground.files import state_of
from pamphleteer.press import copies, paths
from pamphleteer.press.web.near import Near, Shelf

_AT_ONCE = 64 * 1024  # bytes of a file in memory
_MOST = 32  # large files that are sent at once: each has a thread until its reader has it
_sending = threading.Semaphore(_MOST)
_IN_MEMORY = 1_000_000  # bytes of a file that is sent in one piece
_SHELF = Shelf()


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that was asked for without the slash at its end."""

    name: str


@dataclass(slots=True)
class Found:
    """A file as it lay there at one moment, open."""

    path: str  # below public/
    file: BinaryIO
    size: int
    etag: str
    changed: int  # seconds since 1970

    def close(self) -> None:
        """Let go of it."""
        self.file.close()

    def part(self, first: int, length: int) -> "Part":
        """Return some of its bytes, to be read while they are sent."""
        return Part(self.file, first, length)


class TooManyError(Exception):
    """As many large files as may be are being sent."""


class Part:
    """Bytes of an open file, a few at a time; whoever sends them closes it.

    Raises `TooManyError` where others have to come to an end first.
    """

    def __init__(self, file: BinaryIO, first: int, length: int) -> None:
        self._file, self._left = file, length
        self._held = _sending.acquire(blocking=False)
        if not self._held:
            file.close()
            raise TooManyError
        file.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        try:
            while self._left and (block := self._file.read(min(_AT_ONCE, self._left))):
                self._left -= len(block)
                yield block
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the file, read to its end or not."""
        self._file.close()
        if self._held:
            self._held = False
            _sending.release()

    def __del__(self) -> None:
        self.close()


def find(path: str) -> Found | Near | Folder | None:
    """Return what lies at the path of an address; nothing if it leads out, or to what is hidden."""
    path = unicodedata.normalize("NFC", path)
    public = _really(settings.PUBLIC)
    key = f"{public}\0{path}"
    near = _SHELF.get(key)
    if near is not None:
        return near
    found = _sought(public, path)
    if isinstance(found, Near):
        _SHELF.keep(key, found)
    return found


def _sought(public: str, path: str) -> Found | Near | Folder | None:
    place = _place(public, path)
    if place is None:
        return None
    if os.path.isdir(place):  # noqa: PTH112 - each request comes through here
        if path and not path.endswith("/"):
            return Folder(path.rpartition("/")[2])
        return _opened(f"{place}/{paths.FRONT}", path + paths.FRONT)
    return None if path.endswith("/") else _opened(place, path)


def _opened(place: str, path: str) -> Found | Near | None:
    """Open a file, and read it if it is small; nothing if there is none, or no plain one."""
    try:
        # What is no plain file, a pipe say, must hold nobody up; no link leads anywhere.
        handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    status = os.fstat(handle)
    if not S_ISREG(status.st_mode):
        os.close(handle)
        return None
    etag, changed = f"{status.st_mtime_ns:x}-{status.st_size:x}", int(status.st_mtime)
    file = os.fdopen(handle, "rb")
    if status.st_size > (copies.MOST if copies.can_be_packed(path) else _IN_MEMORY):
        return Found(path, file, status.st_size, etag, changed)
    with file:
        return Near(path, place, state_of(status), etag, changed, file.read())


def _place(public: str, path: str) -> str | None:
    parts = path.removesuffix("/").split("/") if path else []
    if any(not part or part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return None
    place = "/".join([public, *parts])
    try:
        return place if os.path.realpath(place) == place else None
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=8)
def _really(public: Path) -> str:
    return str(public.resolve())
