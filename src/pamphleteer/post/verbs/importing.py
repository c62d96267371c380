"""Bring a list of readers in from another system, with a line of report for each of its rows.

Some rows at a time are added in one transaction: whoever is killed calls it again, and finds what was added known.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post import addresses
from pamphleteer.post.errors import AddressError, ListError
from pamphleteer.post.lists.columns import Columns, matched
from pamphleteer.post.lists.letters import encoding_of, opened, text_of
from pamphleteer.post.lists.rows import Row, rows
from pamphleteer.post.verbs.adding import Adding, Line, Outcome, Told, Wanted
from pamphleteer.post.verbs.breath import Breath
from pamphleteer.post.verbs.consent import terms_of
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

SOME = 1_000
_NAME = 200  # characters of a file's name that are kept
_REASONS = 100  # that are counted apart
_VARIES = re.compile("“[^”]*”(?:, “[^”]*”)*(?: and others)?")
_OUTCOMES = tuple(one.value for one in Outcome)


@dataclass
class Imported:
    """What became of a list: how its letters and columns were understood, how many rows ended how, and why."""

    encoding: str
    left_out: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_OUTCOMES, 0))
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, lines: Sequence[Line]) -> None:
        """Count some rows, in memory that does not grow with them."""
        for line in lines:
            self.counts[line.outcome.value] += 1
            for why in filter(None, line.why.split("; ")):
                reason = line.outcome.value, _VARIES.sub("“…”", why)
                if reason in self.reasons or len(self.reasons) < _REASONS:
                    self.reasons[reason] += 1


def import_list(
    path: Path,
    *,
    source: str,
    told: Told,
    encoding: str = "",
    by: Person | None = None,
    stop: Stop = never,
) -> Imported:
    """Put the readers of a list on ours, who agreed as `source` says; `told` gets the lines of report as they come.

    Memory stays the same however long the list is. Raises `ListError` for a list in which no column holds
    addresses, `KeyMissing`, and `OSError` as the system gives it.
    """
    with opened(path) as file:
        done = Imported(encoding or encoding_of(file))
        bring_in(file, done, name=path.name, source=source, told=told, by=by, stop=stop)
    return done


def bring_in(
    file: BinaryIO,
    done: Imported,
    *,
    name: str,
    source: str,
    told: Told,
    within: Told | None = None,
    after: int = 0,
    by: Person | None = None,
    stop: Stop = never,
) -> bool:
    """Do the same with an open file, and with rows behind a line; False if it was stopped before the end.

    `within` gets the lines of report before those readers are committed, in the same transaction.
    """
    if not source.strip():
        raise ListError("how these readers agreed has to be said")
    columns, found = _begun(rows(text_of(file, encoding=done.encoding)))
    done.left_out = columns.left_out
    try:
        adding, breath = Adding(terms_of(name[:_NAME], source.strip()), within), Breath()
        read = (_read(row, columns) for row in found if row.line > after)
        while some := list(islice(read, SOME)):
            if stop():
                return False
            lines = adding.add(some)
            done.count(lines)
            told(lines)
            breath.take()
    finally:
        # What was added stays, however it ended.
        _record(done, name, by)
    return True


def _record(done: Imported, name: str, by: Person | None) -> None:
    with transaction.atomic():
        data = {**done.counts, "list": name[:_NAME]}
        journal.write("readers.imported", Outlet.objects.the(), by=by, **data)


def _begun(found: Iterator[Row]) -> tuple[Columns, Iterator[Row]]:
    """Return the columns of a list, and its rows behind the headings."""
    for row in found:
        columns = matched(row.cells)
        if columns is None:
            heads = ", ".join(cell.strip() for cell in row.cells if cell.strip())[:300]
            raise ListError(f"no column holds addresses by its heading: {heads or row.wrong}")
        if columns.heading:
            return columns, found
        return columns, _before(row, found)
    raise ListError("the list is empty")


def _before(row: Row, found: Iterator[Row]) -> Iterator[Row]:
    yield row
    yield from found


def _read(row: Row, columns: Columns) -> Line | Wanted:
    """Return what a row wants, or the line of report of one that wants nothing that can be done."""
    if row.wrong:
        return Line(row.line, Outcome.REFUSED, row.wrong)
    if not row.ended and len(row.cells) < columns.wide:
        return Line(row.line, Outcome.REFUSED, "the list ends within this row")
    said = columns.read(row.cells)
    try:
        return Wanted(row.line, addresses.read(said.address), said)
    except AddressError as error:
        return Line(row.line, Outcome.REFUSED, str(error) if said.address else "no address")
