"""Find what is published by words, phrases, topic, partner and year."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Max, Min

from pamphleteer.desk.models import Article
from pamphleteer.press import spots
from pamphleteer.press.asked import Unit
from pamphleteer.press.errors import TooWide
from pamphleteer.press.models import PieceWords
from pamphleteer.press.verbs.indexing import OWN

EACH = 20  # pieces on a page
RANKED = 2_000  # of the newest pieces that are put in order by relevance
COUNTED = 1_000  # pieces that are counted, at most
_SHOWN = (
    "headline", "lead", "slug", "language", "credit", "date", "partner__name", "partner__credit",
)  # fmt: skip
_YEARS = 200  # that are offered, at most
_PATIENCE = 2.0  # seconds
_STEPS = 20_000  # of SQLite's machine between two looks at the clock
# Of headline, lead, names and body; PostgreSQL names them backwards.
_LITE_WEIGHTS, _SERVER_WEIGHTS = "8.0, 3.0, 2.0, 1.0, 0.0", "{0.1, 0.2, 0.3, 0.8}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: words, and what the pieces are to be among."""

    units: Sequence[Unit] = ()
    topic: int | None = None
    partner: int | None = None
    year: int | None = None

    def __bool__(self) -> bool:
        return bool(self.units or self._marks or self.year)

    @property
    def _marks(self) -> list[str]:
        marks = (("t", self.topic), ("p", self.partner))
        return [f"={kind}{key}" for kind, key in marks if key is not None]

    def matched(self) -> str:
        """Return what the database's index is asked for, in its own words."""
        if connection.vendor == "sqlite":
            said = [f'"{" ".join(one.words)}"' + " *" * one.open for one in self.units]
            return " AND ".join([*said, *(f'"{mark}"' for mark in self._marks)])
        said = [_followed(unit) for unit in self.units]
        return " & ".join([*said, *(f"'{mark}'" for mark in self._marks)])


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, how many there are as far as they were counted, and what comes next."""

    articles: Sequence[Article]
    count: int = 0
    after: int | None = None


def newest(wanted: Wanted, *, zone: tzinfo, before: int | None = None) -> Found:
    """Return the newest, or those before a spot; raises `TooWide`."""
    ask = _ask(wanted, zone)
    asks, values = f"SELECT {ask.spot} FROM {ask.table} WHERE {ask.where}", [*ask.values]  # noqa: S608
    if before is not None:
        asks, values = f"{asks} AND {ask.spot} < %s", [*values, before]
    # The first page is asked for together with what is counted: it is the same way through the index.
    limit = COUNTED + 1 if before is None else EACH + 1
    with _bounded():
        found = _asked(f"{asks} ORDER BY {ask.spot} DESC LIMIT %s", [*values, limit])
        count = len(found) if before is None else _count(ask)
    return Found(_at(found[:EACH]), count, after=found[EACH - 1] if len(found) > EACH else None)


def relevant(wanted: Wanted, *, zone: tzinfo, page: int = 1) -> Found:
    """Return the most relevant of the newest that are found; raises `TooWide`."""
    ask = _ask(wanted, zone)
    rank, ranked = _rank(wanted)
    asks = (
        f"SELECT spot FROM (SELECT {ask.spot} AS spot, {rank} AS ranked FROM {ask.table} "  # noqa: S608
        f"WHERE {ask.where} ORDER BY {ask.spot} DESC LIMIT {RANKED}) AS newest "
        "ORDER BY ranked, spot DESC LIMIT %s OFFSET %s"
    )
    with _bounded():
        found = _asked(asks, [*ranked, *ask.values, EACH + 1, (page - 1) * EACH])
        more = len(found) > EACH
        count = _count(ask) if more or page > 1 else len(found)
    return Found(_at(found[:EACH]), count, after=page + 1 if more else None)


def years(zone: tzinfo) -> list[int]:
    """Return the years from that of the newest dated piece to that of the oldest."""
    dated = PieceWords.objects.filter(spot__gte=0)
    oldest, newest = dated.aggregate(a=Min("spot"), b=Max("spot")).values()
    if oldest is None:
        return []
    return list(range(spots.year(newest, zone), spots.year(oldest, zone) - 1, -1))[:_YEARS]


def _followed(unit: Unit) -> str:
    words = [f"'{word}'" for word in unit.words]
    return f"({' <-> '.join(words)}{':*' * unit.open})"


@dataclass(frozen=True, slots=True)
class _Ask:
    """Where it is looked for: a table, what its spots are called there, and a condition."""

    table: str
    spot: str
    where: str
    values: Sequence[Any]


def _ask(wanted: Wanted, zone: tzinfo) -> _Ask:
    matched = wanted.matched()
    table, spot, where, values = OWN, "spot", "spot IS NOT NULL", [matched] if matched else []
    if matched and connection.vendor == "sqlite":
        table, spot, where = f"{OWN}_index", "rowid", f"{OWN}_index MATCH %s"
    elif matched:
        where = "lexemes @@ %s::tsquery"
    if not wanted.year:
        return _Ask(table, spot, where, values)
    span = spots.of_year(wanted.year, zone)
    bounds: list[Any] = [span.start, span.stop]
    return _Ask(table, spot, f"{where} AND {spot} >= %s AND {spot} < %s", [*values, *bounds])


def _rank(wanted: Wanted) -> tuple[str, list[Any]]:
    """Return what the database puts pieces in order by, the smallest first."""
    if not wanted.matched():
        return "0", []
    if connection.vendor == "sqlite":
        return f"bm25({OWN}_index, {_LITE_WEIGHTS})", []
    # 1: by the logarithm of the length.
    return f"-ts_rank('{_SERVER_WEIGHTS}', lexemes, %s::tsquery, 1)", [wanted.matched()]


def _count(ask: _Ask) -> int:
    """Return how many there are, or one more than are counted."""
    asks = f"SELECT count(*) FROM (SELECT 1 FROM {ask.table} WHERE {ask.where} LIMIT %s) AS counted"  # noqa: S608
    return _asked(asks, [*ask.values, COUNTED + 1])[0]


def _asked(asks: str, values: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(asks, values)
        return [one for (one,) in cursor.fetchall()]


def _at(found: Sequence[int]) -> list[Article]:
    """Return the articles at some spots, in their order, but for what was withdrawn just now."""
    keys = dict(PieceWords.objects.filter(spot__in=found).values_list("spot", "article"))
    rows = Article.objects.live().select_related("partner").only(*_SHOWN)
    live = rows.in_bulk(list(keys.values()))
    return [live[key] for spot in found if (key := keys.get(spot)) in live]


@contextmanager
def _bounded() -> Iterator[None]:
    """Let the database work for so long and no longer."""
    try:
        with _lite() if connection.vendor == "sqlite" else _server():
            yield
    except OperationalError as error:
        if not _is_end(error):
            raise
        raise TooWide("looking for it took too long") from error


@contextmanager
def _lite() -> Iterator[None]:
    connection.ensure_connection()
    end = time.monotonic() + _PATIENCE
    link = connection.connection
    link.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        link.set_progress_handler(None, _STEPS)


@contextmanager
def _server() -> Iterator[None]:
    with transaction.atomic():
        _asked("SELECT set_config('statement_timeout', %s, true)", [f"{_PATIENCE * 1000:.0f}"])
        yield
        _asked("SELECT set_config('statement_timeout', '0', true)", [])


def _is_end(error: OperationalError) -> bool:
    cause = error.__cause__
    return type(cause).__name__ == "QueryCanceled" or "interrupted" in str(error)
