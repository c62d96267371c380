"""Look items up by their marks: what they say, where they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from pamphleteer.collect.verbs.many import rows, run
from pamphleteer.collect.verbs.turns import give_way
from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never

# A mark that so many items have finds enough of them: those that come later go without it.
FULL = 40
# Stands for the items of a mark that says nothing, because pieces of all kinds have it.
NOTHING = (1 << 63) - 1
# The key from which on items are young enough for copies to be sought among them.
_SINCE = (
    "COALESCE((SELECT id FROM collect_wireitem WHERE seen >= %s ORDER BY seen, id LIMIT 1), "
    "9223372036854775807)"
)
_FIND = f"SELECT hash, item FROM collect_shingle WHERE hash {{}} AND item >= {_SINCE}"  # noqa: S608
_HOMES = "SELECT id, story_id FROM collect_wireitem {}WHERE id {{}} AND story_id IS NOT NULL"
# SQLite would go to the rows by itself, whose texts lie before what is sought.
_BY = {"sqlite": "INDEXED BY wire_homes "}
_PUT = "INSERT INTO collect_shingle (hash, item) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_DROP = "DELETE FROM collect_shingle WHERE hash {}"
# What says nothing is learnt again from a few pieces, if it is still so.
_STALE = (
    "SELECT hash, item FROM collect_shingle WHERE (hash, item) > (%s, %s) "  # noqa: S608
    f"AND (item < %s OR item = {NOTHING}) ORDER BY hash, item LIMIT %s"
)
_SWEEP = "DELETE FROM collect_shingle WHERE hash = %s AND item = %s"
SWEPT_AT_A_TIME = 2_000
_FIRST = (-(1 << 63), 0)


def holders(marks: Collection[int]) -> dict[int, list[int]]:
    """Return the keys of the items that have each of these marks, of all that are not too old.

    Of a mark that says nothing the one key is `NOTHING`.
    """
    found = defaultdict(list)
    for mark, item in rows(_FIND, marks, _begins()):
        found[mark].append(item)
    return found


def homes(items: Collection[int]) -> dict[int, int]:
    """Return the stories that these items are in, by their keys."""
    return dict(rows(_HOMES.format(_BY.get(connection.vendor, "")), items))


def put(noted: Iterable[tuple[int, int]]) -> None:
    """Note marks with the keys of their items; what is noted already stays."""
    ordered = sorted(noted)
    if ordered:
        with connection.cursor() as cursor:
            cursor.executemany(_PUT, ordered)


def say_nothing(marks: Collection[int]) -> None:
    """Note once for all that marks say nothing, instead of the items that have them."""
    if marks:
        run(_DROP, marks)
        put((mark, NOTHING) for mark in marks)


def since() -> int:
    """Return the key from which on items are young enough for copies to be sought among them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_SINCE}", [_begins()])
        (key,) = cursor.fetchone()
        return int(key)


def sweep(stop: Stop = never) -> int:
    """Forget the marks of items that no copies are sought of any more; return how many.

    They lie all over the marks, so these are looked through, outside of any transaction, and what is
    found is removed a part at a time: others may write between.
    """
    begin, gone, last = since(), 0, _FIRST
    while not stop() and (found := _stale(begin, after=last)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(_SWEEP, found)
        gone, last = gone + len(found), found[-1]
        give_way()
    return gone


def _stale(begin: int, *, after: tuple[int, int]) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_STALE, [*after, begin, SWEPT_AT_A_TIME])
        return [(mark, item) for mark, item in cursor.fetchall()]


def _begins() -> Any:
    begins = clock.now() - timedelta(days=settings.COLLECT_STORY_DAYS)
    return connection.ops.adapt_datetimefield_value(begins)
