"""A source is polled as often as it brings news, and as seldom as it asks for."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.collect.intervals import (
    DAY,
    LONGEST_REST,
    Pace,
    adapted,
    busy,
    in_words,
    spread,
    until_again,
    until_next,
)

HOUR = 3600.0
PACE = Pace(every=900.0, seldom=DAY)
seconds = st.floats(0, 1e9)
paces = st.builds(Pace, every=st.floats(0.01, 1e6), seldom=st.floats(0.01, 1e6))
lucks = st.floats(-1, 1)


@given(paces, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=60))
def test_whatever_comes_the_interval_stays_within_the_pace(
    pace: Pace, polls: list[tuple[int, int]]
) -> None:
    interval = 0.0
    for new, old in polls:
        interval = adapted(interval, new=new, of=new + old, pace=pace)
        assert pace.every <= interval <= pace.longest


@given(paces, seconds, lucks, seconds, seconds, st.booleans())
def test_a_source_that_is_well_waits_within_the_pace_and_no_less_than_was_asked_for(
    pace: Pace, interval: float, luck: float, ttl: float, max_age: float, pushed: bool
) -> None:
    floor = until_next(0.0, pace=pace, ttl=ttl, max_age=max_age)
    wait = until_next(interval, pace=pace, ttl=ttl, max_age=max_age, pushed=pushed)
    due = spread(wait, luck=luck, pace=pace, at_least=min(floor, wait))

    assert pace.every <= due <= max(pace.longest, floor)
    assert due >= min(ttl, pace.longest)
    assert due >= min(max_age, DAY, pace.longest)


@given(paces, seconds, lucks, st.integers(0, 1000), seconds)
def test_a_source_that_fails_waits_within_the_pace_or_as_long_as_its_server_asks(
    pace: Pace, interval: float, luck: float, failures: int, retry_after: float
) -> None:
    wait = until_again(interval, failures=failures, pace=pace)
    due = spread(wait, luck=luck, pace=pace, at_least=retry_after)

    assert due >= min(retry_after, LONGEST_REST)
    assert pace.every <= due <= max(pace.longest, min(retry_after, LONGEST_REST))


@given(paces, st.integers(0, 1000))
def test_a_busy_server_rests_no_longer_than_the_source_that_found_it_so(
    pace: Pace, failures: int
) -> None:
    rest = busy(failures, pace=pace)
    assert 0 < rest <= 6 * HOUR
    assert rest <= until_again(0.0, failures=failures + 1, pace=pace)


def test_nothing_new_makes_it_longer_and_something_new_shorter() -> None:
    assert adapted(0.0, new=0, of=10, pace=PACE) == PACE.every
    assert adapted(HOUR, new=0, of=10, pace=PACE) > HOUR
    assert adapted(HOUR, new=1, of=10, pace=PACE) < HOUR
    assert adapted(20 * HOUR, new=7, of=10, pace=PACE) == PACE.every


@pytest.mark.parametrize(("every", "most"), [(0.5, 1.0), (2.0, 4.0), (8.0, 6.0), (24.0, 12.0)])
def test_news_is_seen_within_a_part_of_the_time_between_two_pieces(
    every: float, most: float
) -> None:
    chance = random.Random(7)
    now, interval, last, piece = 0.0, 0.0, 0.0, 0.0
    late: list[float] = []
    asked = 0
    while now < 120 * DAY:
        new = 0
        while piece <= now:
            late.append(now - piece)
            new += 1
            piece += chance.expovariate(1 / (every * HOUR))
        interval = adapted(interval, new=new, of=30, pace=PACE)
        last, now, asked = now, now + interval, asked + 1

    assert last > 0
    assert sum(late) / len(late) < most * HOUR
    assert asked <= 10 * len(late) + 120


def test_a_quiet_source_is_asked_once_a_day_in_the_end() -> None:
    interval = 0.0
    for _ in range(30):
        interval = adapted(interval, new=0, of=20, pace=PACE)
    assert interval == DAY


def test_what_a_hub_pushes_is_polled_seldom() -> None:
    assert until_next(HOUR, pace=PACE, pushed=True) == DAY


def test_a_document_that_asks_for_a_decade_is_polled_once_a_day() -> None:
    assert until_next(HOUR, pace=PACE, ttl=10 * 365 * DAY) == DAY


def test_luck_moves_both_ways_but_under_no_floor() -> None:
    assert spread(HOUR, luck=-1, pace=PACE) == pytest.approx(0.9 * HOUR)
    assert spread(HOUR, luck=1, pace=PACE) == pytest.approx(1.1 * HOUR)
    assert spread(PACE.every, luck=-1, pace=PACE) == pytest.approx(1.1 * PACE.every)
    assert spread(HOUR, luck=-0.5, pace=PACE, at_least=HOUR) == pytest.approx(1.05 * HOUR)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (0.2, "every second"),
        (2, "every 2 seconds"),
        (60, "every minute"),
        (1200, "every 20 minutes"),
        (3600, "every hour"),
        (86400, "every day"),
        (7 * 86400, "every 7 days"),
    ],
)
def test_an_interval_is_told_in_words(told: float, words: str) -> None:
    assert in_words(told) == words
