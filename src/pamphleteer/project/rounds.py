"""All rounds, and how often they run.

A round is an idempotent function that does due rows; the rows, not the rounds, are the truth.
"""

from collections.abc import Callable
from dataclasses import dataclass

from pamphleteer.collect.verbs import poll, prune, receive, subscribe, suggest, texts
from pamphleteer.desk.verbs import indexing, learning, rules, schedule, sweep
from pamphleteer.ground.stopping import Stop
from pamphleteer.post.verbs import (
    alarms,
    compose,
    deliver,
    fetching,
    growth,
    intake,
    judging,
    recalling,
    traffic,
    unanswered,
)
from pamphleteer.press.verbs import ageing, announce, packing, press
from pamphleteer.press.verbs import indexing as searching
from pamphleteer.project.children import doors_are_open
from pamphleteer.register.verbs import statistics, tidy


@dataclass(frozen=True)
class Round:
    """One round: its name, what it does, the seconds between two runs, and what comes first."""

    name: str
    work: Callable[[Stop], int]
    every: float
    at_start: Callable[[], object] | None = None


def _hubs(stop: Stop) -> int:
    """Ask hubs while somebody is there to take their calls."""
    return subscribe.round_(stop) if doors_are_open() else 0


ROUNDS = (
    Round("collect", poll.round_, 5),
    Round("hubs", _hubs, 10),
    Round("pushes", receive.round_, 1),
    Round("suggest", suggest.round_, 20),
    Round("texts", texts.round_, 1),
    Round("prune", prune.round_, 3600),
    Round("media", sweep.round_, sweep.EVERY),
    Round("tidy", tidy.round_, 600),
    Round("statistics", statistics.round_, 86_400),
    Round("rules", rules.round_, 0.5),
    Round("words", indexing.round_, 1),
    Round("topics", learning.round_, 30),
    Round("scheduled", schedule.round_, 1),
    # An upgrade or a change to the theme while nothing ran shows at the start.
    Round("press", press.round_, 0.25, at_start=press.begin),
    Round("packing", packing.round_, packing.EVERY),
    Round("search", searching.round_, 1),
    Round("ageing", ageing.round_, ageing.EVERY),
    Round("announce", announce.round_, 1),
    Round("compose", compose.round_, 20),
    Round("plan", compose.plan, 5),
    Round("post", deliver.round_, 1),
    Round("doubts", recalling.round_, recalling.EVERY),
    Round("traffic", traffic.round_, traffic.EVERY),
    Round("fetching", fetching.round_, fetching.EVERY),
    Round("returned", judging.round_, judging.EVERY),
    Round("alarms", alarms.round_, alarms.EVERY),
    Round("unanswered", unanswered.round_, 3600),
    Round("lists", intake.round_, intake.EVERY),
    Round("readers", growth.round_, growth.EVERY),
)
