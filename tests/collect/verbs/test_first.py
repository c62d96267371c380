"""The first publisher is whom others name, else who names nobody, else who was first."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pamphleteer.collect.verbs.first import Carrier, first_of
from tests.conftest import MONDAY

HOUR = timedelta(hours=1)


def carrier(key: int, host: str, *, at: datetime | None = None, **more: object) -> Carrier:
    address = f"https://{host}/{key}"
    usual = Carrier(
        key=key,
        url=address,
        canonical=address,
        identity=f"piece-{key}",
        origin={},
        language="en",
        published=at,
        seen=MONDAY + key * HOUR,
        source=f"https://{host}/feed",
        partner_url=f"https://{host}/",
        partner=host,
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def test_the_earlier_date_is_first() -> None:
    late, early = carrier(1, "one.example", at=MONDAY), carrier(2, "two.example", at=MONDAY - HOUR)
    assert first_of([late, early]) == early


def test_without_dates_who_was_seen_first_is_first() -> None:
    one, two = carrier(1, "one.example"), carrier(2, "two.example")
    assert first_of([two, one]) == one


@pytest.mark.parametrize("wrong", [timedelta(days=1), timedelta(days=-4000)], ids=["future", "old"])
def test_a_date_that_cannot_be_true_says_nothing(wrong: timedelta) -> None:
    one = carrier(1, "one.example", at=MONDAY)
    liar = carrier(2, "two.example", at=MONDAY + wrong)
    assert first_of([liar, one]) == one


def test_whom_a_copy_names_as_its_origin_is_first_though_it_came_later() -> None:
    copy = carrier(1, "one.example", origin={"title": "", "url": "https://two.example/feed"})
    other = carrier(2, "three.example", at=MONDAY - HOUR)
    original = carrier(3, "two.example", at=MONDAY)
    assert first_of([copy, other, original]) == original


def test_whom_a_copy_names_by_name_only_is_first() -> None:
    copy = carrier(1, "one.example", origin={"title": "The Night Desk"})
    silent = carrier(2, "three.example", at=MONDAY - HOUR)
    original = carrier(3, "two.example", partner="The night desk")
    assert first_of([copy, silent, original]) == original


def test_where_a_canonical_link_leads_is_first() -> None:
    original = carrier(3, "two.example")
    copy = carrier(1, "one.example", canonical=original.url)
    assert first_of([copy, original]) == original


def test_who_names_another_is_not_first_though_that_one_is_no_partner() -> None:
    copy = carrier(1, "one.example", origin={"url": "https://elsewhere.example/feed"})
    silent = carrier(2, "two.example")
    assert first_of([copy, silent]) == silent


def test_who_names_himself_is_as_silent_as_others() -> None:
    own = carrier(
        1, "one.example", origin={"title": "one.example", "url": "https://www.one.example/"}
    )
    other = carrier(2, "two.example")
    assert first_of([other, own]) == own
