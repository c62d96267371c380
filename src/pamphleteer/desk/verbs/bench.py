"""A place beside the media in which an uploaded file is looked at before it is kept."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.files import File

from pamphleteer.desk.errors import NotKept

_BENCH = ".developing-"
_LEFT = 3600  # seconds after which nobody works at a bench any more


@contextmanager
def bench() -> Iterator[Path]:
    """Give a folder to work in, and clear it away, with what others left.

    Raises `NotKept` where the disk takes no more.
    """
    try:
        with _place() as place:
            yield place
    except OSError as error:
        raise NotKept(error.strerror or str(error)) from error


@contextmanager
def _place() -> Iterator[Path]:
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    clear()
    place = Path(tempfile.mkdtemp(prefix=_BENCH, dir=media))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def clear() -> int:
    """Clear away the places of processes that were killed; return how many."""
    cleared = 0
    for old in Path(settings.MEDIA_ROOT).glob(f"{_BENCH}*"):
        with suppress(OSError):  # another process was quicker
            if time.time() - old.lstat().st_mtime > _LEFT:
                shutil.rmtree(old)
                cleared += 1
    return cleared


def copied(file: File[bytes], to: Path) -> str:
    """Copy an upload to a path, and return its SHA-256; raises `NotKept` for one that came in part."""
    if fault := getattr(file, "fault", ""):
        raise NotKept(fault)
    found = sha256()
    with to.open("wb") as copy:
        for chunk in file.chunks():
            found.update(chunk)
            copy.write(chunk)
    return found.hexdigest()
