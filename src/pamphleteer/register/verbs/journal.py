"""Write a line in the journal, and read it from one's own place."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, models

from pamphleteer.ground import clock
from pamphleteer.register import rows
from pamphleteer.register.models import Entry, Person, Place
from pamphleteer.register.statements import ask, marks, tell

# Any constant will do: it names, among PostgreSQL's advisory locks, the one that orders the journal.
_LOCK = 0x70616D70
_READ_TO = """
    SELECT COALESCE((SELECT entry FROM register_place WHERE reader = %s), 0),
    COALESCE((SELECT MAX(id) FROM register_entry), 0)
"""

_UNREAD = """
    SELECT 1 FROM register_entry
    WHERE id > COALESCE((SELECT entry FROM register_place WHERE reader = %s), 0)
    AND what IN (PLACES) LIMIT 1
"""
_NEXT = """
    SELECT id, what, subject, data FROM register_entry
    WHERE id > %s AND what IN (PLACES) ORDER BY id LIMIT %s
"""
_MOVED = "UPDATE register_place SET entry = %s WHERE reader = %s AND entry = %s"


def write(what: str, subject: models.Model, /, *, by: Person | None = None, **data: Any) -> Entry:
    """Add a line about a row, in the transaction that changed that row.

    Lines become visible in the order of their keys: on PostgreSQL writers wait for each other from here to
    their commit, so write the line last. Raises `RuntimeError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{what} was to be written in the journal outside a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    line = Entry(
        at=clock.now(),
        what=what,
        subject=f"{subject._meta.label}:{subject.pk}",
        by=by,
        data=data,
    )
    rows.add(line)
    return line


def newest() -> int:
    """Return the key of the newest line, 0 without any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM register_entry")
        return int(cursor.fetchone()[0])


class Line(NamedTuple):
    """One line, as those have it who read on from their place."""

    pk: int
    what: str
    subject: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Unread:
    """The next lines for one reader, and the place in which they were read."""

    reader: str
    place: int
    entries: Sequence[Line]

    def __bool__(self) -> bool:
        return bool(self.entries)


def has_unread(reader: str, *, whats: Collection[str]) -> bool:
    """Tell whether there are lines of these kinds behind the reader's place."""
    return bool(ask(_UNREAD.replace("PLACES", marks(len(whats))), reader, *whats))


def unread(reader: str, *, whats: Collection[str], at_most: int = 500) -> Unread:
    """Return the next lines of these kinds behind the reader's place, oldest first."""
    ((place, newest),) = ask(_READ_TO, reader)
    # Most readers have read all of it, most of the time.
    if newest <= place:
        return Unread(reader=reader, place=place, entries=())
    asked = _NEXT.replace("PLACES", marks(len(whats)))
    entries = [
        Line(key, what, subject, json.loads(data) if isinstance(data, str) else data)
        for key, what, subject, data in ask(asked, place, *whats, at_most)
    ]
    return Unread(reader=reader, place=place, entries=entries)


def skip(reader: str) -> None:
    """Move a reader's place to the end, when all that the lines tell of is to be done anew."""
    newest = Entry.objects.aggregate(last=models.Max("pk"))["last"]
    if newest:
        Place.objects.update_or_create(reader=reader, defaults={"entry": newest})


def move(unread: Unread) -> bool:
    """Move the reader's place behind the lines, in the transaction that commits its own work.

    False if another process has moved it meanwhile: then the work was done there, and is not to be
    committed again.
    """
    if not unread.place:
        Place.objects.get_or_create(reader=unread.reader)
    return tell(_MOVED, unread.entries[-1].pk, unread.reader, unread.place) == 1
