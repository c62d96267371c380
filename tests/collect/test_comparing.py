"""What differs between two texts is told word by word, and nothing gets lost."""

from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.collect.comparing import Change, changes

TEXTS = st.lists(st.text("ab \n", min_size=1).filter(str.strip).map(lambda t: " ".join(t.split())))


def test_changed_words_stand_between_those_that_stayed() -> None:
    (paragraph,) = changes(["The river is clean"], ["The river was clean again"])
    assert paragraph == [
        Change("The river", "The river"),
        Change("is", "was"),
        Change("clean", "clean"),
        Change("", "again"),
    ]


def test_paragraphs_that_came_and_went_are_whole() -> None:
    assert list(changes(["One.", "Two."], ["Two.", "Three."])) == [
        [Change("One.", "")],
        [Change("Two.", "Two.")],
        [Change("", "Three.")],
    ]


def test_a_huge_paragraph_is_not_compared_word_by_word() -> None:
    before, after = "a " * 5_000 + "x", "a " * 5_000 + "y"
    assert list(changes([before], [after])) == [[Change(before, after)]]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_their_comparison(before: list[str], after: list[str]) -> None:
    compared = [change for paragraph in changes(before, after) for change in paragraph]
    for said, texts in (("before", before), ("after", after)):
        words = " ".join(getattr(change, said) for change in compared).split()
        assert words == " ".join(texts).split()


def test_a_new_lead_on_top_leaves_the_paragraphs_below_as_they_are() -> None:
    old = ["The river is clean, says the town.", "Nobody swims in it yet, for it is cold."]
    new = ["Thirty people swam on Monday.", "The river is clean, says the mayor.", old[1]]
    first, second, third = changes(old, new)
    assert first == [Change("", new[0])]
    assert [change.after for change in second if not change.same] == ["mayor."]
    assert third == [Change(old[1], old[1])]


def test_very_many_paragraphs_are_paired_in_time() -> None:
    before, after = ([f"{n} {side}" for n in range(3_000)] for side in "ab")
    assert len(list(changes(before, after))) == 3_000
