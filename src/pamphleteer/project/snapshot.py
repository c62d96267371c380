"""A new database at once: what all steps leave of an empty one, kept as statements.

Some three hundred steps, taken one after the other, take ten seconds and more, nearly all of it for
models of what was between them. `make schema` writes the statements, and a test holds them to the steps.
"""

import re
import sqlite3
import uuid
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from pamphleteer.ground import clock

FOLDER = Path(__file__).parent / "schema"
_OF = re.compile(r"-- of the steps ([0-9a-f]{64})\n")
_ALONE = re.compile(
    "0{32}|00000000-0000-0000-0000-000000000000"
)  # where each outlet has a mark of its own

Steps = Collection[tuple[str, str]]


def fingerprint(steps: Steps) -> str:
    """Return a hash of the names of steps."""
    return sha256("\n".join(f"{app} {name}" for app, name in sorted(steps)).encode()).hexdigest()


def lay(steps: Steps) -> bool:
    """Lay an empty database as these steps would; False where there are tables, or the statements are of others."""
    if not _is_empty() or not (text := _kept(steps)):
        return False
    # Whoever comes second finds the tables of the first.
    with transaction.atomic():
        if not _is_empty():
            return False
        execute(text)
        MigrationRecorder.Migration.objects.update(applied=clock.now())
    return True


def execute(text: str) -> None:
    """Execute statements with new marks, in a transaction of the caller's."""
    with connection.cursor() as cursor:
        for statement in _statements(_ALONE.sub(_mark, text)):
            cursor.execute(statement)


def _kept(steps: Steps) -> str:
    """Return the statements for these steps; nothing if there are none."""
    try:
        text = (FOLDER / f"{connection.vendor}.sql").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    of = _OF.match(text)
    return text if of and of[1] == fingerprint(steps) else ""


def _is_empty() -> bool:
    """Tell whether there is no table yet, and those to come will be where the statements name them."""
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            return False
        if connection.vendor == "sqlite":
            return True
        cursor.execute("SELECT current_schema()")
        return bool(cursor.fetchone() == ("public",))


def _mark(found: re.Match[str]) -> str:
    mark = uuid.uuid4()
    return mark.hex if len(found[0]) == len(mark.hex) else str(mark)


def _statements(text: str) -> Iterator[str]:
    """Yield what can be executed at once: SQLite takes one statement, PostgreSQL all of them."""
    if connection.vendor != "sqlite":
        yield text
        return
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
