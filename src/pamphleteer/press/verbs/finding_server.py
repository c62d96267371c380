"""Look for pieces on PostgreSQL, whose index of words knows no order.

What many pieces have stands in some of the newest: these are looked through one by one, as long as
a page may be filled so. All else is asked of the index, which finds it in the whole archive; what the
index can't tell, or not soon, is then looked for in what it found, the newest first.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from pamphleteer.ground.words import is_unspaced
from pamphleteer.press.asked import Unit, Wanted
from pamphleteer.press.verbs.indexing import OWN

_SAMPLE, _WALKED = 100, 1_000  # pieces that are looked through before the index is asked
_TIMES = 4  # as many for each that is wanted, where that is more
_WEIGHTS = "{0.1, 0.2, 0.3, 0.8}"  # of body, names, lead and headline
_LOGARITHM = 1  # of a piece's length, by which its rank is divided

_NEAR = (
    f"SELECT spot, lexemes FROM {OWN} WHERE spot >= %s AND spot < %s ORDER BY spot DESC LIMIT %s"  # noqa: S608
)
_SAMPLED = f"SELECT spot, lexemes @@ %s::tsquery FROM ({_NEAR}) AS near"  # noqa: S608
_WALK = f"SELECT spot FROM ({_NEAR}) AS near WHERE lexemes @@ %s::tsquery LIMIT %s"  # noqa: S608
# Apart from its order and its bounds, so that the index of words is asked and no other.
_KNOWN = f"WITH known AS MATERIALIZED (SELECT spot FROM {OWN} WHERE lexemes @@ %s::tsquery) "  # noqa: S608
_INDEXED = (
    f"{_KNOWN} SELECT spot, count(*) OVER () FROM known "  # noqa: S608
    "WHERE spot >= %s AND spot < %s ORDER BY spot DESC LIMIT %s"
)
_SIFTED = (
    f"{_KNOWN} SELECT spot FROM "  # noqa: S608
    "(SELECT spot FROM known WHERE spot >= %s AND spot < %s ORDER BY spot DESC) AS sorted "
    f"WHERE (SELECT lexemes FROM {OWN} AS own WHERE own.spot = sorted.spot) @@ %s::tsquery LIMIT %s"
)
_RANKED = (
    f"SELECT spot FROM {OWN} WHERE spot = ANY(%s) ORDER BY "  # noqa: S608
    f"ts_rank('{_WEIGHTS}', lexemes, %s::tsquery, {_LOGARITHM}) DESC, spot DESC LIMIT %s OFFSET %s"
)


@contextmanager
def bounded(patience: float) -> Iterator[None]:
    """Let the database look for so many seconds and no longer, and never through the whole table."""
    within = connection.in_atomic_block
    with transaction.atomic():
        _set(statement_timeout=f"{patience * 1000:.0f}", enable_seqscan="off", jit="off")
        yield
        # What is set ends with the transaction.
        if within:
            _set(statement_timeout="0", enable_seqscan="on", jit="on")


def newest(wanted: Wanted, span: range, each: int, counted: int) -> tuple[list[int], int | None]:
    """Return the spots of the newest, one more than a page has; and how many there are, if known.

    Of those that are more than are counted, one is.
    """
    found, known = _newest(wanted, span, each + 1)
    return found, known if known is None else min(known, counted + 1)


def relevant(wanted: Wanted, span: range, ranked: int, part: slice) -> tuple[list[int], int]:
    """Return the spots of a part of the newest, by relevance; and how many there are of those."""
    found, _ = _newest(wanted, span, ranked)
    values = [found, _query(wanted), part.stop - part.start, part.start]
    return [spot for (spot,) in _asked(_RANKED, values)], len(found)


def _newest(wanted: Wanted, span: range, enough: int) -> tuple[list[int], int | None]:
    """Return the spots of so many, and how many there are in all if that is known."""
    query = _query(wanted)
    if not query:
        found = [spot for spot, _ in _asked(_NEAR, [span.start, span.stop, enough])]
        return found, len(found) if len(found) < enough else None
    near = _asked(_SAMPLED, [query, span.start, span.stop, _SAMPLE])
    found = [spot for spot, answers in near if answers]
    if len(near) < _SAMPLE:
        return found[:enough], len(found)
    rest = range(span.start, near[-1][0])
    walked = max(_WALKED, _TIMES * enough)
    # With room for twice as many, for chance: what was walked in vain is lost.
    if len(found) < enough <= len(found) * walked // (2 * _SAMPLE):
        further = [rest.start, rest.stop, walked - _SAMPLE, query, enough - len(found)]
        more = [spot for (spot,) in _asked(_WALK, further)]
        if len(found) + len(more) == enough:
            return found + more, None
    if len(found) >= enough:
        return found[:enough], None
    return _indexed(wanted, rest, found, enough)


def _indexed(
    wanted: Wanted, rest: range, found: list[int], enough: int
) -> tuple[list[int], int | None]:
    """Add to what was found what the index knows of, the newest first."""
    query, known, left = _query(wanted), _definite(wanted), enough - len(found)
    if known == query:
        rows = _asked(_INDEXED, [query, rest.start, rest.stop, left])
        return found + [spot for spot, _ in rows], len(found) + (rows[0][1] if rows else 0)
    rows = _asked(_SIFTED, [known, rest.start, rest.stop, query, left])
    found = found + [spot for (spot,) in rows]
    return found, len(found) if len(rows) < left else None


def _query(wanted: Wanted) -> str:
    return " & ".join([*map(_followed, wanted.units), *map(_quoted, wanted.marks)])


def _followed(unit: Unit) -> str:
    said = " <-> ".join(map(_quoted, unit.words)) + ":*" * unit.open
    return f"({said})" if len(unit.words) > 1 else said


def _definite(wanted: Wanted) -> str:
    """Return what the index is asked for: not in which order words stand, nor for a mere letter.

    To gather all words that begin with a letter takes longer than to look through what is found.
    """
    said: dict[str, None] = {}
    for unit in wanted.units:
        *first, last = unit.words
        said.update(dict.fromkeys(map(_quoted, first)))
        if not unit.open or len(last) > 1 or is_unspaced(last):
            said[f"{_quoted(last)}{':*' * unit.open}"] = None
    said.update(dict.fromkeys(map(_quoted, wanted.marks)))
    return " & ".join(said) or _query(wanted)


def _quoted(word: str) -> str:
    return f"'{word}'"


def _asked(asks: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(asks, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _set(**settings: str) -> None:
    """Set what holds in this transaction."""
    named = ", ".join("set_config(%s, %s, true)" for _ in settings)
    _asked(f"SELECT {named}", [word for pair in settings.items() for word in pair])
