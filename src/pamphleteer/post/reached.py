"""How far mail has gone, as the outlet's folder knows it: the file `post.sent`, outside of the database.

One line: whose mail, how far, and when, as in `1 OUTLET REACH MOMENT`. It is written after the same was committed in
the database, and before the mail goes: so it is never ahead of the rows, unless those were turned back.
"""

import fcntl
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from pamphleteer.ground.files import write_whole

FILE = "post.sent"
_LONGEST = 200  # bytes
_LINE = re.compile(r"1 ([0-9a-f]{32}) ([0-9]{1,18}) ([0-9]{4}-[0-9T:.+-]{15,28})\n")


class Unreadable(Exception):
    """The file can't be read, or holds something else; the message says which."""


@dataclass(frozen=True)
class Reached:
    """Whose mail has gone, how far, and when it last did."""

    outlet: UUID
    reach: int
    at: datetime

    def line(self) -> bytes:
        """Return it as the file has it."""
        moment = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return f"1 {self.outlet.hex} {self.reach} {moment}\n".encode()


def read(folder: Path) -> Reached | None:
    """Return what the folder knows; None if it knows nothing. Raises `Unreadable`."""
    path = folder / FILE
    try:
        with path.open("rb") as file:
            return _parsed(file.read(_LONGEST))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}") from error


def write(folder: Path, reached: Reached, *, over: bool = False) -> None:
    """Let the folder know, on the disk before this returns; what it knows already is never turned back.

    `over` writes over whatever is there. Raises `Unreadable`, and `OSError` as the system gives it.
    """
    path = folder / FILE
    if not path.exists():
        write_whole(path, reached.line(), mode=0o600)
        _sync(folder)
        return
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not over and _parsed(os.pread(handle, _LONGEST, 0)).reach >= reached.reach:
            return
        line = reached.line()
        os.pwrite(handle, line, 0)
        os.ftruncate(handle, len(line))
        os.fsync(handle)
    finally:
        os.close(handle)


def _parsed(held: bytes) -> Reached:
    found = _LINE.fullmatch(held.decode("ascii", errors="replace"))
    if not found:
        raise Unreadable(f"{FILE} holds no line of ours")
    try:
        at = datetime.fromisoformat(found[3])
    except ValueError as error:
        raise Unreadable(f"{FILE} holds no moment") from error
    if at.tzinfo is None:
        raise Unreadable(f"{FILE} holds no moment")
    return Reached(UUID(found[1]), int(found[2]), at)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
