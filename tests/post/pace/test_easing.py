"""How easy a site is gone on: it rests when it puts mail off, slower after that, and is free again by and by."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.pace.circuits import LASTING, OF_SITES
from pamphleteer.post.pace.easing import (
    FREE,
    SLOWEST,
    Ease,
    blocked,
    handed,
    met,
    put_off,
    room,
    told,
    took,
    weight,
)

NOON = 1_772_452_800.0
# What happens after so many seconds: a strike, a letter taken, a letter handed over.
DEEDS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.01, 0.5, 3.0, 61.0, 400.0, 5_000.0]),
        st.sampled_from(["off", "rate", "took", "handed"]),
    ),
    max_size=80,
)


def struck(ease: Ease, strikes: int = 1, *, at: float = NOON, measured: float = 8.0) -> Ease:
    return put_off(ease, strikes, now=at, measured=lambda: measured)


def lived(deeds: Sequence[tuple[float, str]]) -> list[tuple[float, Ease]]:
    now, ease, found = NOON, Ease(), list[tuple[float, Ease]]()
    for later, deed in deeds:
        now += later
        if deed == "took":
            ease = took(ease, now=now)
        elif deed == "handed":
            ease = handed(ease, now=now) if ease.may(now) else ease
        else:
            ease = struck(ease, 2 if deed == "rate" else 1, at=now)
        found.append((now, ease))
    return found


@given(DEEDS)
def test_no_site_rests_for_longer_than_the_longest_step_or_stands_still(
    deeds: Sequence[tuple[float, str]],
) -> None:
    for now, ease in lived(deeds):
        assert ease.until - now <= OF_SITES[-1].total_seconds()
        assert ease.rate is None or SLOWEST <= ease.rate < FREE
        later = max(ease.until, ease.ready_at, now)
        assert ease.may(later)
        assert later - now <= OF_SITES[-1].total_seconds() + 2 / SLOWEST


@given(DEEDS)
def test_a_site_that_takes_all_from_then_on_is_free_again(
    deeds: Sequence[tuple[float, str]],
) -> None:
    now, ease = [(NOON, Ease()), *lived(deeds)][-1]
    letters = 0
    while ease.slow:
        now = max(now, ease.until, ease.ready_at)
        ease = took(handed(ease, now=now), now=now)
        letters += 1
        assert letters < 10_000
    assert ease.may(now)


def test_putting_off_again_and_again_halves_the_rate_and_rests_longer() -> None:
    ease, found = Ease(), list[tuple[float | None, float]]()
    for _ in range(4):
        now = max(ease.until, NOON)
        ease = struck(ease, 4, at=now)
        found.append((ease.rate, ease.until - now))
    assert found == [(4.0, 60.0), (2.0, 360.0), (1.0, 900.0), (0.5, 1800.0)]


def test_a_letter_now_and_then_that_is_put_off_slows_no_site() -> None:
    ease = Ease()
    for _ in range(100):
        ease = took(struck(struck(ease)), now=NOON)
    assert not ease.slow


def test_what_was_on_its_way_when_it_began_to_rest_does_not_count() -> None:
    ease = struck(Ease(), 4)
    assert struck(ease, 4) == ease
    assert took(ease, now=NOON + 1) == ease


def test_too_much_is_told_sooner_than_trouble_and_greylisting_is_not_of_others() -> None:
    assert weight(Reason.RATE) > weight(Reason.TROUBLE) > weight(Reason.GREYLISTED) == 0


def test_at_a_rate_letters_go_one_after_another() -> None:
    ease = Ease(rate=2.0)
    ease = handed(ease, now=NOON)
    assert not ease.may(NOON)
    assert ease.may(NOON + 0.31)
    assert ease.may(NOON, urgent=True)


def test_three_refusals_for_good_block_a_relay_and_one_after_that_does_again() -> None:
    ease = Ease()
    for _ in range(2):
        ease = blocked(ease, now=NOON)
        assert not ease.slow
    ease = blocked(ease, now=NOON)
    assert ease.until == NOON + LASTING[0].total_seconds()
    again = blocked(ease, now=ease.until)
    assert again.until == ease.until + LASTING[1].total_seconds()
    assert not took(again, now=again.until).slow


@given(st.floats(0, 1e11), st.integers(0, 99), st.booleans())
def test_no_row_of_a_clock_that_was_wrong_has_a_site_rest_for_a_year(
    until: float, failures: int, block: bool
) -> None:
    ease = told(failures, until=until, rate=None, now=NOON, block=block)
    assert ease.until - NOON <= LASTING[-1].total_seconds()


def test_of_two_processes_the_one_is_believed_that_was_put_off_last() -> None:
    one = struck(Ease(), 4)
    other = replace(one, until=one.until + 60, failures=2)
    assert met(one, other) is other
    assert met(other, one) is other


@given(
    st.floats(SLOWEST, 500), st.lists(st.sampled_from([0.001, 0.05, 0.3, 2.0, 90.0]), max_size=60)
)
def test_at_a_rate_no_time_has_more_letters_than_it_and_what_may_go_at_once(
    rate: float, pauses: list[float]
) -> None:
    ease, now, letters = Ease(rate=rate), NOON, 0
    for pause in pauses:
        free = room(ease, now=now) or 0
        ease, letters = handed(ease, now=now, letters=free), letters + free
        assert letters <= (now - NOON + 0.21) * rate + 1
        now += pause
        assert room(ease, now=now + ease.soon(now) + 1e-6)
