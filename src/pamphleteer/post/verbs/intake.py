"""Take in lists of readers from the desk: kept sealed, added by a round, each row once, whichever process dies when."""

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Q

from pamphleteer.ground import clock
from pamphleteer.ground.keyring import KeyMissing, number_of
from pamphleteer.ground.sealing import SealError
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post import holders, keys, sealing
from pamphleteer.post.errors import ListError, Meanwhile
from pamphleteer.post.lists.cells import guarded
from pamphleteer.post.lists.letters import encoding_of
from pamphleteer.post.models import Intake, IntakePart, IntakeReport
from pamphleteer.post.verbs.adding import Line
from pamphleteer.post.verbs.importing import Imported, bring_in
from pamphleteer.register.models import Person

LARGEST = 50_000_000  # bytes
KEPT = timedelta(days=30)
EVERY = 2.0  # seconds
HEADINGS = ("line", "outcome", "why", "address")
_PART = 200_000  # bytes
_LEASE = timedelta(minutes=2)
_END = "."  # what is sealed loses zeros at its end
_NAME, _HEADING, _HEADINGS_KEPT, _FAULT = 200, 80, 60, 500


def take_in(file: BinaryIO, *, name: str, source: str, by: Person | None) -> Intake:
    """Keep a list, sealed, for the round to add its readers; raises `KeyMissing`. It is at most `LARGEST`."""
    with transaction.atomic():
        key = sealing.for_writing().key
        size = file.seek(0, io.SEEK_END)
        intake = Intake.objects.create(
            by=by, name=name[:_NAME], source=source, size=size, at=clock.now()
        )
        file.seek(0)
        lines = number = 0
        while content := file.read(_PART):
            lines += content.count(b"\n")
            words = content.decode("latin-1") + _END
            sealed = key.seal(words, bound=_place(intake, number))
            IntakePart.objects.create(intake=intake, number=number, sealed=sealed)
            number += 1
        Intake.objects.filter(pk=intake.pk).update(lines=lines)
    return intake


def round_(stop: Stop = never) -> int:
    """Add the readers of lists that wait; returns how many lists were done. Old ones are forgotten."""
    Intake.objects.filter(done_at__lt=clock.now() - KEPT).delete()
    done = 0
    while not stop() and (intake := _claimed(holder := holders.new_holder())):
        _bring_in(intake, holder, stop)
        done += 1
    return done


def report_of(intake: Intake) -> Iterator[str]:
    """Yield the lines of a report, those so far if it is not done."""
    yield _lines([HEADINGS])
    yield from intake.reports.order_by("pk").values_list("lines", flat=True).iterator()


def _claimed(holder: str) -> Intake | None:
    """Return a list that nobody who lives is at work on, held by `holder`."""
    now = clock.now()
    waiting = Intake.objects.filter(state=Intake.State.WAITS)
    if not waiting.exists():
        return None
    names = waiting.exclude(held_by="").values_list("held_by", flat=True)
    dead = [name for name in names if holders.gone(name)]
    free = Q(held_by="") | Q(held_by__in=dead) | Q(held_until__lt=now)
    with transaction.atomic():
        rows = waiting.filter(free).order_by("pk").select_for_update(skip_locked=True)
        intake = rows.select_related(None).first()
        if intake:
            held = {"held_by": holder, "held_until": now + _LEASE}
            Intake.objects.filter(pk=intake.pk).update(**held)
    return intake


def _bring_in(intake: Intake, holder: str, stop: Stop) -> None:
    held = Intake.objects.filter(pk=intake.pk, held_by=holder)
    adding = _Progress(intake, holder)
    try:
        with tempfile.TemporaryFile() as file:
            _write(intake, file)
            done = Imported(intake.encoding or encoding_of(file))
            done.counts = adding.counts
            whole = bring_in(
                file, done, name=intake.name, source=intake.source, told=lambda _: None,
                within=adding.within, after=intake.line, by=intake.by, stop=stop,
            )  # fmt: skip
    except Meanwhile:
        return
    except (ListError, KeyMissing, SealError) as error:
        held.update(
            state=Intake.State.REFUSED, fault=str(error)[:_FAULT], done_at=clock.now(), held_by=""
        )
        IntakePart.objects.filter(intake=intake).delete()
        return
    if not whole:
        held.update(held_by="", held_until=None)
        return
    left_out = [words[:_HEADING] for words in done.left_out[:_HEADINGS_KEPT]]
    with transaction.atomic():
        held.update(
            state=Intake.State.DONE, left_out=left_out, encoding=done.encoding, done_at=clock.now(),
            held_by="",
        )  # fmt: skip
        IntakePart.objects.filter(intake=intake).delete()


class _Progress:
    """How far a list has come, written in the transactions that add its readers."""

    def __init__(self, intake: Intake, holder: str) -> None:
        self._intake = intake
        self._holder = holder
        self.counts = {name: getattr(intake, name) for name in ("added", "known", "refused")}

    def within(self, lines: Sequence[Line]) -> None:
        """Write it; raises `Meanwhile` if another process has taken the list over."""
        counts = dict(self.counts)
        for line in lines:
            counts[line.outcome.value] += 1
        mine = Intake.objects.filter(pk=self._intake.pk, held_by=self._holder)
        until = clock.now() + _LEASE
        if not mine.update(line=lines[-1].line, held_until=until, **counts):
            raise Meanwhile("another process brings this list in")
        rows = [guarded((n.line, n.outcome.value, n.why, n.address)) for n in lines]
        IntakeReport.objects.create(intake=self._intake, lines=_lines(rows))


def _write(intake: Intake, file: BinaryIO) -> None:
    for part in intake.parts.order_by("number").iterator(chunk_size=10):
        sealed = bytes(part.sealed)
        key = keys.ring().key(number_of(sealed))
        words = key.unseal(sealed, bound=_place(intake, part.number))
        file.write(words.removesuffix(_END).encode("latin-1"))
    file.flush()


def _place(intake: Intake, number: int) -> str:
    return f"post.IntakePart.sealed {intake.pk} {number}"


def _lines(rows: Sequence[Sequence[Any]]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue()
