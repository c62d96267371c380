"""A hub is asked no oftener than is decent, whatever it answers; the next one is asked instead."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from pamphleteer.collect.callbacks import reachable_from
from pamphleteer.collect.models import Subscription
from pamphleteer.collect.verbs import hubs
from pamphleteer.collect.verbs.pause import pause, resume
from pamphleteer.collect.verbs.subscribe import subscribe
from pamphleteer.ground.clock import StoppedClock
from tests.collect.hub import Hub, running_hub
from tests.collect.subscribed import TOPIC, source_with, subscribed, the

pytestmark = pytest.mark.usefixtures("own_database", "loopback", "desk")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def lives(at: StoppedClock, *, days: float) -> None:
    """Let rounds go by whenever something is due."""
    end = at.at + timedelta(days=days)
    while at.at < end:
        subscribe()
        due = Subscription.objects.order_by("due_at").values_list("due_at", flat=True).first()
        at.at = max(due or end, at.at) + timedelta(seconds=1)
    at.at = end


@pytest.mark.parametrize(
    ("lease", "taken"),
    [
        ("0", HOUR),
        ("1", HOUR),
        ("-864000", HOUR),
        ("3600.5", timedelta(seconds=3600.5)),
        ("9" * 400, 90 * DAY),
        ("99999999", 90 * DAY),
        ("", 10 * DAY),
        ("soon", 10 * DAY),
        ("٣٦٠٠", 10 * DAY),
        ("nan", 10 * DAY),
    ],
)
def test_a_lease_is_within_bounds_whatever_the_hub_says(
    hub: Hub, stopped_clock: StoppedClock, lease: str, taken: timedelta
) -> None:
    hub.lease = lease
    subscribed(hub)
    assert the().leased_until == stopped_clock.at + taken
    assert the().due_at >= stopped_clock.at + taken * 0.75


def test_a_hub_of_short_leases_is_asked_about_hourly(hub: Hub, stopped_clock: StoppedClock) -> None:
    hub.lease = 1
    subscribed(hub)
    lives(stopped_clock, days=1)
    assert len(hub.asked) <= 33


@pytest.mark.either_database
def test_a_hub_that_hears_a_goodbye_and_never_calls_is_told_a_few_times(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    subscribed(hub)
    hub.mood = "silent"
    pause(TOPIC)
    began, asked = stopped_clock.at, []
    for _ in range(200):
        before = len(hub.asked)
        subscribe()
        asked += [stopped_clock.at - began] * (len(hub.asked) - before)
        stopped_clock.advance(minutes=30)
    assert len(asked) == 5
    waits = [later - before for before, later in pairwise(asked)]
    assert waits == sorted(waits)
    assert waits[-1] > 6 * HOUR
    assert not Subscription.objects.exists()


def test_a_promise_that_is_over_needs_no_goodbye(hub: Hub, stopped_clock: StoppedClock) -> None:
    subscribed(hub)
    stopped_clock.advance(days=11)
    pause(TOPIC)
    subscribe()
    assert (the().state, len(hub.asked)) == ("ended", 1)


def test_a_hub_that_denied_needs_no_goodbye_either(hub: Hub) -> None:
    subscribed(hub)
    hub.deny(hub.asked[0]["hub.callback"], TOPIC)
    pause(TOPIC)
    subscribe()
    assert (the().state, len(hub.asked)) == ("ended", 1)


def test_a_hub_that_never_confirms_a_renewal_is_asked_less_and_less(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    subscribed(hub)
    hub.mood = "silent"
    lives(stopped_clock, days=30)
    assert len(hub.asked) < 40


def test_a_hub_that_says_to_come_back_at_once_is_asked_less_and_less_all_the_same(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source_with(hub.url)
    hub.mood, hub.retry_after = "refuses", "1"
    lives(stopped_clock, days=1)
    assert len(hub.asked) <= 10


def test_a_hub_that_asks_for_a_long_rest_gets_it(hub: Hub, stopped_clock: StoppedClock) -> None:
    source_with(hub.url)
    hub.mood, hub.retry_after = "refuses", "172800"
    subscribe()
    assert the().due_at == stopped_clock.at + 2 * DAY
    pause(TOPIC)
    resume(TOPIC)
    lives(stopped_clock, days=1.9)
    assert len(hub.asked) == 1


def test_the_rest_that_one_hub_asks_for_is_not_the_other_ones(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    with running_hub(mood="refuses", retry_after="86400") as first:
        source_with(first.url, hub.url)
        lives(stopped_clock, days=0.01)
        assert (the().state, the().hub) == ("active", hub.url)
        hub.mood = "refuses"
        hub.deny(hub.asked[0]["hub.callback"], TOPIC)
        lives(stopped_clock, days=0.9)
        assert len(first.asked) == 1


# Denied


def test_the_other_hub_is_asked_when_one_denies_and_the_denied_one_is_left_alone(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    with running_hub(mood="denies") as first:
        source = source_with(first.url, hub.url)
        subscribe()
        assert the().fault == f"{first.url} denied it (not you)"
        lives(stopped_clock, days=0.01)
        source.refresh_from_db()
        assert (the().state, the().hub, hubs.rests(source)) == ("active", hub.url, True)
        lives(stopped_clock, days=12)
        assert len(first.asked) == 1


def test_hubs_that_all_deny_are_asked_once_a_day_each(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    hub.mood = "denies"
    with running_hub(mood="denies") as first:
        source_with(first.url, hub.url)
        lives(stopped_clock, days=4.5)
        assert 4 <= len(first.asked) <= 6
        assert 4 <= len(hub.asked) <= 6


@pytest.mark.either_database
def test_hubs_that_grant_and_deny_by_turns_are_not_asked_without_end(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    with running_hub() as first:
        source_with(first.url, hub.url)
        end = stopped_clock.at + DAY
        while stopped_clock.at < end:
            subscribe()
            for one in (first, hub):
                for callback, topic in one.holds:
                    one.deny(callback, topic)
            stopped_clock.advance(minutes=10)
        assert (len(first.asked), len(hub.asked)) == (1, 1)


def test_a_hub_that_could_not_reach_us_is_not_the_other_one(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source_with(hub.url, "https://hub.example.org/")
    subscribe()
    hub.deny(hub.asked[0]["hub.callback"], TOPIC)
    assert (the().state, the().hub) == ("denied", hub.url)
    assert the().due_at >= stopped_clock.at + DAY


# A desk that is private


@pytest.mark.parametrize(
    "host",
    [
        "desk", "localhost", "desk.lan", "desk.local", "x.localhost", "desk.test", "a.invalid",
        "desk.example", "abc.onion", "desk.internal", "desk.home.arpa", "DESK.LAN", "desk.lan.",
        "desk.lan:8000", "127.0.0.1", "[::1]", "10.1.1.1", "[fd00::1]", "127.1", "0x7f.1", "169.254.1.1",
    ],
)  # fmt: skip
def test_a_private_name_is_told_to_no_public_hub(settings: Any, host: str) -> None:
    settings.DESK_URL = f"http://{host}/"
    assert not reachable_from("https://hub.example.org/")


@pytest.mark.parametrize("host", ["desk.example.org", "lan.example.org", "8.8.8.8", "a.arpa.net"])
def test_a_public_name_is(settings: Any, host: str) -> None:
    settings.DESK_URL = f"https://{host}/"
    assert reachable_from("https://hub.example.org/")


def test_a_desk_that_became_private_is_told_to_public_hubs_no_more(
    settings: Any, stopped_clock: StoppedClock
) -> None:
    settings.DESK_URL = "https://desk.example.org/"
    source = source_with("https://hub.example.org/")
    one = Subscription.objects.create(
        source=source,
        hub="https://hub.example.org/",
        topic=TOPIC,
        due_at=stopped_clock.at,
        state="active",
        asked_at=stopped_clock.at,
        leased_until=stopped_clock.at + DAY,
    )
    source.pushed_until = one.leased_until
    source.save()
    settings.DESK_URL = "http://desk.lan/"
    assert not subscribe()
    source.refresh_from_db()
    assert (the().state, hubs.rests(source)) == ("ended", False)
    stopped_clock.advance(days=1, seconds=1)
    assert not subscribe()
    assert not Subscription.objects.exists()
