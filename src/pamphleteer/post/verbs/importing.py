"""Bring a list of readers in from another system, with a line of report for each of its rows.

Some rows at a time are added in one transaction: whoever is killed calls it again, and finds what was added known.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from itertools import islice
from pathlib import Path
from uuid import uuid4

from django.db import IntegrityError, transaction

from pamphleteer.ground import clock
from pamphleteer.ground.network import network_of
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post import addresses, sealing
from pamphleteer.post.addresses import Address, masked
from pamphleteer.post.errors import AddressError, ListError
from pamphleteer.post.lists.columns import Columns, Said, matched
from pamphleteer.post.lists.letters import encoding_of
from pamphleteer.post.lists.rows import Row, rows
from pamphleteer.post.models import Consent, Digest, Reader, Suppressed, Terms
from pamphleteer.post.verbs.breath import Breath
from pamphleteer.post.verbs.choices import enlist
from pamphleteer.post.verbs.consent import hashed, terms_of
from pamphleteer.post.verbs.inserting import insert
from pamphleteer.post.verbs.turn import turn
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

SOME = 1_000
_TRIES = 5
_NAME = 200  # characters of a file's name that are kept


class Outcome(Enum):
    """What became of a row."""

    ADDED = "added"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """One line of the report: the number of the row's first line, and the address masked."""

    line: int
    outcome: Outcome
    why: str = ""
    address: str = ""


_OUTCOMES = tuple(one.value for one in Outcome)


@dataclass
class Imported:
    """What became of a list: how its letters and columns were understood, and how many rows ended how."""

    encoding: str
    left_out: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_OUTCOMES, 0))


Told = Callable[[Sequence[Line]], None]


@dataclass(frozen=True)
class _Wanted:
    """A row that may become a reader."""

    row: Row
    found: Address
    said: Said


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
    if not source.strip():
        raise ListError("how these readers agreed has to be said")
    done = Imported(encoding or encoding_of(path))
    with path.open(encoding=done.encoding, errors="replace", newline="") as file:
        columns, found = _begun(rows(file))
        done.left_out = columns.left_out
        adding, breath = _Adding(terms_of(path.name[:_NAME], source.strip())), Breath()
        while not stop() and (some := list(islice(found, SOME))):
            lines = adding.add(some, columns)
            for line in lines:
                done.counts[line.outcome.value] += 1
            told(lines)
            breath.take()
    with transaction.atomic():
        data = {**done.counts, "list": path.name[:_NAME]}
        journal.write("readers.imported", Outlet.objects.the(), by=by, **data)
    return done


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


class _Adding:
    """Adds the readers of one list."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._digest = Digest.objects.filter(active=True).order_by("pk").first()

    def add(self, some: Sequence[Row], columns: Columns) -> list[Line]:
        read = [_read(row, columns) for row in some]
        wanted = [one for one in read if isinstance(one, _Wanted)]
        for left in reversed(range(_TRIES)):
            try:
                with turn():
                    why = self._write(wanted)
                break
            except IntegrityError:
                # Somebody signed up meanwhile, or another process imports the same.
                if not left:
                    raise
        return [one if isinstance(one, Line) else _line(one, why[one.row.line]) for one in read]

    def _write(self, wanted: Sequence[_Wanted]) -> dict[int, tuple[Outcome, str]]:
        """Add who is not there yet; what became of each, by its line."""
        sealer = sealing.for_writing()
        indexes = {one.row.line: sealer.index(one.found.mailbox) for one in wanted}
        known = _known(sealer, list(indexes.values()))
        kept_off = _suppressed(wanted)
        outcomes: dict[int, tuple[Outcome, str]] = {}
        fresh: list[tuple[Reader, _Wanted]] = []
        now = clock.now()
        for one in wanted:
            line = one.row.line
            index = indexes[line]
            if index in known:
                outcomes[line] = (Outcome.KNOWN, known[index])
            elif one.found.mailbox in kept_off:
                outcomes[line] = (Outcome.REFUSED, "asked to be forgotten")
            else:
                known[index] = "stands in the list before"
                outcomes[line] = (Outcome.ADDED, "")
                fresh.append((_reader(one, sealer, now), one))
        self._insert(fresh)
        return outcomes

    def _insert(self, fresh: Sequence[tuple[Reader, _Wanted]]) -> None:
        Reader.objects.bulk_create([reader for reader, _ in fresh])
        if self._digest:
            enlist([reader for reader, _ in fresh], self._digest)
        kind, terms = Consent.Kind.IMPORTED.value, self._terms.pk
        consents = (
            (reader.pk, terms, kind, reader.asked_at, _network(one.said)) for reader, one in fresh
        )
        insert(Consent, ("reader", "terms", "kind", "at", "network"), consents)


def _network(said: Said) -> str:
    return hashed(network_of(said.ip)) if said.ip else ""


def _read(row: Row, columns: Columns) -> Line | _Wanted:
    if row.wrong:
        return Line(row.line, Outcome.REFUSED, row.wrong)
    said = columns.read(row.cells)
    try:
        found = addresses.read(said.address)
    except AddressError as error:
        return Line(row.line, Outcome.REFUSED, str(error) if said.address else "no address")
    if said.out:
        return Line(row.line, Outcome.REFUSED, said.out, masked(found.sent_to))
    return _Wanted(row, found, said)


def _line(one: _Wanted, became: tuple[Outcome, str]) -> Line:
    return Line(one.row.line, *became, masked(one.found.sent_to))


def _reader(one: _Wanted, sealer: sealing.Sealer, now: datetime) -> Reader:
    row, at = uuid4(), one.said.at or now
    return Reader(
        key=row,
        state=Reader.State.CONFIRMED,
        asked_at=at,
        confirmed_at=at,
        **sealer.fields(one.found, row=row),
    )


def _known(sealer: sealing.Sealer, indexes: Sequence[bytes]) -> dict[bytes, str]:
    """Return the indexes that there are readers of, and how these stand."""
    column = sealing.column(sealer.key.number)
    there = Reader.objects.filter(**{f"{column}__in": indexes}).values_list(column, "state")
    return {bytes(index): _STANDS[Reader.State(state)] for index, state in there}


_STANDS = {
    Reader.State.CONFIRMED: "is on the list",
    Reader.State.ASKED: "has not confirmed yet, and is not on the list",
    Reader.State.LEFT: "has left, and stays off the list",
}


def _suppressed(wanted: Sequence[_Wanted]) -> set[str]:
    """Return the mailboxes of those who asked to be forgotten."""
    among = sealing.suppressing_keys()
    hashes = {
        name: one.found.mailbox
        for one in wanted
        for name in sealing.suppressed_hashes(one.found.mailbox, among=among)
    }
    if not hashes:
        return set()
    kept = Suppressed.objects.filter(hashed__in=list(hashes)).values_list("hashed", flat=True)
    return {hashes[bytes(name)] for name in kept}
