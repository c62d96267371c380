"""Files that are either whole or not there."""

import os
import secrets
import shutil
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Self

from pamphleteer.ground.disk import Disk

_SYNCED_AT_ONCE = 8
# Linux: a file that is kept open so can't be read, and nobody who has laid something else there is met.
_HELD = getattr(os, "O_PATH", 0) | os.O_NOFOLLOW

State = tuple[int, int, int, int, int]


def state_of(status: os.stat_result) -> State:
    """Return what tells two states of a path apart, even if somebody sets clocks back."""
    return (
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )


def write_whole(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write beside the path, sync and rename, so that nobody ever sees half a file.

    Raises `OSError` as the system gives it; the file that was there stays then.
    """
    write_together([(path, content)], mode=mode)


def write_new(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file that was not there, whole, and on the disk when this returns.

    Raises `FileExistsError` if it is there by now, and `OSError` as the system gives it.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(beside)
    finally:
        beside.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_together(files: Sequence[tuple[Path, bytes]], *, mode: int = 0o644) -> None:
    """Write some files, each beside its path, sync them all at once, and rename them in their order.

    Systems write one journal for what is synced at the same time: so it takes little longer than one
    file. Raises `OSError` as the system gives it; each file is the old or the new one then.
    """
    with Beside(files, mode=mode) as made:
        made.move()


class Beside:
    """Some files, each written beside its path and on its way to the disk, until it is moved or the block ends.

    Other things may be done meanwhile. With the disk on which they lie, this is told once, and not of
    each file. Raises `OSError` as the system gives it, of the path that was wanted.
    """

    def __init__(
        self, files: Sequence[tuple[Path, bytes]], *, mode: int = 0o644, disk: Disk | None = None
    ) -> None:
        """Write the files, and begin to sync them, all at once."""
        self._written: list[tuple[str, str]] = []  # where each lies, and its path
        self._handles: list[int] = []  # of those that are synced by themselves
        self._moved, self._disk = 0, disk
        self._syncs: list[Future[None]] = []
        mark, wanted = secrets.token_hex(4), ""
        try:
            for number, (path, content) in enumerate(files):
                wanted, named = os.fspath(path), f"{mark}{number & 0xFFFF:04x}"
                self._write(wanted, content, mode, named)
        except BaseException as error:
            self.end()
            _tell_of(wanted, error)
            raise
        if disk and len(self._handles) < len(self._written):
            self._syncs.append(_syncing().submit(_sync_all, disk, list(self._written)))
        for first in range(min(_SYNCED_AT_ONCE, len(self._handles))):
            self._syncs.append(_syncing().submit(_sync, self._handles[first::_SYNCED_AT_ONCE]))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.end()

    def synced(self) -> list[tuple[str, str]]:
        """Wait until they are on the disk; return where they lie, each with its path."""
        for one in self._syncs:
            one.result()
        return list(self._written)

    def move(self) -> None:
        """Wait until they are on the disk, and move each to its path, in their order."""
        held: list[int] = []
        try:
            for beside, path in self.synced():
                if not self._disk:
                    held += _hold(path)
                try:
                    os.replace(beside, path)  # noqa: PTH105
                except OSError as error:
                    _tell_of(path, error)
                    raise
                self._moved += 1
        finally:
            _let_go(held)

    def end(self) -> None:
        """Remove those that were not moved."""
        wait(self._syncs)
        for handle in self._handles:
            os.close(handle)
        for beside, _path in self._written[self._moved :]:
            with suppress(FileNotFoundError):
                os.unlink(beside)  # noqa: PTH108
        self._written, self._handles, self._moved = [], [], 0

    def _write(self, path: str, content: bytes, mode: int, mark: str) -> None:
        folder, name = os.path.split(path)
        beside = f"{folder}/.{name[:50]}.{mark}.part"
        handle = _created(beside, folder, mode)
        self._written.append((beside, path))
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(handle, rest) :]
            disk = self._disk
            is_told = disk is not None and os.fstat(handle).st_dev == disk.number
        except BaseException:
            os.close(handle)
            raise
        if is_told:
            os.close(handle)
        else:
            self._handles.append(handle)


def remove(path: str) -> None:
    """Remove a file, and let another thread wait until its room is given back; raises `OSError`."""
    held = _hold(path)
    try:
        os.unlink(path)  # noqa: PTH108
    finally:
        _let_go(held)


def _hold(path: str) -> list[int]:
    """Keep a file open that is about to go: to give its room back takes a system ten times as long."""
    try:
        return [os.open(path, _HELD)] if _HELD != os.O_NOFOLLOW else []
    except OSError:
        return []


def _let_go(handles: Sequence[int]) -> None:
    if handles:
        _syncing().submit(_close, handles)


def _close(handles: Sequence[int]) -> None:
    for handle in handles:
        os.close(handle)


def _created(path: str, folder: str, mode: int) -> int:
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileNotFoundError:
        try:
            os.mkdir(folder)  # noqa: PTH102 - most of the time it is the last folder alone
        except (FileNotFoundError, FileExistsError):
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)


def _sync(handles: Sequence[int]) -> None:
    for handle in handles:
        os.fsync(handle)


def _sync_all(disk: Disk, written: Sequence[tuple[str, str]]) -> None:
    """Sync a whole disk; if something there, by whomever, could not be written, each of some files."""
    try:
        disk.sync()
    except OSError:
        for beside, _path in written:
            handle = os.open(beside, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _tell_of(path: str, error: BaseException) -> None:
    """Let what goes wrong be told of the file that is wanted, not of the one beside it."""
    if isinstance(error, OSError):
        error.filename, error.filename2 = path, None


@lru_cache(maxsize=1)
def _syncing() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_SYNCED_AT_ONCE, thread_name_prefix="sync")


def place(made: Path, path: Path, *, mode: int = 0o644) -> None:
    """Sync a finished file of the same disk and move it to its path in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with made.open("rb") as file:
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())
    made.replace(path)


def copy_whole(source: Path, path: Path, *, mode: int = 0o644) -> None:
    """Copy a file of any size, whole or not at all, as `write_whole` writes one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:50]}.{secrets.token_hex(6)}.part")
    try:
        shutil.copyfile(source, beside)
        place(beside, path, mode=mode)
    finally:
        beside.unlink(missing_ok=True)
