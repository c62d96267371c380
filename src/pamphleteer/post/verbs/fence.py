"""The fence: after a restore, or in a copy of the outlet, nothing goes out until a person releases it.

The rows can't tell that they were turned back or copied. So while mail goes a number is counted up, in the rows and
in the outlet's folder; and the rows know where their database lies. What does not agree raises the fence, in the rows:
for all processes, on all machines.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from pamphleteer.ground import clock
from pamphleteer.post import reached
from pamphleteer.post.models import Fence
from pamphleteer.post.place import Place, changed, here
from pamphleteer.post.reached import Reached, Unreadable
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

CLOSED, UNWRITTEN = "closed", "unwritten"  # no rows: an option, and a folder that can't be written
EVERY = timedelta(seconds=1)  # between two counts while mail goes


@dataclass(frozen=True)
class Held:
    """Why nothing goes out: one of `Fence.Why`, `CLOSED` or `UNWRITTEN`; and since when.

    `went_at` is when mail last went by these rows, `known_at` by the folder; it goes for a second after.
    `words` are of who asked for it, or of the system.
    """

    why: str
    since: datetime | None = None
    went_at: datetime | None = None
    known_at: datetime | None = None
    words: str = ""


@dataclass(frozen=True)
class _Seen:
    """What is known of how far mail has gone: by the rows, by the folder, and where the rows lie now."""

    row: Fence | None
    folder: Reached | None
    unreadable: str
    outlet: Outlet
    place: Place

    @property
    def reach(self) -> int:
        return self.row.reach if self.row else 0

    def why(self) -> Fence.Why | None:
        """Return what does not agree."""
        if self.unreadable:
            return Fence.Why.UNREADABLE
        if self.folder and self.folder.outlet != self.outlet.mark:
            return Fence.Why.OTHER
        if self.folder and self.folder.reach > self.reach:
            return Fence.Why.BEHIND
        if not (self.row and self.row.reach):
            return None
        if found := changed(self.row.place, self.place, strictly=self.folder is None):
            return found
        # Many machines may have one database on a server; a file has one folder.
        lost = self.folder is None and connection.vendor == "sqlite"
        return Fence.Why.LOST if lost else None


def state() -> Held | None:
    """Return why nothing goes out, by the rows alone; None if mail may go."""
    if settings.POST_FENCE == CLOSED:
        return Held(CLOSED)
    row = Fence.objects.the()
    return _held(row) if row and row.raised_at else None


def peek() -> Held | None:
    """Return why nothing would go out if mail were due now, and change nothing."""
    if settings.POST_FENCE == CLOSED:
        return Held(CLOSED)
    seen = _see()
    if seen.row and seen.row.raised_at:
        return _held(seen.row)
    why = seen.why()
    return Held(why) if why else None


def look() -> Held | None:
    """Compare rows, folder and place, and raise the fence if they do not agree; return why nothing goes out."""
    if settings.POST_FENCE == CLOSED:
        return Held(CLOSED)
    seen = _see()
    why = seen.why()
    if why and not (seen.row and seen.row.raised_at and seen.row.known >= _reach_of(seen.folder)):
        return _raised(why, folder=seen.folder)
    if seen.row and seen.row.raised_at:
        return _held(seen.row)
    if seen.row and seen.folder and seen.folder.reach < seen.reach:
        return _remembered(seen.outlet, seen.row)  # of what other machines have sent
    return None


def raise_(words: str, *, by: Person | None = None) -> Held:
    """Let nothing go out from now on until a person releases it; says why in words."""
    return _raised(Fence.Why.ASKED, words=words, by=by)


class Passage:
    """Leave for mails to go, for one mailing: to be asked for before each lot of them."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._asked: float | None = None
        self.held: Held | None = None

    def open(self) -> bool:
        """Return whether mails may go; each second anew, and counted then, before they do."""
        now = self._timer()
        if self._asked is None or now - self._asked >= EVERY.total_seconds():
            self._asked = now
            self.held = look() or _count()
        return self.held is None


def _count() -> Held | None:
    """Count up how far mail has gone, in the rows and then in the folder."""
    outlet = Outlet.objects.the()
    row = Fence.objects.the()
    # Before the rows know that mail went: from then on a folder without it has lost it.
    first = row is None or not row.reach
    if first and (held := _remembered(outlet, Fence(at=clock.now()))):
        return held
    with transaction.atomic():
        row = _locked()
        if row.raised_at:
            return _held(row)
        row.reach, row.at, row.place = row.reach + 1, clock.now(), dict(here())
        row.save(update_fields=["reach", "at", "place"])
    return _remembered(outlet, row)


def _see() -> _Seen:
    folder, unreadable = None, ""
    # The folder first: other processes count up meanwhile, in the rows first.
    try:
        folder = reached.read(settings.FOLDER)
    except Unreadable as error:
        unreadable = str(error)
    return _Seen(Fence.objects.the(), folder, unreadable, Outlet.objects.the(), here())


def _remembered(outlet: Outlet, row: Fence) -> Held | None:
    """Let the folder know what the rows know; return why mail can't go if it can't be written."""
    try:
        told = Reached(outlet.mark, row.reach, row.at or clock.now())
        reached.write(settings.FOLDER, told)
    except (OSError, Unreadable) as error:
        said = getattr(error, "strerror", None) or str(error)
        return Held(UNWRITTEN, went_at=row.at, words=said)
    return None


@transaction.atomic
def _raised(
    why: Fence.Why, *, folder: Reached | None = None, words: str = "", by: Person | None = None
) -> Held:
    row = _locked()
    if folder and folder.reach > row.known:
        row.known, row.known_at = folder.reach, folder.at
    fresh = row.raised_at is None
    if fresh:
        row.raised_at, row.why, row.words = clock.now(), why, words[:300]
    row.save()
    if fresh:
        journal.write("fence.raised", row, by=by, why=str(row.why), words=row.words)
    return _held(row)


def _locked() -> Fence:
    Fence.objects.get_or_create(pk=Fence.THE)
    return Fence.objects.select_for_update().get(pk=Fence.THE)


def _held(row: Fence) -> Held:
    return Held(row.why, row.raised_at, row.at, row.known_at, row.words)


def _reach_of(folder: Reached | None) -> int:
    return folder.reach if folder else 0
