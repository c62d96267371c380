"""Days and languages, as pages tell them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from pamphleteer.press.dates import day, exact
from pamphleteer.press.languages import direction, tag

LATE = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


def test_a_day_is_that_of_the_outlet_and_in_its_manner() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert day(LATE, zone=tokyo, language="en-GB") == "23 November 2026"
    assert day(LATE, zone=UTC, language="en") == "22 November 2026"
    assert day(LATE, zone=tokyo, language="pt") == "23 de novembro de 2026"
    assert exact(LATE, zone=tokyo) == "2026-11-23T08:30:00+09:00"


@pytest.mark.parametrize(
    ("language", "runs"),
    [
        ("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("pa-Arab", "rtl"),
        ("en", "ltr"), ("ku-Latn", "ltr"), ("ar-Latn", "ltr"), ("", "ltr"), ("?", "ltr"),
    ],
)  # fmt: skip
def test_a_language_runs_its_way(language: str, runs: str) -> None:
    assert direction(language) == runs


def test_what_is_no_language_is_not_told_to_browsers() -> None:
    assert tag('en" onload="x') == ""
    assert tag(" pt_BR ") == "pt-BR"
