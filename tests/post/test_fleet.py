"""Relays together: one that fails is left alone, then tried by one process with one letter."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.models import Pace, RelayChange, Rest
from pamphleteer.post.pace.circuits import LASTING, STEPS
from pamphleteer.post.verbs import circuits
from pamphleteer.post.verbs.fleet import Fleet

pytestmark = pytest.mark.django_db

ROOMS = {"first": 16, "second": 16}
CLOSING = RelayError("421 4.3.2 closing", scope=Scope.RELAY, reason=Reason.TROUBLE)
TOO_MUCH = RelayError("421 4.7.0 too many messages", scope=Scope.RELAY, reason=Reason.RATE)
SUSPENDED = RelayError(
    "550 5.7.1 your account is suspended", scope=Scope.RELAY, permanent=True, reason=Reason.ACCOUNT
)


@pytest.fixture(autouse=True)
def _two(settings: Settings) -> None:
    settings.POST_RELAYS = tuple(
        {"name": name, "url": "smtp://127.0.0.1", "weight": 1, "timeout": 5.0} for name in ROOMS
    )


def rooms(fleet: Fleet, *, urgent: bool = False) -> dict[str, int]:
    """Return how many letters each relay takes in one turn."""
    found = fleet.rooms(ROOMS)
    return {name: sum(found.take(name, urgent=urgent) for _ in range(99)) for name in ROOMS}


def picked(fleet: Fleet) -> set[str | None]:
    return {fleet.wheel(without=()).at(turn) for turn in range(4)}


def test_a_relay_that_drops_mail_is_left_alone_and_the_other_one_carries_all(
    stopped_clock: StoppedClock,
) -> None:
    fleet = Fleet()
    fleet.dropped("first", CLOSING)

    assert picked(fleet) == picked(Fleet()) == {"second"}
    row = Rest.objects.get()
    assert (row.reason, row.lasting, row.failures) == ("trouble", False, 1)
    assert (row.since, row.until) == (stopped_clock.at, stopped_clock.at + STEPS[0])


def test_when_its_time_has_come_one_process_tries_it_with_one_letter(
    stopped_clock: StoppedClock,
) -> None:
    one, other = Fleet(), Fleet()
    one.dropped("first", CLOSING)
    other.dropped("first", CLOSING)
    stopped_clock.advance(minutes=1)
    new = Fleet()
    assert one.ready(without=["second"])

    assert rooms(one) == {"first": 1, "second": 16}
    one.handed({"first": 1})
    assert rooms(one)["first"] == 0
    for fleet in (other, new):
        rooms(fleet)
        assert picked(fleet) == {"second"}

    stopped_clock.advance(minutes=2)  # nobody heard of that letter: its process ended
    assert rooms(new)["first"] == 1


def test_a_letter_that_it_takes_opens_all_of_it_again(stopped_clock: StoppedClock) -> None:
    fleet = Fleet()
    fleet.dropped("first", CLOSING)
    stopped_clock.advance(minutes=1)
    rooms(fleet)
    fleet.handed({"first": 1})
    fleet.took("first", to="ada@readers.example")

    assert rooms(fleet) == ROOMS
    assert not Rest.objects.exists()
    assert [(one.resting, one.reason) for one in circuits.changes("first")] == [
        (False, ""),
        (True, "trouble"),
    ]


def test_a_refusal_of_one_reader_leaves_it_half_open(stopped_clock: StoppedClock) -> None:
    fleet = Fleet()
    fleet.dropped("first", CLOSING)
    stopped_clock.advance(minutes=1)
    rooms(fleet)
    fleet.handed({"first": 1})
    fleet.refused("first", RelayError("550 5.1.1 nobody", scope=Scope.READER), to="a@b.example")

    assert rooms(fleet)["first"] == 1


@pytest.mark.parametrize("letters", [0, 1])
def test_a_trial_that_says_nothing_leaves_the_relay_to_whoever_comes_next(
    stopped_clock: StoppedClock, letters: int
) -> None:
    fleet = Fleet()
    fleet.dropped("first", CLOSING)
    stopped_clock.advance(minutes=1)
    rooms(fleet)
    assert not Fleet().ready(without=["second"])
    for _ in range(letters):
        fleet.handed({"first": 1})
        later = RelayError("451 4.7.1 greylisted", scope=Scope.SITE)
        fleet.refused("first", later, to="a@b.example")
    fleet.write()

    row = Rest.objects.get()
    assert (row.until, row.failures) == (stopped_clock.at, 1)
    assert rooms(Fleet())["first"] == 1


def test_a_relay_that_fails_its_trial_rests_for_as_long_as_it_is_to(
    stopped_clock: StoppedClock,
) -> None:
    fleet = Fleet()
    fleet.dropped("first", CLOSING)
    stopped_clock.advance(minutes=1)
    rooms(fleet)
    fleet.dropped("first", CLOSING)
    fleet.write()
    assert Rest.objects.get().until == stopped_clock.at + STEPS[1]


def test_whom_somebody_asked_to_try_and_nobody_tried_rests_as_before(
    stopped_clock: StoppedClock,
) -> None:
    Fleet().dropped("first", SUSPENDED)
    Fleet(anyway=True).write()
    assert Rest.objects.get().until == stopped_clock.at + LASTING[0]


def test_what_was_on_its_way_when_it_was_left_alone_says_nothing() -> None:
    fleet = Fleet()
    fleet.dropped("first", CLOSING)
    fleet.took("first", to="ada@readers.example")
    fleet.dropped("first", CLOSING)

    assert Rest.objects.get().failures == 1
    assert picked(fleet) == {"second"}


def test_a_closed_account_waits_longer_and_is_told_of(stopped_clock: StoppedClock) -> None:
    Fleet().dropped("first", SUSPENDED)

    row = Rest.objects.get()
    assert (row.reason, row.lasting) == ("account", True)
    assert row.until == stopped_clock.at + LASTING[0]
    assert row.said == SUSPENDED.reply


def test_who_asks_tries_what_may_have_passed_and_makes_no_rest_longer(
    stopped_clock: StoppedClock,
) -> None:
    for _ in range(3):
        rooms(fleet := Fleet())
        fleet.dropped("first", CLOSING)
        stopped_clock.advance(seconds=61)
    stopped_clock.advance(seconds=-30)
    before = Rest.objects.get()
    assert before.until > stopped_clock.at

    assert "first" not in picked(Fleet())
    fleet = Fleet(anyway=True)
    assert (rooms(fleet)["first"], picked(fleet)) == (1, {"first", "second"})
    fleet.dropped("first", CLOSING)

    after = Rest.objects.get()
    assert (after.failures, after.until) == (before.failures, before.until)
    assert "first" not in picked(fleet)


def test_what_somebody_has_to_mend_is_tried_early_only_when_they_say_it_is_mended(
    stopped_clock: StoppedClock,
) -> None:
    Fleet().dropped("first", SUSPENDED)
    before = Rest.objects.get()
    stopped_clock.advance(minutes=1)

    assert "first" not in picked(Fleet(anyway=True))
    fleet = Fleet(anyway=True, mended=True)
    assert (rooms(fleet)["first"], picked(fleet)) == (1, {"first", "second"})
    fleet.dropped("first", SUSPENDED)
    after = Rest.objects.get()
    assert (after.failures, after.until) == (before.failures, before.until)

    fleet = Fleet(anyway=True, mended=True)
    rooms(fleet)
    fleet.took("first", to="ada@readers.example")
    assert not Rest.objects.exists()


def test_failures_in_a_row_are_one_change_until_the_reason_is_another(
    stopped_clock: StoppedClock,
) -> None:
    for error in (CLOSING, CLOSING, SUSPENDED):
        fleet = Fleet()
        rooms(fleet)
        fleet.dropped("first", error)
        stopped_clock.advance(hours=1)

    assert [one.reason for one in circuits.changes("first")] == ["account", "trouble"]
    row = Rest.objects.get()
    assert row.failures == 3
    assert row.since == stopped_clock.at - timedelta(hours=3)
    stopped_clock.advance(days=40)
    fleet = Fleet()
    rooms(fleet)
    fleet.took("first", to="ada@readers.example")
    assert [one.resting for one in RelayChange.objects.all()] == [False]


def test_refusals_of_one_site_are_that_sites_matter_and_of_five_sites_the_relays() -> None:
    fleet = Fleet()
    blocked = RelayError("550 5.7.1 not from here", scope=Scope.SITE, permanent=True)
    for number in range(20):
        fleet.refused("first", blocked, to=f"reader-{number}@one.example")
    assert not Rest.objects.exists()

    for number in range(4):
        fleet.refused("first", blocked, to=f"reader@site-{number}.example")
    assert Rest.objects.get().relay == "first"
    assert picked(fleet) == {"second"}


def test_a_relay_that_gets_too_many_letters_gets_half_and_then_more_by_and_by(
    stopped_clock: StoppedClock,
) -> None:
    fleet = Fleet()
    rooms(fleet)
    stopped_clock.advance(seconds=5)
    for _ in range(100):
        fleet.took("first", to="ada@readers.example")
    fleet.dropped("first", TOO_MUCH)
    assert Pace.objects.get().rate == 10.0

    stopped_clock.advance(seconds=6)
    fleet = Fleet()
    rooms(fleet)
    fleet.handed({"first": 1})
    fleet.took("first", to="ada@readers.example")
    stopped_clock.advance(seconds=1)
    assert rooms(fleet)["first"] == 3
    fleet.handed({"first": 3})
    assert rooms(fleet) == {"first": 0, "second": 16}
    assert 0 < fleet.pause(0.5) <= 0.2

    stopped_clock.advance(seconds=1)
    assert fleet.pause(0.5) < 0.01
    # What is due and does not go, time alone moves no more.
    assert fleet.pause(0.5, still=9) == 0.5

    for _ in range(100_000):
        fleet.took("first", to="ada@readers.example")
    fleet.write()
    assert Pace.objects.get().rate is None


def test_a_relay_that_only_closes_a_line_is_not_slowed_down() -> None:
    Fleet().dropped("first", CLOSING)
    assert not Pace.objects.exists()


def test_a_clock_that_was_a_year_ahead_leaves_no_relay_alone_for_a_year() -> None:
    fleet = Fleet()
    fleet.dropped("first", CLOSING)
    Rest.objects.update(until=clock.now() + timedelta(days=365))

    fleet = Fleet()

    assert fleet.ready(without=["second"])
    assert rooms(fleet)["first"] == 1


def test_a_relay_that_knows_no_reader_of_any_site_is_left_alone(
    stopped_clock: StoppedClock,
) -> None:
    unknown = RelayError(
        "550 5.1.1 user unknown in local recipient table",
        scope=Scope.READER,
        permanent=True,
        reason=Reason.UNKNOWN,
    )
    fleet = Fleet()
    for number in range(11):
        fleet.refused("first", unknown, to=f"ada@site-{number}.example")
    fleet.took("first", to="rosa@readers.example")
    for number in range(11):
        fleet.refused("first", unknown, to=f"ada@site-{number}.example")
        fleet.refused("first", unknown, to=f"rosa@site-{number}.example")
    assert picked(fleet) == {"first", "second"}

    fleet.refused("first", unknown, to="ada@one-more.example")

    assert picked(fleet) == {"second"}
    assert Rest.objects.get().said == unknown.reply


def test_processes_take_the_pace_of_several_relays_in_one_order(settings: Settings) -> None:
    names = [f"relay-{number}" for number in range(8)]
    settings.POST_RELAYS = tuple(
        {"name": name, "url": "smtp://127.0.0.1", "weight": 1, "timeout": 5.0, "a_day": 9}
        for name in names
    )
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        Fleet().granted([(name, False) for name in reversed(names)])

    said = " ".join(one["sql"] for one in queries if one["sql"].startswith("UPDATE"))
    assert re.findall(r"relay-\d", said) == names


def test_mails_that_are_refused_again_say_nothing_about_their_relay(
    stopped_clock: StoppedClock,
) -> None:
    gone = RelayError(
        "550 5.1.2 no such domain", scope=Scope.SITE, permanent=True, reason=Reason.NO_HOST
    )
    fleet = Fleet()
    for number in range(20):
        fleet.refused("first", gone, to=f"ada@site-{number}.example", again=True)
    assert picked(fleet) == {"first", "second"}

    for number in range(5):
        fleet.refused("first", gone, to=f"ada@site-{number}.example")
    assert picked(fleet) == {"second"}
