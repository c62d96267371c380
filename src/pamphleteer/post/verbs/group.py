"""A group: readers with one choice who stand at one position; what they get is planned for all at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

_LAST = """
    SELECT COUNT(*), MAX(id) FROM (
        SELECT id FROM post_subscription WHERE choice_id = %s AND upto = %s ORDER BY id LIMIT %s
    ) firsts
"""
_MOVE = "UPDATE post_subscription SET upto = %s WHERE choice_id = %s AND upto = %s AND id <= %s"
_PLAN = """
    INSERT INTO post_delivery (
        reader_id, letter_id, "after", message_id, dated, state, due_at, held_until, held_by,
        handed_at, attempts, doubts, relay, reply, reason, settled_at
    )
    SELECT s.reader_id, %s, s.upto, %s || RANDOM || %s, %s, 'planned', %s, NULL, '',
        NULL, 0, 0, '', '', '', NULL
    FROM post_subscription s JOIN post_reader r ON r.id = s.reader_id
    WHERE s.choice_id = %s AND s.upto = %s AND s.id <= %s AND r.state = 'confirmed'
    AND (r.paused_until IS NULL OR r.paused_until <= %s) AND ONLY
    ORDER BY s.id
    ON CONFLICT (reader_id, letter_id) DO NOTHING
"""
# 128 bits that nobody can guess, made by the database: a million rows do not pass through Python.
_RANDOM = {
    "sqlite": "lower(hex(randomblob(16)))",
    "postgresql": "replace(gen_random_uuid()::text, '-', '')",
}


@dataclass(frozen=True)
class Group:
    """Some readers with one choice at one position: those whose subscription's key is up to `last`."""

    choice: int
    after: int
    last: int
    size: int

    def plan(
        self, letter: int, *, at: datetime, only: Collection[int] = (), but: Collection[int] = ()
    ) -> int:
        """Plan a letter for those of them who are on the list and not pausing; returns how many.

        `only` and `but` are keys of readers.
        """
        said = connection.ops.adapt_datetimefield_value(at)
        domain = settings.POST_SENDER.rpartition("@")[2]
        given: list[Any] = [letter, f"{letter:x}.", f"@{domain}", said, said]
        given += [self.choice, self.after, self.last, said]
        with connection.cursor() as cursor:
            cursor.execute(_statement(only, but), given)
            return int(cursor.rowcount)

    def move(self, upto: int) -> None:
        """Let all of them stand at another position: they have been dealt with so far."""
        with connection.cursor() as cursor:
            cursor.execute(_MOVE, [upto, self.choice, self.after, self.last])


def group_of(choice: int, after: int, *, at_most: int) -> Group:
    """Return the first readers with a choice who stand at a position."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [choice, after, at_most])
        size, last = cursor.fetchone()
    return Group(choice, after, last or 0, size)


def _statement(only: Collection[int], but: Collection[int]) -> str:
    words = _PLAN.replace("RANDOM", _RANDOM[connection.vendor])
    condition = "1 = 1"
    if only:
        condition = f"s.reader_id IN ({_keys(only)})"
    elif but:
        condition = f"s.reader_id NOT IN ({_keys(but)})"
    return words.replace("ONLY", condition)


def _keys(keys: Collection[int]) -> str:
    return ", ".join(str(int(key)) for key in sorted(keys))
