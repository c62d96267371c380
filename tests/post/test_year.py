"""Weeks of letters, beside a plain account of who was to get what, when: the same, letter by letter.

Whole years are lived by `make test-slow`.
"""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.post.living.deeds import lived
from tests.post.living.moments import DAY


@pytest.mark.django_db
@pytest.mark.either_database
@settings(
    max_examples=2,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**32), day=st.integers(0, 364))
def test_some_weeks_of_any_year_bring_each_piece_once(seed: int, day: int) -> None:
    lived(seed, datetime(2026, 1, 1, 9, tzinfo=UTC) + day * DAY, 6)


@pytest.mark.django_db
@pytest.mark.either_database
@pytest.mark.parametrize("begins", [datetime(2026, month, 1, 9, tzinfo=UTC) for month in (3, 9)])
def test_weeks_with_summer_time_bring_each_piece_once(begins: datetime) -> None:
    lived(begins.month, begins + 22 * DAY, 6)
