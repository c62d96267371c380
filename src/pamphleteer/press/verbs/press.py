"""Bring `public/` up to date: render, write what differs, remove what no longer belongs."""

import fcntl
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from pamphleteer.ground import clock
from pamphleteer.ground.files import copy_whole, write_whole
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.press import site, theme
from pamphleteer.press.errors import FolderError, PressError
from pamphleteer.press.models import Fault
from pamphleteer.press.page import Page, Stored
from pamphleteer.press.verbs import ledger
from pamphleteer.register.verbs import journal

log = logging.getLogger(__name__)

READER = "press"
WHATS = (
    "article.published",
    "article.withdrawn",
    "article.corrected",
    "outlet.changed",
    "topic.changed",
    "topic.moved",
    "topic.merged",
    "partner.changed",
    "picture.changed",
)
_AT_MOST = 5000  # lines of the journal for one round: a pressing does the work of all of them
_BATCH = 50  # pages in memory before they are written and recorded
_GLANCE = 0.05  # seconds between two looks at a folder that another process presses into
_BESIDE = re.compile(r"\..+\.[0-9a-f]{12}\.part")  # as `ground.files` names them

Heard = Callable[[Page], None]


@dataclass(frozen=True)
class Pressed:
    """How many files were written, removed and left; and whether all were seen to."""

    written: int
    removed: int
    unchanged: int
    whole: bool


def nobody(_page: Page) -> None:
    """Hear of a page, and do nothing."""


def press(*, stop: Stop = never, everything: bool = False, heard: Heard = nobody) -> Pressed:
    """Make the files of the site what the rows say; with `everything`, write each of them anew.

    Any number of processes may call it at once: they wait for each other. Once `stop` is true it
    ends after the page at hand and removes nothing. Raises `PressError`.
    """
    public = Path(settings.PUBLIC)
    with _alone_in(public, stop) as alone:
        if not alone:
            return Pressed(0, 0, 0, whole=False)
        theme.reload()
        # The rows are read behind the lock: who waited for it must not bring back an older state.
        return _Pressing(public, stop, everything, heard, ledger.recorded()).run(site.load())


def round_(stop: Stop) -> int:
    """Press if the journal tells of a change, or if nothing was ever pressed.

    Returns how many files were written or removed. Raises `PressError`: then the place in the
    journal stays, and the next round tries again.
    """
    unread = journal.unread(READER, whats=WHATS, at_most=_AT_MOST)
    if not unread and ledger.begun():
        return 0
    try:
        pressed = press(stop=stop)
    except PressError as error:
        _tell(str(error))
        raise
    if pressed.whole:
        Fault.objects.all().delete()
        if unread:
            journal.move(unread)
    return pressed.written + pressed.removed


def _tell(words: str) -> None:
    """Let the desk know why the site is not up to date; since when stays as it is."""
    with transaction.atomic():
        Fault.objects.update_or_create(
            pk=1, defaults={"words": words}, create_defaults={"words": words, "since": clock.now()}
        )


@dataclass
class _Pressing:
    """One pressing on its way, alone in the folder."""

    public: Path
    stop: Stop
    everything: bool
    heard: Heard
    recorded: dict[str, str]
    seen: set[str] = field(default_factory=set)
    batch: list[tuple[str, bytes]] = field(default_factory=list)
    written: int = 0
    unchanged: int = 0

    def run(self, rows: site.Site) -> Pressed:
        whole = all(self._take(page) for page in _pages(rows))
        self._write()
        removed = self._remove() if whole else 0
        _sweep(self.public)
        return Pressed(self.written, removed, self.unchanged, whole=whole)

    def _take(self, page: Page) -> bool:
        """See to one page; false if a stop has been asked for."""
        if self.stop():
            return False
        if page.path in self.seen:
            raise PressError(f"two kinds of pages make the same file, {page.path}")
        self.seen.add(page.path)
        if isinstance(page.content, Stored):
            self._take_stored(page.path, page.content)
            self.heard(page)
            return True
        content = page.bytes()
        if self.everything or self._differs(page.path, content):
            self.batch.append((page.path, content))
            if len(self.batch) >= _BATCH:
                self._write()
        else:
            self.unchanged += 1
        self.heard(page)
        return True

    def _take_stored(self, path: str, stored: Stored) -> None:
        """Copy a file that lies ready, unless it is there: nobody reads it to know that."""
        there = self.recorded.get(path) == stored.sha256 and _is_of(self.public / path, stored.size)
        if there and not self.everything:
            self.unchanged += 1
            return
        if not stored.place.is_file():
            log.warning("%s is gone from media: pages show its words in its place", stored.place)
            return
        ledger.plan([path] if path not in self.recorded else [])
        try:
            copy_whole(stored.place, self.public / path)
        except OSError as error:
            raise FolderError(self.public / path, error) from error
        ledger.record([(path, stored.sha256, stored.size)])
        self.written += 1

    def _differs(self, path: str, content: bytes) -> bool:
        recorded = self.recorded.get(path) == _sum(content)
        return not recorded or not _holds(self.public / path, content)

    def _write(self) -> None:
        if not self.batch:
            return
        ledger.plan(path for path, _ in self.batch if path not in self.recorded)
        for path, content in self.batch:
            self._write_one(self.public / path, content)
        ledger.record((path, _sum(content), len(content)) for path, content in self.batch)
        self.batch.clear()

    def _write_one(self, path: Path, content: bytes) -> None:
        # It may lie there whole without its record: the process that wrote it was killed.
        if _holds(path, content) and not self.everything:
            self.unchanged += 1
            return
        try:
            write_whole(path, content)
        except OSError as error:
            raise FolderError(path, error) from error
        self.written += 1

    def _remove(self) -> int:
        gone = sorted(self.recorded.keys() - self.seen)
        for path in gone:
            try:
                (self.public / path).unlink(missing_ok=True)
            except OSError as error:
                raise FolderError(self.public / path, error) from error
            _prune((self.public / path).parent, self.public)
        ledger.forget(gone)
        return len(gone)


def _pages(rows: site.Site) -> Iterator[Page]:
    for name in settings.PRESS_KINDS:
        yield from import_string(name)(rows)


def _sum(content: bytes) -> str:
    return sha256(content).hexdigest()


def _is_of(path: Path, size: int) -> bool:
    """Tell whether a file of this size lies there."""
    try:
        return path.lstat().st_size == size and not path.is_symlink()
    except OSError:
        return False


def _holds(path: Path, content: bytes) -> bool:
    """Tell whether a file lies there and holds exactly these bytes."""
    try:
        return _is_of(path, len(content)) and path.read_bytes() == content
    except OSError:
        return False


def _sweep(public: Path) -> None:
    """Remove what a process that was killed in mid-writing left beside a file."""
    for path in public.rglob(".*.part"):
        if _BESIDE.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _prune(folder: Path, public: Path) -> None:
    """Remove the folders that are left empty."""
    while folder != public:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


@contextmanager
def _alone_in(public: Path, stop: Stop) -> Iterator[bool]:
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
