"""Sketches are the same everywhere, small, and share what the texts share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.collect.sketch import MOST_PARTS, Part, Sketch, mark, sketch, tokens, unpacked

NUMBERS = st.integers(0, (1 << 61) - 2)
PARTS = st.builds(Part, st.integers(1, (1 << 62) - 1), st.lists(NUMBERS, max_size=5).map(tuple))
SKETCHES = st.builds(Sketch, st.lists(PARTS, max_size=5).map(tuple))
TEXTS = st.lists(st.text(max_size=80), max_size=6)
TIDE = "the tide comes in at noon and nobody in the harbour has seen it before today or yesterday"

GOLDEN_MARK = 1128107287986968257
GOLDEN_NAME = 4124574158439005849
GOLDEN_SAMPLES = (
    1343687135529759328,
    57200564088409908,
    2185815537124729419,
    1375532324586004505,
    1706858902651157233,
)


def test_numbers_are_the_same_in_every_process_and_year() -> None:
    made = sketch([TIDE])
    assert mark("https://harbour-light.example/1") == GOLDEN_MARK
    assert made.names == {GOLDEN_NAME}
    assert made.samples == GOLDEN_SAMPLES


@given(SKETCHES)
def test_what_is_packed_is_unpacked_again(made: Sketch) -> None:
    assert unpacked(made.packed()) == made


@given(TEXTS)
def test_any_text_has_a_sketch_that_can_be_kept(texts: list[str]) -> None:
    made = sketch(texts)
    assert unpacked(made.packed()) == made
    assert len(made.samples) <= len("".join(texts))
    assert made.marks <= frozenset(made.samples)


@given(st.lists(st.lists(st.sampled_from(TIDE.split()), min_size=1, max_size=12), max_size=6))
def test_how_a_text_is_laid_out_says_nothing(texts: list[list[str]]) -> None:
    laid_out = sketch(" ".join(words) for words in texts)
    in_one = sketch(["\n".join(", ".join(words) for words in texts)])
    assert set(laid_out.samples) == set(in_one.samples)


def test_a_text_without_end_has_a_bounded_sketch() -> None:
    many = sketch(f"{n} {TIDE}" for n in range(100_000))
    one = sketch([" ".join(str(n) for n in range(1_000_000))])
    assert len(many.parts) <= MOST_PARTS
    assert len(many.packed()) < 200_000
    assert len(one.packed()) < 200_000


def test_case_accents_and_signs_between_words_say_nothing() -> None:
    assert tokens("«La Grúa», ¡Señor!") == tokens('"la grua" senor')
    assert tokens("co\u00adope\u200bration") == tokens("cooperation")


def test_arabic_vowels_and_tatweel_say_nothing() -> None:
    assert tokens("كَتَبَ الكـــتاب") == tokens("كتب الكتاب")


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    assert tokens("港口打开") == ["港口打", "口打开"]
    assert tokens("港口 2026 年") == ["港口", "2026", "年"]
    assert tokens("港口，打开") == tokens("港口打开")
    assert tokens("ท่าเรือเปิดแล้ว") == tokens("ท่าเรือ เปิดแล้ว")


def test_a_sketch_without_a_paragraph_has_the_others() -> None:
    made = sketch([TIDE, f"second {TIDE} indeed"])
    first = made.parts[0].name
    assert [part.name for part in made.without({first}).parts] == [made.parts[1].name]
    assert made.without({1}) is made


def test_a_shared_passage_gives_a_shared_mark() -> None:
    passage = " ".join(f"word{n} says{n % 7} thing{n}" for n in range(30))
    one = sketch([f"one begins so here {passage}"])
    other = sketch(["quite another beginning it has", passage, "and another end as well"])
    assert one.marks & other.marks


TOLD = "The council met on Monday in the old harbour and spoke of the price of bread for an hour"
SAID = "we have never seen such a thing and will not see it again before the winter is over"


@pytest.mark.parametrize("signs", ["“”", "„“", "«»", "»«", '""', "‘’", "''", "「」", "『』"])
def test_what_is_told_has_no_quotations(signs: str) -> None:
    begins, ends = signs
    made = sketch([f"{TOLD}. {begins}It’s true: {SAID}{ends}, she said. {TOLD}"])
    assert made.quoted
    assert set(sketch([SAID]).samples) <= made.quoted
    assert made.quoted.isdisjoint(sketch([TOLD]).samples)
    assert set(sketch([TOLD]).samples) <= set(made.told.samples)
    assert unpacked(made.packed()) == made


@pytest.mark.parametrize(
    "text", [f"{TOLD}, as “Bread” is", f"the dogs' {TOLD} cats'", f'{TOLD} 5"']
)
def test_a_nickname_an_inch_and_an_apostrophe_begin_no_quotation(text: str) -> None:
    assert not sketch([text]).quoted
