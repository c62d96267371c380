"""How many letters a relay may be handed: never more than its limits say, and never none for ever."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.pace.buckets import (
    Limits,
    Used,
    day_limit,
    left,
    opens,
    rolled,
    room,
    soon,
    taken,
    unused,
)
from pamphleteer.project.kinds import PLANS

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LIMITS = st.builds(
    Limits,
    a_second=st.sampled_from([0, 1, 2, 7, 10, 50, 333, 2_000]),
    an_hour=st.sampled_from([0, 1, 19, 100, 5_000]),
    a_day=st.sampled_from([0, 1, 40, 3_000]),
    plan=st.sampled_from([(), (5, 10, 20), (1,), PLANS["slow"]]),
)
# What comes one after another: so many seconds later so many letters want to go.
WISHES = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.001, 0.013, 0.1, 0.3, 1.0, 60.0, 1_800.0, 40_000.0]),
        st.integers(0, 3_000),
        st.booleans(),
    ),
    max_size=40,
)


def handed(limits: Limits, wishes: Sequence[tuple[float, int, bool]]) -> list[tuple[datetime, int]]:
    """Hand over as many letters as there is room for, and return when how many went."""
    now, used, went = NOON, unused(NOON), list[tuple[datetime, int]]()
    for later, wanted, urgent in wishes:
        now += timedelta(seconds=later)
        free = room(limits, used, now, urgent=urgent)
        count = wanted if free is None else min(wanted, free)
        used = taken(limits, used, now, count)
        went.append((now, count))
    return went


@given(LIMITS, WISHES)
def test_no_second_no_hour_and_no_day_has_more_letters_than_it_may(
    limits: Limits, wishes: Sequence[tuple[float, int, bool]]
) -> None:
    went = handed(limits, wishes)
    for at, _ in went:
        second = timedelta(seconds=1, microseconds=-10)
        if limits.a_second:
            assert sum(n for t, n in went if at <= t < at + second) <= limits.a_second
        if limits.an_hour:
            hours = [n for t, n in went if (t.date(), t.hour) == (at.date(), at.hour)]
            assert sum(hours) <= limits.an_hour
        if limits.a_day:
            assert sum(n for t, n in went if t.date() == at.date()) <= limits.a_day


@given(LIMITS, WISHES)
def test_no_day_has_more_letters_than_the_plan_allows_after_the_days_that_it_counts(
    limits: Limits, wishes: Sequence[tuple[float, int, bool]]
) -> None:
    days: dict[object, int] = {}
    for at, count in handed(limits, wishes):
        days[at.date()] = days.get(at.date(), 0) + count
    for before, sent in enumerate(days.values()):
        if before < len(limits.plan):
            assert sent <= limits.plan[before]


@given(LIMITS, WISHES)
def test_whatever_has_gone_there_is_room_again_when_it_says_so(
    limits: Limits, wishes: Sequence[tuple[float, int, bool]]
) -> None:
    now, used = NOON, unused(NOON)
    for later, wanted, urgent in wishes:
        now += timedelta(seconds=later)
        free = room(limits, used, now, urgent=urgent)
        used = taken(limits, used, now, wanted if free is None else min(wanted, free))
    at = opens(limits, used, now, urgent=True)
    assert at - now <= timedelta(days=1)
    at += timedelta(seconds=soon(limits, used, at) + 1e-5)
    free = room(limits, used, at, urgent=True)
    assert free is None or free >= 1


@given(LIMITS, st.integers(0, 5_000))
def test_what_somebody_waits_for_has_at_least_as_much_room(limits: Limits, letters: int) -> None:
    used = taken(limits, unused(NOON), NOON, letters)
    urgent, other = (left(limits, used, NOON, urgent=one) for one in (True, False))
    assert (urgent is None) == (other is None)
    assert (urgent or 0) >= (other or 0)


def test_one_letter_in_twenty_is_kept_for_what_somebody_waits_for() -> None:
    limits = Limits(a_day=100)
    used = taken(limits, unused(NOON), NOON, 95)
    assert left(limits, used, NOON, urgent=False) == 0
    assert left(limits, used, NOON, urgent=True) == 5
    assert opens(limits, used, NOON, urgent=True) == NOON
    assert opens(limits, used, NOON, urgent=False) == NOON + timedelta(hours=12)


def test_a_plan_goes_on_by_days_that_used_half_of_it_and_ends_without_a_limit() -> None:
    limits, used, day = Limits(plan=(50, 100)), unused(NOON), NOON
    found = list[int]()
    for sent in (50, 10, 10, 60, 7_000, 7_000):
        found.append(day_limit(limits, rolled(limits, used, day)))
        used = taken(limits, used, day, sent)
        day += timedelta(days=7)
    assert found == [50, 100, 100, 100, 0, 0]


def test_days_without_mail_warm_nothing_up() -> None:
    limits = Limits(plan=(50, 100, 200))
    used = taken(limits, unused(NOON), NOON, 50)
    assert day_limit(limits, rolled(limits, used, NOON + timedelta(days=30))) == 100


def test_a_clock_that_was_a_year_ahead_closes_no_relay_for_a_year() -> None:
    limits = Limits(a_second=5, an_hour=10, a_day=10)
    ahead = NOON + timedelta(days=365)
    used = taken(limits, unused(ahead), ahead, 10)
    assert room(limits, used, NOON, urgent=True) == 1


def test_a_clock_that_is_put_back_by_a_second_begins_no_other_hour() -> None:
    limits = Limits(an_hour=10)
    used = taken(limits, unused(NOON), NOON, 10)
    assert room(limits, used, NOON - timedelta(seconds=1), urgent=True) == 0


def test_days_grow_in_every_named_plan() -> None:
    for plan in PLANS.values():
        assert list(plan) == sorted(set(plan))


def test_what_has_no_limit_has_none() -> None:
    used = Used(hour=NOON, day=NOON, in_day=10**6)
    assert room(Limits(), used, NOON, urgent=False) is None
    assert not Limits().any
