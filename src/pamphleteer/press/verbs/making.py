"""Make the files that are due: the most urgent first, few at a time, each recorded when it is there."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path

from django.db import transaction

from pamphleteer.ground.disk import disk_of
from pamphleteer.ground.stopping import Stop
from pamphleteer.press import kinds
from pamphleteer.press.errors import FolderError, ThemeError
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.models import File, Need
from pamphleteer.press.models.file import BACKGROUND, LAST, NOW, REMOVE, STUCK, Due
from pamphleteer.press.page import Page, Stored
from pamphleteer.press.site import Site
from pamphleteer.press.stock import Stock
from pamphleteer.press.verbs import due, flaws, folder, records
from pamphleteer.press.verbs.known import Known
from pamphleteer.press.verbs.records import Made
from pamphleteer.register.statements import ask, ask_each

log = logging.getLogger(__name__)

_DUE = """
    SELECT id, path, sha256, kind, key, due, flaw_id FROM press_file WHERE due = %s AND due > 0
    ORDER LIMIT %s
"""
_BY_RANK, _BY_KIND = "ORDER BY rank DESC, id", "ORDER BY turn, rank DESC, id"
_BESIDE = """
    SELECT id, path, sha256, kind, key, due, flaw_id FROM press_file
    WHERE due = %s AND path IN (KEYS)
