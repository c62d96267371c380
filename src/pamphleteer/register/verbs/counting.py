"""Count what happens, and keep when rounds ended: for whoever watches the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from pamphleteer.register.models import Beat, Count

_ADD = """
    INSERT INTO register_count (name, number) VALUES (%s, %s)
    ON CONFLICT (name) DO UPDATE SET number = register_count.number + excluded.number
"""
_BEAT = """
    INSERT INTO register_beat (round, ended_at, failures) VALUES (%s, %s, %s)
    ON CONFLICT (round) DO UPDATE SET failures = register_beat.failures + excluded.failures,
    ended_at = CASE WHEN excluded.ended_at > register_beat.ended_at THEN excluded.ended_at
    ELSE register_beat.ended_at END
"""


@dataclass(frozen=True)
class Ended:
    """When a round last ended, and how often it failed since this was last written down."""

    at: datetime
    failures: int = 0


def count(name: str, number: int = 1) -> None:
    """Count something that happened, in the transaction of what happened: as late in it as can be."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [name, number])


def counted() -> Mapping[str, int]:
    """Return what was ever counted."""
    return dict(Count.objects.order_by("name").values_list("name", "number"))


def beat(rounds: Mapping[str, Ended]) -> None:
    """Write down how rounds stand."""
    rows = [
        (name, connection.ops.adapt_datetimefield_value(one.at), one.failures)
        for name, one in sorted(rounds.items())
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_BEAT, rows)


def beats() -> Mapping[str, Ended]:
    """Return how rounds stood when it was last written down."""
    return {one.round: Ended(one.ended_at, one.failures) for one in Beat.objects.order_by("round")}
