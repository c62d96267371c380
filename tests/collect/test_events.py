"""The same event in other words is found by the words that few other texts have."""

from itertools import combinations

import pytest

from pamphleteer.collect.events import Texts

TOLD = {
    "ferry": "Last rope ferry on the Ostrey saved as passengers buy the rope",
    "ferry too": "Passengers rescue Ostrey rope ferry by buying its rope themselves",
    "strike": "Cannery workers walk out over night shifts in Puerto Almadre",
    "strike too": "Night shifts end in walkout: cannery in Puerto Almadre stands still",
    "eels": "Volunteers carry eels past the dam in buckets",
    "rent": "Tenants win back rent after four winters without heating",
    "bus": "The night bus returns to the harbour road",
    "seeds": "A seed library opens in the lock keeper's house",
    "school": "Council closes trade school, parents keep it open",
    "nurses": "Nurses count beds that the ministry says are there",
}


def like(key: str) -> set[str]:
    return {other for other, _ in Texts(TOLD).like(key, at_least=0.3)}


def test_two_reports_of_one_event_are_alike() -> None:
    assert like("ferry") == {"ferry too"}
    assert like("strike too") == {"strike"}


def test_other_events_are_not() -> None:
    for key in ("eels", "rent", "bus", "seeds", "school", "nurses"):
        assert like(key) == set()


@pytest.mark.parametrize(
    "others", [("eels",), ("eels", "rent"), ("eels", "rent", "bus", "seeds", "school")]
)
def test_one_event_is_found_among_few_texts_and_no_other(others: tuple[str, ...]) -> None:
    texts = Texts({key: TOLD[key] for key in ("ferry", "ferry too", *others)})
    assert [other for other, _ in texts.like("ferry", at_least=0.3)] == ["ferry too"]
    for key in others:
        assert not list(texts.like(key, at_least=0.3))


def test_two_texts_that_tell_of_two_things_are_not_alike() -> None:
    for one, other in combinations(("eels", "rent", "bus", "seeds", "school", "nurses"), 2):
        assert not list(Texts({key: TOLD[key] for key in (one, other)}).like(one, at_least=0.3))


def test_likeness_is_the_same_from_both_sides_and_at_most_1() -> None:
    texts = Texts(TOLD | {"again": TOLD["bus"]})
    (there,) = [
        likeness for key, likeness in texts.like("ferry", at_least=0.3) if key == "ferry too"
    ]
    (back,) = [
        likeness for key, likeness in texts.like("ferry too", at_least=0.3) if key == "ferry"
    ]
    assert abs(there - back) < 1e-9
    assert dict(texts.like("bus", at_least=0.9))["again"] <= 1.0
