"""Say which files are due: what needs a thing that has changed, and what is new."""

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from pamphleteer.ground import clock
from pamphleteer.press import kinds
from pamphleteer.press.errors import PressError
from pamphleteer.press.kinds import Kind
from pamphleteer.press.models import File, Plan
from pamphleteer.press.models.file import BACKGROUND, LAST, NOW, FileQuerySet
from pamphleteer.press.site import Site

T = TypeVar("T")

UNPLANNED = 0  # the version of a kind of which no file was planned
_STEP = 2000  # files that one statement makes due
_SOME = 200  # things or keys in one statement


def mark(things: Collection[str], *, widely: bool = False) -> None:
    """Make the files due that need some things, and plan those that may come with them.

    With `widely`, kinds of which there are many wait for the background, and each step is a
    transaction of its own: it may be done twice.
    """
    many = [kind.name for kind in kinds.brought().values() if kind.many] if widely else []
    for some in _in_parts(sorted(things)):
        needing = File.objects.filter(needs__thing__in=some)
        _in_steps(needing.exclude(kind__in=many), NOW)
        if many:
            _in_steps(needing.filter(kind__in=many), BACKGROUND)
    for kind in kinds.brought().values():
        plan(kind, kind.keys_of(frozenset(things)))


def plan(kind: Kind, keys: Iterable[str], *, soon: int = NOW) -> None:
    """Make the files of some keys due; those that are new get their rows."""
    for some in _in_parts(keys):
        paths = {kind.path(key): key for key in some}
        with transaction.atomic():
            known = {file.path: file for file in File.objects.filter(path__in=paths)}
            for file in known.values():
                _check(file, kind)
            _in_steps(File.objects.filter(path__in=known), soon)
            others = [file.path for file in known.values() if file.kind != kind.name]
            for path in others:
                File.objects.filter(path=path).update(
                    kind=kind.name, key=paths[path], turn=kind.turn, stamp=""
                )
            File.objects.bulk_create(
                [
                    File(
                        path=path, kind=kind.name, key=key, turn=kind.turn,
                        due=soon, written_at=clock.now(),
                    )
                    for path, key in paths.items()
                    if path not in known
                ]
            )  # fmt: skip


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
    stamps = {kind: kind.stamp(site) for kind in kinds.brought().values()}
    stale = [
        (kind, stamp)
        for kind, stamp in stamps.items()
        if kind.name not in plans or plans[kind.name].stamp != stamp
    ]
    for kind, _stamp in stale:
        if kind.lasting:
            plan(kind, kind.every())
            _in_steps(File.objects.filter(kind=kind.name, due=0), LAST)
    for kind, stamp in stale:
        rows = File.objects.filter(kind=kind.name, due=0).exclude(stamp=stamp)
        _in_steps(rows, BACKGROUND)
    for kind, stamp in stale:
        Plan.objects.update_or_create(
            kind=kind.name,
            defaults={"stamp": stamp},
            create_defaults={"stamp": stamp, "version": UNPLANNED},
        )


def _check(file: File, kind: Kind) -> None:
    if file.kind not in {"", kind.name} and file.kind in kinds.brought():
        raise PressError(f"two kinds of pages make the same file, {file.path}")


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


def _in_parts(found: Iterable[T]) -> Iterator[list[T]]:
    some: list[T] = []
    for one in found:
        some.append(one)
        if len(some) == _SOME:
            yield some
            some = []
    if some:
        yield some
