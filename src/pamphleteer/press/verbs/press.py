"""Bring `public/` up to date: follow the journal, and make the files that are due."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.ground.rubbish import looked_for_seldom
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.press import theme
from pamphleteer.press.errors import PressError
from pamphleteer.press.models import Fault, File
from pamphleteer.press.models.file import NOW
from pamphleteer.press.site import Site
from pamphleteer.press.stock import Stock
from pamphleteer.press.verbs import due, flaws, folder, relisting
from pamphleteer.press.verbs.flaws import Told
from pamphleteer.press.verbs.follow import catch_up, follow, reckon, waiting
from pamphleteer.press.verbs.known import Known
from pamphleteer.press.verbs.making import MANY, Heard, Making, nobody
from pamphleteer.press.verbs.relisting import begun
from pamphleteer.register.statements import ask, tell

_stocks: dict[Path, Stock] = {}  # by folder; used behind its lock alone
_known: dict[Path, Known] = {}  # so, too


@dataclass(frozen=True)
class Pressed:
    """How many files were written, removed and left; whether all were seen to; what is wrong in templates."""

    written: int
    removed: int
    unchanged: int
    whole: bool
    flaws: tuple[Told, ...] = ()


def press(*, stop: Stop = never, everything: bool = False, heard: Heard = nobody) -> Pressed:
    """Make the files of the site what the rows say.

    With `everything` each is written anew, into a tree beside the one that is read, and moved into
    place when all are there. What lies in the place of a file keeps that one alone from being made.

    Any number of processes may call it at once: they wait for each other. Once `stop` is true it
    ends after the file at hand; what is still due stays so. Raises `PressError`.
    """
    public = Path(settings.PUBLIC)
    with folder.alone_in(public, stop) as alone, looked_for_seldom():
        if not alone:
            return Pressed(0, 0, 0, whole=False)
        _Shown.theme = theme.reload()
        _move_in(public)
        blank = folder.is_blank(public)
        # The rows may have changed behind the journal's back: nothing that was read before counts.
        stock, known = _stocks[public], _known[public] = Stock(), Known()
        # The rows are read behind the lock: who waited for it must not bring back an older state.
        reckon()
        making = Making(public, stop, heard, stock, known, everything, MANY, blank)
        pressed = _make(making)
        _move_in(public)
        if not blank:
            folder.sweep(public)
        if making.stuck:
            raise making.stuck
        return replace(pressed, flaws=tuple(flaws.told()))


def round_(stop: Stop = never) -> int:
    """Make what the journal tells of, and what else is due; everything if nothing ever was made.

    Returns how many files were written or removed. Raises `PressError`: then what is due stays so,
    and the next round tries again.
    """
    public = Path(settings.PUBLIC)
    lies = theme.fingerprint()
    if not waiting() and not folder.fresh(public).exists() and _Shown.theme in {"", lies}:
        return 0
    with _told(), folder.alone_in(public, stop) as alone:
        if not alone:
            return 0
        theme.reload(lies)
        _move_in(public)
        stock, known = _stocks.setdefault(public, Stock()), _known.setdefault(public, Known())
        blank = folder.is_blank(public)
        # While there is no page at all, nobody waits for one of them.
        making = Making(
            public, stop, nobody, stock, known, at_once=MANY if blank else 0, blank=blank
        )
        with looked_for_seldom() if blank else nullcontext():
            if not begun():
                reckon()
            elif _Shown.theme != lies:
                due.refresh(Site())
            _Shown.theme = lies
            pressed = _make(making)
        if making.stuck:
            raise making.stuck
    return pressed.written + pressed.removed


def begin(stop: Stop = never) -> None:
    """Make due what has become stale, or was removed by hand, while nothing ran; the rounds make it.

    Raises `PressError`.
    """
    public = Path(settings.PUBLIC)
    with _told(), folder.alone_in(public, stop) as alone:
        if not alone:
            return
        lies = theme.reload()
        _move_in(public)
        if begun():
            catch_up()
            _look_over(public)
        else:
            reckon()
        _Shown.theme = lies
        folder.sweep(public)


def _look_over(public: Path) -> None:
    """Make due what does not lie there any more, or not in its size."""
    rows = File.objects.whole().filter(due=0).values_list("path", "size")
    amiss = [path for path, size in rows.iterator() if not folder.is_of(public / path, size)]
    due.later(amiss, NOW)


class _Shown:
    """The theme of which all pages are made or due, as far as this process knows."""

    theme = ""


def _move_in(public: Path) -> None:
    """Move in what was made anew; what has no place there is due again."""
    if stuck := folder.move_in(public):
        due.later(stuck, NOW)


def _make(making: Making) -> Pressed:
    """Make files until none is due, those first that the journal tells of meanwhile."""
    making.known.begin()
    due.try_again()
    while not making.stop():
        while follow(making.stock):
            pass
        relisted = relisting.some()
        if not making.batch() and not relisted:
            break
    else:
        making.whole = False
    flaws.tidy()
    return Pressed(making.written, making.removed, making.unchanged, making.whole)


@contextmanager
def _told() -> Iterator[None]:
    """Let the desk know why the site is not up to date, as long as it is not."""
    try:
        yield
    except PressError as error:
        with transaction.atomic():
            Fault.objects.update_or_create(
                pk=1,
                defaults={"words": str(error)},
                create_defaults={"words": str(error), "since": clock.now()},
            )
        raise
    # Who writes waits for all others that write: most of the time there is nothing to tell.
    if ask("SELECT 1 FROM press_fault"):
        tell("DELETE FROM press_fault")
