"""The folder of the site: one process at a time, files whole or not there, and no empty folders."""

import errno
import fcntl
import os
import re
import shutil
import stat
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Self

from pamphleteer.ground import files
from pamphleteer.ground.disk import Disk
from pamphleteer.ground.files import Beside, copy_whole
from pamphleteer.ground.stopping import Stop
from pamphleteer.press import copies
from pamphleteer.press.errors import FolderError
from pamphleteer.press.page import Stored

_FRESH = (
    ".fresh"  # below public/: files that are made and recorded, and wait to be moved into place
)
_BESIDE_PAGES = ("assets/", "pictures/", "audio/")
_NO_FILE = "a folder lies in place of this file; all others are made"
_NO_FOLDER = "a file or a link lies in place of this folder; what belongs elsewhere is made"
TOGETHER = 50  # files open at once
_BEGUN = 1  # times as many that wait for a disk which is told of all at once, besides those at hand
_GLANCE = 0.05  # seconds between two looks at a folder that another process presses into
_BESIDE = re.compile(r"\..+\.[0-9a-f]{12}\.part")  # as `ground.files` names them


def sum_of(content: bytes | Stored) -> tuple[str, int]:
    """Return the hash and the size of what a file holds."""
    if isinstance(content, Stored):
        return content.sha256, content.size
    return sha256(content).hexdigest(), len(content)


def holds(path: Path, content: bytes | Stored) -> bool:
    """Tell whether a file lies there and holds exactly this; of what lies ready, whether its size is right."""
    if isinstance(content, Stored):
        return is_of(path, content.size)
    try:
        return is_of(path, len(content)) and path.read_bytes() == content
    except OSError:
        return False


def is_blank(public: Path) -> bool:
    """Tell whether nothing lies in the folder of the site; raises `FolderError`."""
    with _told(public), os.scandir(public) as found:
        return next(found, None) is None


def is_of(path: Path, size: int) -> bool:
    """Tell whether a file of this size lies there."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return found.st_size == size and not stat.S_ISLNK(found.st_mode)


class Writing:
    """Writes files whole and in their order, some at a time: these are synced while the next ones are made.

    With a disk, this is told of all at once. What is written is in its place when it is finished, at the
    latest where the block ends. Raises `FolderError`.
    """

    def __init__(self, disk: Disk | None = None) -> None:
        self._disk = disk
        self._begun: deque[tuple[Path, Beside]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *raised: object) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            for _first, begun in self._begun:
                begun.end()

    def write(self, files: Sequence[tuple[Path, bytes | Stored]], *, first: bool = False) -> None:
        """Write files, or begin to: the last of them may wait for the disk.

        With `first`, none of them was there before, so that no packed copy lies beside it.
        """
        for path, _content in () if first else files:
            drop_copy(path)
        for is_stored, some in groupby(files, key=lambda one: isinstance(one[1], Stored)):
            if is_stored:
                self.finish()
                for path, stored in some:
                    _copy(path, stored)
            else:
                self._begin([(path, held) for path, held in some if isinstance(held, bytes)])

    def finish(self, but: int = 0) -> None:
        """Wait for the disk, and move into place what is not there yet, but for what was begun last."""
        while len(self._begun) > but:
            first, begun = self._begun.popleft()
            with _told(first), begun:
                begun.move()

    def _begin(self, files: Sequence[tuple[Path, bytes]]) -> None:
        for start in range(0, len(files), TOGETHER):
            some = files[start : start + TOGETHER]
            self.finish(but=_BEGUN if self._disk else 0)
            with _told(some[0][0]):
                self._begun.append((some[0][0], Beside(some, disk=self._disk)))


def write(files: Sequence[tuple[Path, bytes | Stored]]) -> None:
    """Write files whole, in their order; raises `FolderError`."""
    with Writing() as writing:
        writing.write(files)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say of which file it is what the system refuses: of the one that it names, or of this."""
    try:
        yield
    except OSError as error:
        raise FolderError(Path(error.filename or path), error) from error


def _copy(path: Path, stored: bytes | Stored) -> None:
    if isinstance(stored, Stored):
        try:
            copy_whole(stored.place, path)
        except OSError as error:
            raise FolderError(path, error) from error


def fresh(public: Path) -> Path:
    """Return the folder in which a whole site is made anew beside the one that is read."""
    return public / _FRESH


