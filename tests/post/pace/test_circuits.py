"""How long a relay that failed is left alone."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.pace.circuits import LASTING, STEPS, back_off, lasts, wait

FAILURES = st.integers(1, 10_000)


@given(FAILURES, st.booleans())
def test_each_failure_is_followed_by_no_shorter_wait_than_the_one_before(
    failures: int, lasting: bool
) -> None:
    before, after = (back_off(failures + n, lasting=lasting) for n in (0, 1))
    assert timedelta() < before <= after <= (LASTING if lasting else STEPS)[-1]


@given(FAILURES)
def test_what_somebody_has_to_mend_is_tried_less_often(failures: int) -> None:
    assert back_off(failures, lasting=True) > back_off(failures)


@given(FAILURES, st.booleans(), st.none() | st.floats(0.001, 1e300))
def test_no_relay_has_itself_left_alone_for_ever(
    failures: int, lasting: bool, named: float | None
) -> None:
    found = wait(failures, lasting=lasting, named=named)
    assert timedelta() <= found <= (LASTING if lasting else STEPS)[-1]


def test_a_time_that_a_relay_names_is_kept() -> None:
    assert wait(1, lasting=False, named=90) == timedelta(seconds=90)


def test_a_wrong_password_lasts_and_a_server_that_closes_does_not() -> None:
    assert lasts(Reason.LOGIN, permanent=True)
    assert lasts(Reason.ACCOUNT, permanent=True)
    assert not lasts(Reason.LOGIN, permanent=False)
    assert not lasts(Reason.TROUBLE, permanent=True)
