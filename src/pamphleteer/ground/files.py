"""Files that are either whole or not there."""

import os
import secrets
import shutil
from pathlib import Path


def write_whole(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write beside the path, sync and rename, so that nobody ever sees half a file.

    Raises `OSError` as the system gives it; the file that was there stays then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name[:50]}.{secrets.token_hex(6)}.part")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


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
