"""Find articles and wire items by words, and by what words begin with, in every alphabet."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from pamphleteer.desk.models.words import Words, matched
from pamphleteer.ground.words import answers, asked, words_of

_UNREAD = 500


def found(words: str, kind: type[Words]) -> Q:
    """Return what picks the rows that have each of the words; none if nothing is a word."""
    wanted = asked(words)
    return _said(kind, wanted, list(_unread(kind, wanted))) if wanted else Q(pk__in=[])


def newest(rows: "QuerySet[Any]", words: str, kind: type[Words], *, at_most: int) -> list[int]:
    """Return the keys of the newest of some rows that have each of the words.

    Of words that are in many rows the newest are looked at first: mostly nothing else is asked.
    """
    wanted = asked(words)
    if not wanted:
        return []
    unread = list(_unread(kind, wanted))
    first = sorted({*unread, *_newest(kind, wanted, at_most)}, reverse=True)[:at_most]
    kept = _keys(rows.filter(pk__in=first), at_most)
    if len(first) < at_most or len(kept) == at_most:
        return kept
    return _keys(rows.filter(_said(kind, wanted, unread)), at_most)


def _said(kind: type[Words], wanted: list[str], unread: Sequence[int]) -> Q:
    rows = kind._default_manager
    known = rows.filter(words__finds=wanted).values("pk")
    # One or the other in a condition, and PostgreSQL would look at each row for each of them.
    return Q(pk__in=known.union(rows.filter(pk__in=unread).values("pk")) if unread else known)


def _unread(kind: type[Words], wanted: list[str]) -> Iterator[int]:
    """Yield the keys of what came or changed just now, and has the words as it stands."""
    keys = _keys(kind._default_manager.filter(words=None), _UNREAD)
    for key, texts in kind.said(keys).items() if keys else ():
        if answers(words_of(*texts), wanted):
            yield key


def _newest(kind: type[Words], wanted: list[str], at_most: int) -> list[int]:
    known = kind._default_manager.filter(words__finds=wanted)
    if connection.vendor != "sqlite":
        return _keys(known, at_most)
    # FTS5 hands out the newest first, without looking for the others.
    index = f"{kind._meta.db_table}_index"
    asks = f"SELECT rowid FROM {index} WHERE {index} MATCH %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asks, [matched(wanted), at_most])
        return [key for (key,) in cursor.fetchall()]


def _keys(rows: "QuerySet[Any]", at_most: int) -> list[int]:
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:at_most])
