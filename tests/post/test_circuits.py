"""A relay that rests, and processes that come and go: whatever happens, one at a time tries it, and somebody can."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as how
from hypothesis import strategies as st
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.models import Rest
from pamphleteer.post.pace.circuits import LASTING
from pamphleteer.post.verbs.fleet import Fleet

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
ADA = "ada@readers.example"
GREY = RelayError("451 4.7.1 greylisted", scope=Scope.SITE)
GONE = RelayError("550 5.1.1 nobody", scope=Scope.READER, permanent=True)
CLOSING = RelayError("421 4.3.2 closing", scope=Scope.RELAY, reason=Reason.TROUBLE)
SUSPENDED = RelayError("550 closed", scope=Scope.RELAY, permanent=True, reason=Reason.ACCOUNT)
DEEDS = ("turn", "turn", "taken", "grey", "gone", "closing", "suspended", "ends", "killed", "wait")
WAIT = (0, "wait")
NEW = ((1, "ends"), (2, "ends"))
STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(DEEDS)), max_size=25)


@dataclass
class Process:
    """One that delivers, and since when the relay is its own to try."""

    fleet: Fleet
    out: bool = False
    since: datetime | None = None


class World:
    """Three processes and one relay."""

    def __init__(self, clock: StoppedClock) -> None:
        self.clock = clock
        Rest.objects.all().delete()
        Fleet().dropped("only", CLOSING)
        self.all = [Process(Fleet()) for _ in range(3)]

    def do(self, one: Process, deed: str) -> None:
        fleet = one.fleet
        if deed == "wait":
            self.clock.advance(seconds=61)
        elif deed == "turn":
            self.turn(one)
        elif deed in {"ends", "killed"}:
            if deed == "ends":
                fleet.write()
            one.fleet, one.out = Fleet(), False
            one.since = None if deed == "ends" else one.since
        elif one.out:
            one.out = False
            self.answered(one, deed)

    def answered(self, one: Process, deed: str) -> None:
        match deed:
            case "taken":
                one.fleet.took("only", to=ADA)
            case "grey" | "gone":
                one.fleet.refused("only", GREY if deed == "grey" else GONE, to=ADA)
                return
            case _:
                one.fleet.dropped("only", CLOSING if deed == "closing" else SUSPENDED)
        for each in self.all:  # it is open, or rests anew
            each.since = None

    def turn(self, one: Process) -> None:
        found = one.fleet.rooms({"only": 16})
        room = sum(found.take("only", urgent=True) for _ in range(16))
        if not room:
            return
        if room == 1 and one.since is None:
            trying = [each.since for each in self.all if each is not one and each.since]
            assert all(self.clock.at - since >= MINUTE for since in trying)
            one.since = self.clock.at
        one.fleet.handed({"only": 1})
        one.out = True


@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
# Two after each other, and the end of the first one is no word of the second one's.
@example(steps=[WAIT, (0, "turn"), WAIT, *NEW, (1, "turn"), (0, "ends"), (2, "ends"), (2, "turn")])
@example(steps=[WAIT, (0, "turn"), (0, "grey"), (0, "ends"), *NEW, (1, "turn"), (2, "turn")])
def test_one_at_a_time_tries_a_relay_that_rests_and_nobody_has_to_wait_for_who_is_gone(
    settings: Settings, stopped_clock: StoppedClock, steps: list[tuple[int, str]]
) -> None:
    settings.POST_RELAYS = (
        {"name": "only", "url": "smtp://127.0.0.1", "weight": 1, "timeout": 5.0},
    )
    world = World(stopped_clock)
    for who, deed in steps:
        world.do(world.all[who], deed)
    for row in Rest.objects.all():
        assert row.until <= stopped_clock.at + LASTING[-1]
    trying = [one.since for one in world.all if one.since and stopped_clock.at - one.since < MINUTE]
    for one in world.all:
        one.fleet.write()
    if trying and not any(deed == "killed" for _, deed in steps):
        assert Fleet().ready()
    stopped_clock.advance(hours=7)
    assert Fleet().ready()
