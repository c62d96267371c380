"""Lay packed copies beside the pages, for web servers that send them as they are.

A copy is derived: it has no row, and is no news for whoever carries copies of the site elsewhere. The press
drops it before it changes the file; this round lays another a little later, so that publishing never waits
for it. It takes the lock on the folder, and within it lays only copies of files that are still what was packed.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from pamphleteer.ground.files import Beside, State, state_of
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.press import copies
from pamphleteer.press.errors import FolderError
from pamphleteer.press.models import Change, File
from pamphleteer.press.verbs import folder

EVERY = 1.0  # seconds
_REST = 5.0  # seconds that a file has to lie: the front may change with each piece
_AT_ONCE = 50
_ROWS = 500  # that are read at once
_PAUSE = 0.1  # seconds between two lots, for others who use the disk

_seen: dict[Path, int] = {}  # by folder: the newest change that was seen to


def nothing(_count: int) -> None:
    """Hear of files, and do nothing."""


def round_(stop: Stop = never) -> int:
    """Lay copies of what has changed; when it begins, of all that have none.

    Returns how many. Raises `PressError`.
    """
    if not settings.PRESS_PACKED:
        return 0
    public = Path(settings.PUBLIC)
    if public in _seen:
        return _changed(public, stop)
    newest = Change.objects.aggregate(newest=Max("pk"))["newest"] or 0
    laid = lay(public, _bare(public), stop)
    if not stop():
        _seen[public] = newest
    return laid


def at_once(heard: Callable[[int], None] = nothing) -> int:
    """Lay copies of all files that have none, for who waits for them; returns how many.

    Raises `PressError`.
    """
    public = Path(settings.PUBLIC)
    if not settings.PRESS_PACKED:
        return 0
    return lay(public, _bare(public), pause=0, heard=heard)


def lay(
    public: Path,
    paths: Iterable[str],
    stop: Stop = never,
    *,
    pause: float = _PAUSE,
    heard: Callable[[int], None] = nothing,
) -> int:
    """Lay packed copies of files below `public/`; returns how many. Raises `PressError`."""
    laid, left = 0, iter(paths)
    while not stop() and (some := list(islice(left, _AT_ONCE))):
        laid += _lay(public, some, stop)
        heard(len(some))
        time.sleep(pause)
    return laid


def forget() -> None:
    """Look at all files again with the next round, as a process does that begins."""
    _seen.clear()


def _bare(public: Path) -> Iterator[str]:
    """Find what has no copy yet."""
    last = 0
    # Some at a time: a question that stays open keeps SQLite from tidying its log.
    while some := list(File.objects.whole().filter(pk__gt=last).order_by("pk")[:_ROWS]):
        last = some[-1].pk
        for file in some:
            if copies.worthwhile(file.size) and not folder.is_copied(public / file.path):
                yield file.path


def _changed(public: Path, stop: Stop) -> int:
    changes = list(Change.objects.after(_seen[public]).values_list("pk", "path")[:_ROWS])
    ready = [(number, path) for number, path in changes if _rests(public / path)]
    # In their order: what was changed just now waits, with all that came after it.
    if len(ready) < len(changes):
        first = next(number for number, path in changes if (number, path) not in ready)
        ready = [(number, path) for number, path in ready if number < first]
    if not ready:
        return 0
    laid = lay(public, [path for _number, path in ready], stop)
    if not stop():
        _seen[public] = ready[-1][0]
    return laid


def _rests(path: Path) -> bool:
    """Tell whether a file has lain for a while, or does not lie there at all."""
    try:
        age = time.time() - path.lstat().st_mtime
    except OSError:
        return True
    return not 0 <= age < _REST


def _lay(public: Path, paths: Iterable[str], stop: Stop) -> int:
    ways = folder.InTheWay(public)
    read = {
        public / path: found
        for path in paths
        if not ways.of(path) and (found := _read(public / path))
    }
    packed = [(copies.beside(path), copies.pack(content)) for path, (_, content) in read.items()]
    if not packed:
        return 0
    laid = 0
    try:
        with Beside(packed) as made:
            beside = made.synced()
            with folder.alone_in(public, stop) as alone:
                for (one, copy), (path, (state, _)) in zip(beside, read.items(), strict=True):
                    # A press may have swept away what lay beside; then it is made again.
                    if alone and _is_still(path, state) and Path(one).exists():
                        Path(one).replace(copy)
                        laid += 1
    except OSError as error:
        raise FolderError(Path(error.filename or public), error) from error
    return laid


def _read(path: Path) -> tuple[State, bytes] | None:
    """Return a file that is worth packing and has no copy yet."""
    if not copies.can_be_packed(path.name) or not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            state, content = state_of(os.fstat(file.fileno())), file.read(copies.MOST + 1)
    except OSError:
        return None
    if not copies.worthwhile(len(content)) or copies.is_of(copies.beside(path), content):
        return None
    return state, content


def _is_still(path: Path, state: State) -> bool:
    try:
        return state_of(path.lstat()) == state
    except OSError:
        return False
