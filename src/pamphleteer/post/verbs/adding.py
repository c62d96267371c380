"""Add some readers of a list, in one transaction; what became of each row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, OperationalError

from pamphleteer.ground import clock
from pamphleteer.ground.network import network_of
from pamphleteer.post import moments, sealing
from pamphleteer.post.addresses import Address, masked
from pamphleteer.post.lists.columns import Said
from pamphleteer.post.models import Consent, Reader, Terms
from pamphleteer.post.verbs.choices import enlist
from pamphleteer.post.verbs.consent import hashed, terms_of
from pamphleteer.post.verbs.here import Here
from pamphleteer.post.verbs.inserting import insert
from pamphleteer.post.verbs.own import LONGEST_PAUSE
from pamphleteer.post.verbs.suppression import OF_WHOM, Reason, Why, among, keep_all_off
from pamphleteer.post.verbs.turn import turn

_TRIES = 5
_DEADLOCK = "40P01"  # PostgreSQL, appendix A
_TERMS = 1_000  # that are remembered
_FIELDS = (
    "key", "sealed", "index_even", "index_odd", "state", "zone", "paused_until", "asked_at", "confirmed_at",
)  # fmt: skip


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


Told = Callable[[Sequence[Line]], None]


@dataclass(frozen=True)
class Wanted:
    """A row that may become a reader."""

    line: int
    found: Address
    said: Said


class Adding:
    """Adds the readers of one list, who agreed to these terms; `within` is told of rows before they are committed."""

    def __init__(self, terms: Terms, within: Told | None = None) -> None:
        self._terms = terms
        self._within = within
        self._others: dict[tuple[str, str], int] = {}

    def add(self, some: Sequence[Line | Wanted]) -> list[Line]:
        """Return the lines of report of some rows, once their readers are on the list; raises `KeyMissing`."""
        wanted = [one for one in some if isinstance(one, Wanted)]
        for left in reversed(range(_TRIES)):
            try:
                with turn():
                    became = self._write(wanted)
                    lines = [one if isinstance(one, Line) else became[one.line] for one in some]
                    if self._within:
                        self._within(lines)
                break
            except (IntegrityError, OperationalError) as error:
                # Somebody signed up meanwhile, or another process imports the same.
                if not left or not _met(error):
                    raise
                self._others.clear()
        return lines

    def _write(self, wanted: Sequence[Wanted]) -> dict[int, Line]:
        """Add who is not there yet; what became of each, by its line."""
        batch = _Batch(wanted)
        lines = {one.line: batch.take(one) for one in wanted}
        fresh = batch.insert()
        if batch.gone:
            batch.keep_off()
        chosen = ((reader, batch.here.understood(one.said.wishes)) for reader, _, one in fresh)
        rows = [(reader, *choice) for reader, known in chosen for choice in known.choices]
        if rows:
            enlist(rows)
        fields = ("reader", "terms", "kind", "at", "network")
        consents = (
            row for reader, at, one in fresh for row in self._consents(reader, at, one.said)
        )
        insert(Consent, fields, consents)
        return lines

    def _consents(self, reader: int, at: datetime, said: Said) -> list[tuple[object, ...]]:
        rows: list[tuple[object, ...]] = [
            (reader, self._terms_of(one.where, one.words), one.kind, one.at, one.network)
            for one in said.consents
        ]
        network = hashed(network_of(said.ip)) if said.ip else ""
        return [*rows, (reader, self._terms.pk, Consent.Kind.IMPORTED.value, at, network)]

    def _terms_of(self, where: str, words: str) -> int:
        if (where, words) not in self._others:
            if len(self._others) >= _TERMS:
                self._others.clear()
            self._others[where, words] = terms_of(where, words).pk
        return self._others[where, words]


class _Batch:
    """Some rows, and what is known here of their addresses."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        self._now = clock.now()
        self._sealer = sealing.for_writing()
        self._indexes = {one.line: self._sealer.index(one.found.mailbox) for one in wanted}
        self._known = _known(self._sealer, list(self._indexes.values()))
        kept = among([one.found.mailbox for one in wanted])
        self._kept_off = {mailbox: Reason(row.reason) for mailbox, row in kept.items()}
        self.here = Here()
        self._fresh: dict[UUID, tuple[dict[str, Any], Wanted]] = {}
        self.gone: list[str] = []

    def take(self, one: Wanted) -> Line:
        """Note what a row brings; returns its line of report."""
        outcome, why = self._outcome(one)
        return Line(one.line, outcome, why, masked(one.found.sent_to))

    def _outcome(self, one: Wanted) -> tuple[Outcome, str]:
        index, out, mailbox = self._indexes[one.line], one.said.out, one.found.mailbox
        if index in self._known:
            stands = self._known[index]
            return Outcome.KNOWN, f"{stands}, though it {out.why}" if out else stands
        if out:
            if out.left and mailbox not in self._kept_off:
                self._kept_off[mailbox] = Reason.LEFT
                self.gone.append(mailbox)
            return Outcome.REFUSED, out.why
        if mailbox in self._kept_off:
            return Outcome.REFUSED, f"{OF_WHOM[self._kept_off[mailbox]]}, and stays off the list"
        self._known[index] = "stands in the list before"
        row = uuid4()
        self._fresh[row] = self._reader(row, one), one
        return Outcome.ADDED, "; ".join(
            (*one.said.told, *self.here.understood(one.said.wishes).told)
        )

    def _reader(self, row: UUID, one: Wanted) -> dict[str, Any]:
        said = one.said
        return {
            "key": row,
            "state": Reader.State.CONFIRMED.value,
            "asked_at": said.asked or said.confirmed or self._now,
            "confirmed_at": said.confirmed or said.asked or self._now,
            "zone": next((wish.zone for wish in said.wishes if moments.zone(wish.zone)), ""),
            "paused_until": self._paused(said.paused),
            **self._sealer.fields(one.found, row=row),
        }

    def insert(self) -> list[tuple[int, datetime, Wanted]]:
        """Write those who are new; returns their keys, since when they are readers, and their rows."""
        rows = [reader for reader, _ in self._fresh.values()]
        insert(Reader, _FIELDS, ([row.get(name) for name in _FIELDS] for row in rows))
        there = dict(Reader.objects.filter(key__in=list(self._fresh)).values_list("key", "pk"))
        return [
            (there[row], reader["confirmed_at"], one) for row, (reader, one) in self._fresh.items()
        ]

    def _paused(self, until: datetime | None) -> datetime | None:
        return min(until, self._now + LONGEST_PAUSE) if until and until > self._now else None

    def keep_off(self) -> None:
        """Let no list bring back who left there, by a keyed hash alone."""
        keep_all_off(self.gone, Why(Reason.LEFT), sealer=self._sealer)


def _met(error: Exception) -> bool:
    """Tell whether two processes wanted to write the same, as opposed to what will never do."""
    deadlock = getattr(error.__cause__, "sqlstate", "") == _DEADLOCK
    return isinstance(error, IntegrityError) or deadlock


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
