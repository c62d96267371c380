"""Count what relays make of mail, so that rates can be seen; and forget what nobody looks at any more."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.dispatch import Settled
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.models import Traffic

Span = Traffic.Span
EVERY = 600.0  # seconds between two rounds
KEPT: Mapping[str, timedelta] = {
    Span.MINUTE: timedelta(hours=2),
    Span.HOUR: timedelta(days=8),
    Span.DAY: timedelta(days=400),
}
_LOT = 1.0  # seconds of mail that are counted at once: processes would wait for one another's rows otherwise
_FIELDS = ("taken", "put_off", "refused", "failed")
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_ADD = """
    INSERT INTO post_traffic (relay, span, at, taken, put_off, refused, failed) VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (relay, span, at) DO UPDATE SET taken = post_traffic.taken + excluded.taken,
    put_off = post_traffic.put_off + excluded.put_off, refused = post_traffic.refused + excluded.refused,
    failed = post_traffic.failed + excluded.failed
"""


class Meter:
    """Counts for one mailing; what was counted last is lost if its process is killed, and no mail with it."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._written = timer()
        self._counts: Counter[tuple[str, str]] = Counter()

    def count(self, heard: Iterable[Settled]) -> None:
        """Count what was settled."""
        for one in heard:
            if one.letter is not None:
                self._counts[one.relay, _field(one)] += 1

    def tick(self) -> None:
        """Write down what was counted, with the lot that is written anyway, if a second has gone by."""
        if self._timer() - self._written >= _LOT:
            self.write()

    @transaction.atomic
    def write(self) -> None:
        """Write down what was counted."""
        self._written = self._timer()
        if not self._counts:
            return
        now = clock.now()
        rows = [
            (relay, span, connection.ops.adapt_datetimefield_value(_floor(span, now)), *numbers)
            for relay, numbers in sorted(self._by_relay().items())
            for span in Span.values
        ]
        self._counts.clear()
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)

    def _by_relay(self) -> dict[str, tuple[int, ...]]:
        names = {relay for relay, _ in self._counts}
        return {name: tuple(self._counts[name, field] for field in _FIELDS) for name in names}


@dataclass(frozen=True)
class Rates:
    """What a relay has taken in the last minute, hour and day, and how much it refused in the last day."""

    minute: int = 0
    hour: int = 0
    day: int = 0
    put_off: int = 0
    refused: int = 0
    failed: int = 0


def rates() -> Mapping[str, Rates]:
    """Return the rates of all relays that had mail within a day or so.

    The minute is the one that runs, with so much of the one before as still lies within sixty seconds; hour and day
    likewise.
    """
    now = clock.now()
    found: dict[str, dict[str, float]] = {}
    for span in (Span.MINUTE, Span.HOUR, Span.DAY):
        begin, length = _floor(span, now), _LENGTHS[span]
        share = 1 - (now - begin) / length
        for row in Traffic.objects.filter(span=span, at__in=[begin, begin - length]):
            part = 1.0 if row.at == begin else share
            counts = found.setdefault(row.relay, {})
            counts[span] = counts.get(span, 0) + part * row.taken
            for field in _FIELDS[1:] if span == Span.DAY else ():
                counts[field] = counts.get(field, 0) + part * getattr(row, field)
    return {
        relay: Rates(**{name: round(number) for name, number in counts.items()})
        for relay, counts in found.items()
    }


def totals() -> Mapping[str, Mapping[str, int]]:
    """Return what each relay has ever made of mail: numbers that only grow."""
    rows = Traffic.objects.filter(span=Span.EVER).order_by("relay")
    return {row.relay: {field: getattr(row, field) for field in _FIELDS} for row in rows}


def round_(stop: Stop = never) -> int:
    """Forget minutes, hours and days that nobody looks at any more; returns how many rows."""
    if stop():
        return 0
    now, old = clock.now(), Q()
    for span, kept in KEPT.items():
        old |= Q(span=span, at__lt=now - kept)
    return Traffic.objects.filter(old).delete()[0]


_LENGTHS: Mapping[str, timedelta] = {
    Span.MINUTE: timedelta(minutes=1),
    Span.HOUR: timedelta(hours=1),
    Span.DAY: timedelta(days=1),
}


def _floor(span: str, at: datetime) -> datetime:
    """Return when the span began that a moment is in."""
    length = _LENGTHS.get(span)
    return at - (at - _BEGIN) % length if length else _BEGIN


def _field(one: Settled) -> str:
    error = one.outcome
    if not isinstance(error, RelayError):
        return "taken"
    if error.scope is Scope.RELAY:
        return "failed"
    return "refused" if error.permanent else "put_off"
