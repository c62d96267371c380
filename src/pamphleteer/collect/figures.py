"""Figures of what comes in."""

from collections.abc import Sequence

from pamphleteer.collect.models import Source
from pamphleteer.ground import clock
from pamphleteer.ground.exposition import Family, gauge


def gauges() -> Sequence[Family]:
    """Return how sources stand."""
    now = clock.now()
    first = Source.objects.due(now).values_list("due_at", flat=True).first()
    return [
        gauge(
            "pamphleteer_sources",
            "Sources that are polled.",
            Source.objects.filter(active=True).count(),
        ),
        gauge(
            "pamphleteer_sources_in_trouble",
            "Sources that fail again and again, or were retired.",
            Source.objects.in_trouble().count(),
        ),
        gauge(
            "pamphleteer_source_overdue_seconds",
            "How long the longest waiting source has been due.",
            (now - first).total_seconds() if first else 0,
        ),
    ]
