"""The words by which texts are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground.words import answers, asked, words_of


def found(text: str, by: str) -> bool:
    wanted = asked(by)
    return bool(wanted) and answers(words_of(text), wanted)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("The ferry is late", "late FERRY"),
        ("The ferry is late", "fer"),
        ("Мэр открыл мост", "МЭР"),
        ("Ёлка на площади", "елка"),
        ("Une école flottante", "ÉCOLE"),
        ("L’eau de la rivière", "eau riviere"),
        ("Straße gesperrt", "strasse"),
        ("İstanbul’da toplantı", "istanbul"),
        ("فتح الجسر الجديد", "جسر"),
        ("فتح جسر جديد", "الجسر"),
        ("والجسر مفتوح", "الجسر"),
        ("أُلمانيا والعالم", "المانيا"),
        ("כֹּל הָעוֹלָם", "העולם"),
        ("جزیره‌ای در کشور", "كشور"),
        ("我们在香港报道", "香港"),
        ("我们在香港报道新闻", "在香港报道"),
        ("東京タワーが開く", "タワー"),
        ("ภาษาไทยวันนี้", "ไทย"),
        ("नमस्ते दुनिया", "दुनि"),
        ("Wi\u00adder\u200bstand", "widerstand"),
        ("\u200fالجسر\u200e", "جسر"),
    ],
)
def test_words_are_found_as_people_write_them(text: str, by: str) -> None:
    assert found(text, by)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("The ferry is late", "ferry early"),
        ("The ferry is late", "erry"),
        ("The ferry is late", "%"),
        ("The ferry is late", "_"),
        ("The ferry is late", "'\"\\"),
        ("The ferry is late", "\0"),
        ("The ferry is late", ""),
        ("我们在香港报道", "香报"),
    ],
)
def test_what_nobody_wrote_is_not_found(text: str, by: str) -> None:
    assert not found(text, by)


@given(st.text(max_size=200))
def test_every_text_is_found_by_itself(text: str) -> None:
    wanted = asked(text)
    assert answers(words_of(text), wanted)
    assert all(word.isascii() is False or word.isalnum() for word in wanted)


@given(st.text(max_size=200))
def test_no_word_has_what_a_query_is_made_of(text: str) -> None:
    for word in (*words_of(text), *asked(text)):
        assert word
        assert not set(word) & set(" '\"\\&|!:*()^-+{}\0\t\n")


def test_endless_texts_have_an_end() -> None:
    assert words_of("x" * 100_000) == ["x" * 40]
    assert asked("x" * 100_000) == ["x" * 40]
    assert len(words_of(" ".join(map(str, range(10_000))))) == 2_000
    assert len(asked(" ".join(map(str, range(10_000))))) == 16
