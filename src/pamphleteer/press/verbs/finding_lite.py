"""Look for pieces on SQLite: FTS5 hands them out newest first, and stops where it is told to."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from pamphleteer.press.asked import Unit, Wanted
from pamphleteer.press.verbs.indexing import OWN

_STEPS = 20_000  # of SQLite's machine between two looks at the clock
_WEIGHTS = "8.0, 3.0, 2.0, 1.0, 0.0"  # of headline, lead, names, body and marks
_INDEX = f"{OWN}_index"


@contextmanager
def bounded(patience: float) -> Iterator[None]:
    """Let the database look for so many seconds and no longer."""
    connection.ensure_connection()
    end = time.monotonic() + patience
    link = connection.connection
    link.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        link.set_progress_handler(None, _STEPS)


def newest(wanted: Wanted, span: range, each: int, counted: int) -> tuple[list[int], int | None]:
    """Return the spots of the newest, one more than a page has; and how many there are.

    Of those that are more than are counted, one is.
    """
    match = _match(wanted)
    table, spot = (_INDEX, "rowid") if match else (OWN, "spot")
    where = f"{_INDEX} MATCH %s AND " if match else ""
    asks = (
        f"SELECT {spot} FROM {table} WHERE {where}{spot} >= %s AND {spot} < %s "  # noqa: S608
        f"ORDER BY {spot} DESC LIMIT %s"
    )
    # All are asked for at once: to count them is the same way through the index.
    found = _asked(asks, [*([match] if match else []), span.start, span.stop, counted + 1])
    return [spot for (spot,) in found[: each + 1]], len(found)


def relevant(wanted: Wanted, span: range, ranked: int, part: slice) -> tuple[list[int], int]:
    """Return the spots of a part of the newest, by relevance; and how many there are of those."""
    asks = (
        "SELECT spot, count(*) OVER () FROM "  # noqa: S608
        f"(SELECT rowid AS spot, bm25({_INDEX}, {_WEIGHTS}) AS ranked FROM {_INDEX} "
        f"WHERE {_INDEX} MATCH %s AND rowid >= %s AND rowid < %s ORDER BY rowid DESC LIMIT %s) "
        "AS newest ORDER BY ranked, spot DESC LIMIT %s OFFSET %s"
    )
    bounds = [span.start, span.stop, ranked, part.stop - part.start, part.start]
    found = _asked(asks, [_match(wanted), *bounds])
    return [spot for spot, _ in found], found[0][1] if found else 0


def _match(wanted: Wanted) -> str:
    return " AND ".join([*map(_phrase, wanted.units), *(f'"{mark}"' for mark in wanted.marks)])


def _phrase(unit: Unit) -> str:
    return f'"{" ".join(unit.words)}"' + " *" * unit.open


def _asked(asks: str, values: list[Any]) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(asks, values)
        found: list[tuple[int, ...]] = cursor.fetchall()
    return found
