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
