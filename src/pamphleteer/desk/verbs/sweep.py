"""Put aside the files in `media/` that no row names, and remove those that nobody missed.

Rows of pictures and recordings are kept for good, for any version of an article may show them: what
a row names stays. What is put aside comes back as soon as a row names it, as after a restored backup.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from pamphleteer.desk.models import Picture, Recording
from pamphleteer.desk.verbs import bench, pictures, recordings
from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.register.models import Outlet
from pamphleteer.register.verbs import journal

EVERY = 600  # seconds; each round looks at a sixteenth of the names
UNUSED = "unused"
YOUNG = 24 * 3600  # seconds in which a file may still get its row
KEPT = 30 * 24 * 3600  # seconds that a file lies aside
AT_MOST = 1000  # files of a folder that one round moves or removes
_PARTS = "0123456789abcdef"
_NAME = re.compile(r"[0-9a-f]{20}\.[a-z0-9]{2,4}")  # as uploads name them; nothing else is touched
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass
class Swept:
    """How many files were put aside, brought back and removed."""

    aside: int = 0
    back: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.aside or self.back or self.removed)


def round_(stop: Stop = never) -> int:
    """Sweep the part whose turn it is; return how many files were seen to."""
    part = _PARTS[int(clock.now().timestamp()) // EVERY % len(_PARTS)]
    swept = sweep(part, stop)
    return swept.aside + swept.back + swept.removed + bench.clear()


def sweep(part: str, stop: Stop = never) -> Swept:
    """Sweep the files whose names begin so; any number of processes may do it at once."""
    swept = Swept()
    for folder, named in ((pictures.FOLDER, _of_pictures), (recordings.FOLDER, _of_recordings)):
        with _folders(folder) as found:
            if found:
                _sweep(*found, part, named, swept, stop)
    if swept:
        counts = {"put aside": swept.aside, "brought back": swept.back, "removed": swept.removed}
        told: dict[str, Any] = {name: count for name, count in counts.items() if count}
        with transaction.atomic():
            journal.write("media.swept", Outlet(), **told)
    return swept


def _of_pictures(part: str) -> Iterator[str]:
    for master, files in Picture.objects.values_list("master", "files").iterator(500):
        yield from (name for name in (master, *(one["name"] for one in files)) if name[:1] == part)


def _of_recordings(part: str) -> Iterator[str]:
    names = Recording.objects.filter(name__startswith=part).values_list("name", flat=True)
    yield from names.iterator(500)


def _sweep(
    here: int,
    there: int,
    part: str,
    named: Callable[[str], Iterator[str]],
    swept: Swept,
    stop: Stop,
) -> None:
    now = time.time()
    # The files first: what gets its row from now on is among the rows.
    old = [name for name, at in _files(here, part) if at < now - YOUNG]
    aside = dict(_files(there, part))
    if not old and not aside:
        return
    used = set(named(part))
    for name in sorted(set(old) - used)[:AT_MOST]:
        if stop():
            return
        swept.aside += _put_aside(name, here, there, before=now - YOUNG)
    for name, at in sorted(aside.items())[:AT_MOST]:
        if stop():
            return
        if name in used:
            swept.back += _bring_back(name, here, there)
        elif at < now - KEPT:
            swept.removed += _remove(name, there)


def _files(folder: int, part: str) -> Iterator[tuple[str, float]]:
    """Yield the plain files whose names begin so, each with the moment of its last change."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name[:1] == part and _NAME.fullmatch(entry.name):
                with suppress(FileNotFoundError):
                    if entry.is_file(follow_symlinks=False):
                        yield entry.name, entry.stat(follow_symlinks=False).st_mtime


def _put_aside(name: str, here: int, there: int, *, before: float) -> bool:
    try:
        handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=here)
    except OSError:
        return False
    try:
        found = os.fstat(handle)
        if found.st_mtime >= before:
            return False  # it was uploaded again meanwhile
        os.utime(handle)  # since when it lies aside
        with suppress(FileNotFoundError):  # another process was quicker
            os.rename(name, name, src_dir_fd=here, dst_dir_fd=there)
            moved = os.stat(name, dir_fd=there, follow_symlinks=False)
            if os.path.samestat(moved, found):
                return True
            # It was uploaded again at this very moment.
            os.rename(name, name, src_dir_fd=there, dst_dir_fd=here)
        return False
    finally:
        os.close(handle)


def _bring_back(name: str, here: int, there: int) -> bool:
    # One that lies here as well holds the same: its name says so.
    with suppress(FileNotFoundError):
        os.rename(name, name, src_dir_fd=there, dst_dir_fd=here)
        return True
    return False


def _remove(name: str, there: int) -> bool:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=there)
        return True
    return False


@contextmanager
def _folders(name: str) -> Iterator[tuple[int, int] | None]:
    """Open a folder of the media and the one for what is put aside, unless a link stands for either."""
    with ExitStack() as opened:
        try:
            # Where the media as a whole lie is the outlet's to say.
            media = _opened(opened, settings.MEDIA_ROOT, flags=_FOLDER & ~os.O_NOFOLLOW)
            here = _opened(opened, name, within=media)
            for_all = _made(opened, UNUSED, within=media)
            folders = here, _made(opened, name, within=for_all)
        except OSError:
            folders = None
        yield folders


def _opened(stack: ExitStack, name: str, *, within: int | None = None, flags: int = _FOLDER) -> int:
    handle = os.open(name, flags, dir_fd=within)
    stack.callback(os.close, handle)
    return handle


def _made(stack: ExitStack, name: str, *, within: int) -> int:
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=within)
    return _opened(stack, name, within=within)