"""
_BATCH = 100  # files in memory before they are written and recorded
MANY = 400  # the same, while nobody waits for one of them
_FEW = 6  # files that are written together, while somebody waits for them
_MUCH = 16_000_000  # bytes of them

Heard = Callable[[str], None]


def nobody(_path: str) -> None:
    """Hear of a file, and do nothing."""


@dataclass
class Making:
    """Makes what is due in a folder; whoever calls it is alone there."""

    public: Path
    stop: Stop
    heard: Heard
    stock: Stock = field(default_factory=Stock)
    known: Known = field(default_factory=Known)
    everything: bool = False
    at_once: int = 0
    blank: bool = False  # nothing lay in the folder when this began
    written: int = 0
    removed: int = 0
    unchanged: int = 0
    whole: bool = True
    stuck: FolderError | None = None  # why a file could not be written, the first of them
    _removing: list[Due] = field(default_factory=list)
    _stopped: list[tuple[Due, ThemeError]] = field(default_factory=list)
    _flawed: list[tuple[Due, ThemeError]] = field(default_factory=list)

    def batch(self) -> bool:
        """Make the next files that are due; False if there are none, or a stop was asked for."""
        files = self._next()
        if not files:
            return False
        site = self._site()
        self._keep(site, files)
        self._tell_flaws()
        self._remove()
        return self.whole

    def _site(self) -> Site:
        site = Site(self.stock)
        stamps = kinds.stamps(site)
        if stamps != self.stock.stamps:
            self.stock.empty()
            self.stock.stamps, self.stock.outlet = stamps, site.outlet
        return site

    def _next(self) -> list[Due]:
        first = due.first()
        if first is None or first == STUCK:
            return []
        order = _BY_RANK if first == BACKGROUND else _BY_KIND
        rows = map(Due._make, ask(_DUE.replace("ORDER", order), first, self.at_once or _BATCH))
        by_turn = {kind.name: kind.turn for kind in kinds.brought().values()}
        return sorted(rows, key=lambda file: by_turn.get(file.kind, 0))

    def _made(self, site: Site, files: list[Due]) -> Iterator[Made]:
        brought, ways = kinds.brought(), folder.InTheWay(self.public)
        site.clear()
        for kind in {
            file.kind: kind for file in files if (kind := brought.get(file.kind))
        }.values():
            kind.ready(site, [file.key for file in files if file.kind == kind.name])
        for file in files:
            if self.stop():
                self.whole = False
                return
            kind, needs = brought.get(file.kind), site.clear()
            try:
                page = kind.make(site, file.key) if kind else None
            except ThemeError as error:
                self._stopped.append((file, error))
                continue
            if site.flaw:
                self._flawed.append((file, site.flaw))
            if kind and page and not self.blank and (why := ways.of(file.path)):
                self.stuck = self.stuck or why
                File.objects.filter(pk=file.pk).update(due=STUCK)
            elif kind and page and not self._is_lost(file, page):
                yield Made(
                    file, page, needs, self.stock.stamps[kind.name], *folder.sum_of(page.content)
                )
            elif file.due in {REMOVE, LAST}:
                self._removing.append(file)
            else:
                due_then = LAST if kind and kind.lasting else REMOVE
                File.objects.filter(pk=file.pk).update(due=due_then)

    def _is_lost(self, file: Due, page: Page) -> bool:
        """Tell whether a file that should lie ready does not, and is not on the site already."""
        stored = page.content
        if not isinstance(stored, Stored) or stored.place.is_file():
            return False
        if file.sha256 == stored.sha256 and folder.is_of(self.public / file.path, stored.size):
            return False
        if file.due == NOW:
            log.warning("%s is gone from media: pages show its words in its place", stored.place)
        return True

    def _keep(self, site: Site, files: Iterable[Due]) -> None:
        """Write files, what readers look for first before the others are made; then record what they need.

        A file is due until it is recorded: if this process is killed before, it is made again.
        """
        every, known = list[Made](), dict[int, set[str]]()
        with self._writing() as writing:
            for foremost, some in groupby(files, key=_is_foremost):
                made = _some(self._made(site, list(some)))
                while part := list(islice(made, self._together)):
                    known |= self._lay(part, writing)
                    every += part
                if foremost:
                    writing.finish()
        if not every:
            return
        with self.known.recording():
            records.note(every, known)
            records.record(every, known)
        self.known.keep(every)
        for one in every:
            self.heard(one.file.path)

    @contextmanager
    def _writing(self) -> Iterator[folder.Writing]:
        """Sync files one by one while somebody waits for them, or all that is on the disk."""
        told = disk_of(self.public) if self.at_once else nullcontext()
        with told as disk, folder.Writing(disk) as writing:
            yield writing

    @property
    def _together(self) -> int:
        """How many files are made until they are written: the disk is at work while few others are made."""
        return folder.TOGETHER if self.at_once else _FEW

    def _lay(self, made: list[Made], writing: folder.Writing) -> dict[int, set[str]]:
        """Bring what is to lie beside some files, and write them; return what is known that they need."""
        known = self.known.of([one.file for one in made])
        if beside := _beside(records.fresh(made, known)):
            # What lies beside pages is made as long as a page is known to need it.
            with self.known.recording():
                records.note(made, known)
            for kind, keys in beside.items():
                self._bring(kind, keys)
        self._write(made, writing)
        return known

    def _bring(self, kind: Kind, keys: list[str]) -> None:
        paths = {kind.path(key): key for key in keys}
        there = File.objects.whole().filter(path__in=paths, due=0).values_list("path", flat=True)
        missing = [key for path, key in paths.items() if path not in set(there)]
        if not missing:
            return
        due.plan(kind, missing)
        paths_of_missing = [kind.path(key) for key in missing]
        files = [Due._make(row) for row in ask_each(_BESIDE, paths_of_missing, NOW)]
        self._keep(self._site(), files)

    def _write(self, made: list[Made], writing: folder.Writing) -> None:
        into = folder.fresh(self.public) if self.everything else self.public
        anew = [one for one in made if not self._is_there(one)]
        first = self.everything or all(map(self._is_first, anew))
        writing.write([(into / one.file.path, one.page.content) for one in anew], first=first)
        if not self.everything:
            for path in {one.file.path for one in made} - {one.file.path for one in anew}:
                if not folder.has_right_copy(self.public / path):
                    folder.drop_copy(self.public / path)
        self.written += len(anew)
        self.unchanged += len(made) - len(anew)

    def _is_there(self, one: Made) -> bool:
        """Tell whether the file need not be written; it may lie there without its record."""
        if self.everything or self._is_first(one):
            return False
        if isinstance(one.page.content, Stored) and one.file.sha256 != one.sha256:
            return False
        return folder.holds(self.public / one.file.path, one.page.content)

    def _is_first(self, one: Made) -> bool:
        """Tell that nothing can lie where a file belongs, so that nobody has to look."""
        return self.blank and not one.file.sha256

    def _tell_flaws(self) -> None:
        """Note which files stay as they were, or are not as the theme has them, and why."""
        for kept, made in ((self._stopped, False), (self._flawed, True)):
            by_place: dict[str, list[tuple[Due, ThemeError]]] = {}
            for file, error in kept:
                by_place.setdefault(f"{error.template}:{error.line}", []).append((file, error))
            for some in by_place.values():
                flaws.keep(some[0][1], [file for file, _error in some], made=made)
            kept.clear()

    def _remove(self) -> None:
        gone, self._removing = self._removing, []
        if not gone:
            return
        due.later(folder.move_in(self.public), NOW)
        for file in gone:
            folder.remove(self.public / file.path, self.public)
        paths = [file.path for file in gone if file.sha256]
        with transaction.atomic():
            records.told([(path, "", 0) for path in paths])
            records.dropped(
                set(
                    Need.objects.filter(file__in=[file.pk for file in gone]).values_list(
                        "thing", flat=True
                    )
                )
            )
            File.objects.filter(pk__in=[file.pk for file in gone]).delete()
        self.removed += len(gone)


def _some(made: Iterator[Made]) -> Iterator[Made]:
    """Yield what is made until it is much to hold in memory: the rest stays due, and comes next."""
    size = 0
    for one in made:
        yield one
        size += len(one.page.content) if isinstance(one.page.content, bytes) else 0
        if size > _MUCH:
            return


def _beside(fresh: Things) -> dict[Kind, list[str]]:
    """Return what is to lie beside pages that need some things, by its kinds."""
    found = {kind: list(kind.keys_of(fresh)) for kind in kinds.brought().values() if kind.beside}
    return {kind: keys for kind, keys in found.items() if keys}


def _is_foremost(file: Due) -> bool:
    kind = _kind(file)
    return kind is not None and kind.foremost


def _kind(file: Due) -> Kind | None:
    return kinds.brought().get(file.kind)
