"""Plain statements, for what is asked for each piece: Django takes longer to build them than databases to answer.

SQLite answers most of them in a tenth of the time that Django's cursor takes, so they go straight to
it, unless somebody listens to what is executed.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

T = TypeVar("T")

_AT_ONCE = 300  # rows or keys in one statement


def ask(statement: str, *told: Any) -> list[tuple[Any, ...]]:
    """Return the rows that answer a statement."""
    here = connections[DEFAULT_DB_ALIAS]
    if lite := _lite(here):
        with here.wrap_database_errors:
            return lite.execute(_native(statement), told).fetchall()
    with here.cursor() as cursor:
        cursor.execute(statement, told)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def ask_each(statement: str, keys: Iterable[Any], *told: Any) -> list[tuple[Any, ...]]:
    """Ask with some keys at once in place of the word KEYS, what else is told before them."""
    found: list[tuple[Any, ...]] = []
    for some in in_parts(keys):
        found += ask(statement.replace("KEYS", marks(len(some))), *told, *some)
    return found


def tell(statement: str, *told: Any) -> int:
    """Execute a statement; return how many rows it has touched."""
    here = connections[DEFAULT_DB_ALIAS]
    if lite := _lite(here):
        with here.wrap_database_errors:
            return lite.execute(_native(statement), told).rowcount
    with here.cursor() as cursor:
        cursor.execute(statement, told)
        return int(cursor.rowcount)


def tell_each(statement: str, keys: Iterable[Any], *told: Any) -> int:
    """Execute a statement with some keys at once in place of the word KEYS."""
    return sum(
        tell(statement.replace("KEYS", marks(len(some))), *told, *some) for some in in_parts(keys)
    )


def insert(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Execute a statement with some rows at once in place of the word ROWS."""
    for some in in_parts(rows):
        row = f"({marks(len(some[0]))})"
        told = chain.from_iterable(some)
        tell(statement.replace("ROWS", ", ".join([row] * len(some))), *told)


def update(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Execute one statement for each row."""
    here = connections[DEFAULT_DB_ALIAS]
    if lite := _lite(here):
        with here.wrap_database_errors:
            lite.executemany(_native(statement), rows)
        return
    with here.cursor() as cursor:
        cursor.executemany(statement, list(rows))


@contextmanager
def hurried() -> Iterator[None]:
    """Do things in a transaction that does not wait for the disk.

    For what is done again if the machine loses its power then. Whatever is committed later is never on the
    disk without it.
    """
    here = connections[DEFAULT_DB_ALIAS]
    is_lite, is_outermost = here.vendor == "sqlite", not here.in_atomic_block
    if is_lite and is_outermost:
        tell("PRAGMA synchronous=NORMAL")
    try:
        with transaction.atomic():
            if is_outermost and not is_lite:
                tell("SET LOCAL synchronous_commit TO off")
            yield
    finally:
        if is_lite and is_outermost:
            tell("PRAGMA synchronous=FULL")


def _lite(here: BaseDatabaseWrapper) -> sqlite3.Connection | None:
    """Return SQLite's own connection; nothing with another database, or where somebody listens."""
    if here.vendor != "sqlite" or here.execute_wrappers or here.queries_logged:
        return None
    here.ensure_connection()
    here.validate_no_broken_transaction()
    lite: sqlite3.Connection = here.connection
    return lite


@lru_cache(maxsize=512)
def _native(statement: str) -> str:
    return statement.replace("%s", "?").replace("%%", "%")


def in_parts(found: Iterable[T]) -> Iterator[list[T]]:
    """Yield what is found some at a time."""
    rest = iter(found)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def marks(count: int) -> str:
    """Return so many places for values."""
    return ", ".join(["%s"] * count)
