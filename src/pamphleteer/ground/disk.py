"""A disk that is told once to keep all that was written to it (syncfs(2)): cheaper than file by file.

It waits for whatever else was written there, too: for much that nobody waits for.
"""

import ctypes
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

# Before, Linux did not tell what has failed to be written.
_TELLS = (5, 8)
# Others may leave it to a server, or to a file system of their own, whether that keeps anything.
_KEEPING = {"ext4", "xfs"}
_MOUNTS = Path("/proc/self/mountinfo")


class Disk:
    """The disk on which a folder lies; the number is that of all its files."""

    def __init__(self, handle: int, number: int) -> None:
        self._handle = handle
        self.number = number

    def sync(self) -> None:
        """Wait until all that was written is on the disk.

        Raises `OSError` if something that was written since this was opened, by whomever, is not.
        """
        sync = _syncfs()
        if sync is None or sync(self._handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))


@contextmanager
def disk_of(folder: Path) -> Iterator[Disk | None]:
    """Open the disk on which a folder lies, if it is known to keep all it is told to."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield None
        return
    try:
        number = os.fstat(handle).st_dev
        yield Disk(handle, number) if _keeps(number) else None
    finally:
        os.close(handle)


@lru_cache(maxsize=1)
def _syncfs() -> Any:
    try:
        return ctypes.CDLL(None, use_errno=True).syncfs
    except (AttributeError, OSError, TypeError):  # no Linux
        return None


@lru_cache(maxsize=8)
def _keeps(number: int) -> bool:
    found = re.match(r"(\d+)\.(\d+)", os.uname().release)
    if _syncfs() is None or not found or (int(found[1]), int(found[2])) < _TELLS:
        return False
    return _sort_of(number) in _KEEPING


def _sort_of(number: int) -> str:
    """Return of which sort a file system is (proc_pid_mountinfo(5)); empty where that can't be told."""
    named = f"{os.major(number)}:{os.minor(number)}"
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        mount, _dash, system = line.partition(" - ")
        if mount.split()[2:3] == [named]:
            return system.split()[0]
    return ""
