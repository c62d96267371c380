from bisect import bisect_left, bisect_right
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.rescue.verbs.places import GAP, ROOM, allot

PLACES = st.one_of(
    st.none(), st.integers(-50, 50), st.integers(-(2**50), 2**51).map(lambda place: place or 1)
)


def among(taken: list[int], known: list[int | None]) -> list[int]:
    ordered = sorted(taken)

    def above(place: int) -> int | None:
        at = bisect_right(ordered, place)
        return ordered[at] if at < len(ordered) else None

    def below(place: int) -> int | None:
        at = bisect_left(ordered, place)
        return ordered[at - 1] if at else None

    return allot(known, lowest=min(taken, default=None), above=above, below=below)


@given(st.lists(PLACES, max_size=30), st.lists(st.integers(-(2**51), 2**51), max_size=10))
def test_undated_pieces_descend_strictly_and_known_ones_keep_their_places(
    known: list[int | None], others: list[int]
) -> None:
    found = among([*others, *(place for place in known if place is not None)], known)
    asked = [place for place, its in zip(found, known, strict=True) if its is None]
    assert all(upper > lower for upper, lower in pairwise(asked))
    assert [p for p, its in zip(found, known, strict=True) if its is not None] == [
        its for its in known if its is not None
    ]


@given(st.sets(st.integers(-(2**50), 2**51)), st.data())
def test_between_neighbours_in_order_with_room_they_stand_between(
    places: set[int], data: st.DataObject
) -> None:
    known: list[int | None] = []
    for place in sorted({place * 1000 for place in places}, reverse=True):
        known += [*[None] * data.draw(st.integers(0, 5)), place]
    known += [None] * data.draw(st.integers(0, 5))
    found = among([place for place in known if place is not None], known)
    assert all(upper > lower for upper, lower in pairwise(found))


@given(st.lists(st.integers(0, 60), max_size=25))
def test_a_page_that_grows_anywhere_again_and_again_keeps_its_order(spots: list[int]) -> None:
    page = among([], [None] * 3)
    for spot in spots:
        at = spot % (len(page) + 1)
        page = among(page, [*page[:at], None, *page[at:]])
    assert page == sorted(set(page), reverse=True)
    assert page[0] < 0


def test_an_undated_page_goes_under_everything_that_is_there() -> None:
    first = among([1_700_000_000_000_000], [None, None])
    second = among([1_700_000_000_000_000, *first], [None, None])
    assert first == [-ROOM, -ROOM - GAP]
    assert second[0] < first[-1]


def test_what_comes_on_top_of_an_undated_page_stays_under_other_pages() -> None:
    upper = among([], [None, None])
    lower = among(upper, [None, None])
    grown = among([*upper, *lower], [None, *lower])
    assert upper[-1] > grown[0] > lower[0]
