"""Moments are written as Django writes them, whatever their zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection

from pamphleteer.collect.verbs.many import moment, moment_writer

_MOMENTS = [
    datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
    datetime(2026, 3, 1, 12, 30, 5, 120, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 3, 1, 1, 0, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    None,
]


@pytest.mark.django_db
@pytest.mark.parametrize("at", _MOMENTS)
def test_a_moment_is_written_as_django_writes_it(at: datetime | None) -> None:
    assert moment_writer()(at) == connection.ops.adapt_datetimefield_value(at)


@pytest.mark.django_db
@pytest.mark.parametrize("at", _MOMENTS)
def test_a_moment_is_read_as_it_was_written(at: datetime | None) -> None:
    assert moment(moment_writer()(at)) == at