class InTheWay:
    """What stands where files of the site belong: each folder is looked at once."""

    def __init__(self, public: Path) -> None:
        self._public = public
        self._found: dict[str, FolderError | None] = {"": None}  # by folders

    def of(self, name: str) -> FolderError | None:
        """Return why a file can't be written: a folder lies in its place, or its folder is none.

        Nor is a folder that is a link: it leads away from the site, where the press writes and removes
        nothing. The folder of the whole site may be one.
        """
        if found := self._of_folder(name.rpartition("/")[0]):
            return found
        return self._amiss(name, stat.S_ISDIR, IsADirectoryError(errno.EISDIR, _NO_FILE))

    def _of_folder(self, name: str) -> FolderError | None:
        if name not in self._found:
            self._found[name] = self._of_folder(name.rpartition("/")[0]) or self._amiss(
                name, _is_no_folder, NotADirectoryError(errno.ENOTDIR, _NO_FOLDER)
            )
        return self._found[name]

    def _amiss(
        self, name: str, is_amiss: Callable[[int], bool], error: OSError
    ) -> FolderError | None:
        path = f"{self._public}/{name}"
        try:
            return FolderError(Path(path), error) if is_amiss(os.lstat(path).st_mode) else None
        except OSError:
            return None


def _is_no_folder(mode: int) -> bool:
    return not stat.S_ISDIR(mode)


def move_in(public: Path) -> list[str]:
    """Move what was made anew into place, each file in one step: what pages name first, feeds last.

    Rows say already that it is there: whoever finds such a folder, left by a killed process, goes on.
    Returns what could not be moved, for something else lies in its place: it is to be made again.
    """
    made, stuck, ways = fresh(public), list[str](), InTheWay(public)
    if made.is_symlink():
        made.unlink()
    if not made.is_dir():
        return stuck
    found = sorted(str(path.relative_to(made)) for path in made.rglob("*") if path.is_file())
    for name in sorted(found, key=_in_turn):
        if _BESIDE.fullmatch(Path(name).name):
            continue
        if ways.of(name):
            stuck.append(name)
            continue
        if not has_right_copy(public / name, holding=made / name):
            drop_copy(public / name)
        try:
            (public / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).replace(public / name)
        except OSError as error:
            raise FolderError(public / name, error) from error
    shutil.rmtree(made, ignore_errors=True)
    return stuck


def is_copied(path: Path) -> bool:
    """Tell whether a packed copy of a file lies beside it."""
    return copies.can_be_packed(path.name) and copies.beside(path).is_file()


def has_right_copy(path: Path, *, holding: Path | None = None) -> bool:
    """Tell whether the packed copy of a file, if there is one, is of what it holds, or of what it will."""
    if not is_copied(path):
        return True
    try:
        return copies.is_of(copies.beside(path), (holding or path).read_bytes())
    except OSError:
        return False


def drop_copy(path: Path) -> None:
    """Remove the packed copy of a file that is about to change; raises `FolderError`.

    Web servers send it without a look at its date: whoever changes a file does this first, and lays no
    copy but behind the lock on the folder, of a file that is still the one that was packed.
    """
    if not copies.can_be_packed(path.name):
        return
    try:
        files.remove(f"{path}{copies.SUFFIX}")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return
    except OSError as error:
        raise FolderError(copies.beside(path), error) from error


def _in_turn(name: str) -> int:
    if name.startswith(_BESIDE_PAGES):
        return 0
    return 2 if name.endswith((".xml", ".json")) else 1


def remove(path: Path, public: Path) -> None:
    """Remove a file, and the folders that are left empty; raises `FolderError`.

    What else lies in its place is somebody else's, and stays.
    """
    if InTheWay(public).of(str(path.relative_to(public))):
        return
    drop_copy(path)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FolderError(path, error) from error
    folder = path.parent
    while folder != public:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def sweep(public: Path) -> None:
    """Remove what a process that was killed in mid-writing left beside a file."""
    for where, _folders, names in os.walk(public):
        for name in names:
            if name.endswith(".part") and _BESIDE.fullmatch(name):
                Path(where, name).unlink(missing_ok=True)


@contextmanager
def alone_in(public: Path, stop: Stop) -> Iterator[bool]:
    """Wait to be the only process that presses into a folder; false if told to stop before.

    The lock is the system's (flock): it ends with the process that holds it, however that ends.
    """
    try:
        public.mkdir(parents=True, exist_ok=True)
        handle = os.open(public, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise FolderError(public, error) from error
    try:
        yield _locked(handle, stop)
    finally:
        os.close(handle)


def _locked(handle: int, stop: Stop) -> bool:
    while not stop():
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(_GLANCE)
    return False
