"""Say which files are due: what needs a thing that has changed, and what is new."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import nullcontext
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from pamphleteer.press import kinds
from pamphleteer.press.errors import PressError
from pamphleteer.press.kinds import Kind
from pamphleteer.press.models import File, Plan
from pamphleteer.press.models.file import BACKGROUND, FIRST, LAST, NOW, STUCK, FileQuerySet
from pamphleteer.press.site import Site
from pamphleteer.press.verbs import flaws
from pamphleteer.register.statements import ask, ask_each, hurried, insert, tell_each

T = TypeVar("T")

_FIRST = "SELECT MIN(due) FROM press_file WHERE due > 0"
UNPLANNED = 0  # the version of a kind of which no file was planned
_NEEDING = """
    UPDATE press_file SET due = %s WHERE (due = 0 OR due > %s)
    AND id IN (SELECT file_id FROM press_need WHERE thing IN (KEYS))
"""
_BY_PATH = "UPDATE press_file SET due = %s WHERE (due = 0 OR due > %s) AND path IN (KEYS)"
_PLANNED = """
    INSERT INTO press_file (path, sha256, size, kind, key, turn, rank, due, stamp) VALUES ROWS
"""
_KINDS = "SELECT DISTINCT kind FROM press_file WHERE due = 0"
_STEP = 2000  # files that one statement makes due
_SOME = 200  # things or keys in one statement
_PLANNED_AT_ONCE = 2000  # files in one transaction


def first() -> int | None:
    """Return how soon the most urgent files are due; none if nothing is to be made.

    An old style waits as long as a page stays as it was for a mistake in the theme: it may name it.
    """
    ((soonest,),) = ask(_FIRST)
    return None if soonest == LAST and flaws.keep_pages() else soonest


def try_again() -> None:
    """Make what could not be written due as what a person waits for: its place may be free by now."""
    if ask("SELECT 1 FROM press_file WHERE due = %s AND due > 0 LIMIT 1", STUCK):
        File.objects.filter(due=STUCK).update(due=NOW)


def mark(things: Collection[str], *, widely: bool = False) -> None:
    """Make the files due that need some things, and plan those that may come with them.

    With `widely`, kinds of which there are many wait for the background, and each step is a
    transaction of its own: it may be done twice.
    """
    if not things:
        return
    if widely:
        _mark_widely(things)
    else:
        tell_each(_NEEDING, sorted(things), NOW, NOW)
    together = frozenset(things)
    for kind in kinds.brought().values():
        plan(kind, kind.keys_of(together))


def _mark_widely(things: Collection[str]) -> None:
    many = [kind.name for kind in kinds.brought().values() if kind.many]
    for some in _in_parts(sorted(things)):
        needing = File.objects.filter(needs__thing__in=some)
        _in_steps(needing.exclude(kind__in=many), NOW)
        _in_steps(needing.filter(kind__in=many), BACKGROUND)


def plan(kind: Kind, keys: Iterable[str], *, soon: int = NOW) -> None:
    """Make the files of some keys due; those that are new get their rows."""
    for some in _in_parts(keys, _PLANNED_AT_ONCE):
        paths = {kind.path(key): key for key in some}
        with transaction.atomic(savepoint=False):
            known = dict(ask_each("SELECT path, kind FROM press_file WHERE path IN (KEYS)", paths))
            tell_each(_BY_PATH, known, soon, soon)
            others = [path for path, was in known.items() if was != kind.name]
            for path in others:
                _check(path, known[path])
                File.objects.filter(path=path).update(
                    kind=kind.name, key=paths[path], turn=kind.turn, stamp=""
                )
            insert(
                _PLANNED,
                [
                    (path, "", 0, kind.name, key, kind.turn, FIRST, soon, "")
                    for path, key in paths.items()
                    if path not in known
                ],
            )


def everything() -> None:
    """Make all files due."""
    _in_steps(File.objects.all(), NOW)


def later(paths: Collection[str], soon: int) -> None:
    """Make some files due, unless they are due already."""
    for some in _in_parts(paths):
        File.objects.filter(path__in=some, due=0).update(due=soon)


def refresh(site: Site) -> None:
    """Make the files due that were made from an older theme, outlet or kind."""
    plans = Plan.objects.in_bulk()
    stale = [
        (kinds.brought()[name], stamp)
        for name, stamp in kinds.stamps(site).items()
        if name not in plans or plans[name].stamp != stamp
    ]
    there = {kind for (kind,) in ask(_KINDS)} if stale else set()
    for kind, _stamp in stale:
        if kind.lasting:
            plan(kind, kind.every())
            _in_steps(File.objects.filter(kind=kind.name, due=0), LAST)
    for kind, stamp in stale:
        if kind.name in there:
            rows = File.objects.filter(kind=kind.name, due=0).exclude(stamp=stamp)
            _in_steps(rows, BACKGROUND)
    with hurried() if stale else nullcontext():
        for kind, stamp in stale:
            Plan.objects.update_or_create(
                kind=kind.name,
                defaults={"stamp": stamp},
                create_defaults={"stamp": stamp, "version": UNPLANNED},
            )


def _check(path: str, was: str) -> None:
    if was and was in kinds.brought():
        raise PressError(f"two kinds of pages make the same file, {path}")


def _in_steps(files: FileQuerySet, soon: int) -> None:
    rows = files.filter(Q(due=0) | Q(due__gt=soon))
    last = 0
    while True:
        keys = list(
            rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True).distinct()[:_STEP]
        )
        for some in _in_parts(keys):
            File.objects.filter(pk__in=some).update(due=soon)
        if len(keys) < _STEP:
            return
        last = keys[-1]


def _in_parts(found: Iterable[T], at_once: int = _SOME) -> Iterator[list[T]]:
    rest = iter(found)
    while some := list(islice(rest, at_once)):
        yield some
