"""Dates of all kinds become aware times in UTC, or none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.collect.dates import moment


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 23 Nov 2026 09:30:15 +0200", datetime(2026, 11, 23, 7, 30, 15, tzinfo=UTC)),
        ("23 Nov 2026 09:30 GMT", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("Mon, 23 Nov 26 09:30:00 EST", datetime(2026, 11, 23, 14, 30, tzinfo=UTC)),
        ("Fri, 23 Nov 2026 09:30:00 -0000", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("2026-11-23T09:30:15Z", datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)),
        ("2026-11-23T09:30:15.123456789+05:30", datetime(2026, 11, 23, 4, 0, 15, tzinfo=UTC)),
        ("2026-11-23 09:30", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("20261123T093000-03", datetime(2026, 11, 23, 12, 30, tzinfo=UTC)),
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2026-12-31T23:59:60Z", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_is_read(written: str, meant: datetime) -> None:
    assert moment(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2026",
        "2026-13-01",
        "2026-11-23T25:00:00Z",
        "0001-01-01",
        "23/11/2026",
        "Mon, 99 Nov 2026 09:30:00 +0000",
        "9999-12-31T23:59:59-12:00",
        "٢٠٢٦-11-23",
    ],
)
def test_what_is_no_date_becomes_none(written: str) -> None:
    assert moment(written) is None


@given(st.text(max_size=40) | st.from_regex(r"[0-9:TZ+\- ]{4,30}"))
def test_any_text_is_an_aware_date_or_none(text: str) -> None:
    found = moment(text)
    assert found is None or found.tzinfo is UTC


@given(st.integers(-2_000_000_000, 7_000_000_000))
def test_every_moment_survives_its_iso_form(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert moment(at.isoformat()) == at
