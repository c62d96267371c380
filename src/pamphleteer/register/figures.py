"""Figures of the house itself: its version, and how its rounds stand."""

from collections.abc import Sequence

from pamphleteer import __version__
from pamphleteer.ground.exposition import Family
from pamphleteer.register.verbs.counting import beats


def counters() -> Sequence[Family]:
    """Return what only grows, and what costs next to nothing."""
    rounds = beats()
    return [
        Family(
            "pamphleteer_build_info",
            "gauge",
            "The version that answers.",
            [({"version": __version__}, 1)],
        ),
        Family(
            "pamphleteer_round_ended_timestamp_seconds",
            "gauge",
            "When a round last ended, as it is written down every 15 seconds.",
            [({"round": name}, one.at.timestamp()) for name, one in rounds.items()],
        ),
        Family(
            "pamphleteer_round_failures_total",
            "counter",
            "How often a round has failed, and was begun again.",
            [({"round": name}, one.failures) for name, one in rounds.items()],
        ),
    ]
