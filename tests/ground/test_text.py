"""Words: squeezed, folded, cut, and made into addresses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground import text


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Honduras, 2009: Legacy Of A Coup", "honduras-2009-legacy-of-a-coup"),
        ("Größe & Æther", "grosse-aether"),
        ("¿Quién mató al río?", "quien-mato-al-rio"),
        ("Переворот в Киеве", "переворот-в-киеве"),
        ("河流又干净了", "河流又干净了"),
        ("नदी फिर से साफ़ है", "नदी-फिर-से-साफ़-है"),
        ("النَّهر نظيف", "النَّهر-نظيف"),
        ("น้ำท่วม กรุงเทพ", "น้ำท่วม-กรุงเทพ"),
        ("ນ້ຳ ໜ້າ", "ນ້ຳ-ໜ້າ"),
        ("Երևան", "երևան"),
        ("ㅋㅋ", "ㅋㅋ"),
        ("snake_case and  spaces", "snake-case-and-spaces"),
        ("!!!", "piece"),
    ],
)
def test_headlines_become_addresses_in_their_own_script(headline: str, slug: str) -> None:
    assert text.slugify(headline) == slug


@given(st.text(max_size=300))
def test_an_address_is_short_and_holds_nothing_odd(headline: str) -> None:
    slug = text.slugify(headline)

    assert 0 < len(slug) <= text.SLUG_LENGTH
    assert not set("/\\?#%. \t\n<>\"'") & set(slug)


@given(st.text(max_size=300), st.integers(min_value=5, max_value=100))
def test_what_is_cut_fits(words: str, length: int) -> None:
    assert len(text.cut(words, length)) <= length


@given(
    st.text(
        st.characters()
        | st.sampled_from("\x00\x1f\x7f\x80\x85\x9f\xa0«ñ\ud7ff\ud800\udfff\ufffd\ufffe\uffff한")
    )
)
def test_what_xml_has_no_place_for_is_seen_in_bytes_as_in_words(words: str) -> None:
    without = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", words)
    assert text.uncontrolled(words) == without
    assert text.holds_controls(words.encode("utf-8", "surrogatepass")) == (words != without)


@pytest.mark.parametrize(
    "character",
    [
        "👩‍👩‍👧‍👦",  # joined
        "👍🏽",  # of a colour
        "🇫🇷",  # two halves
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",  # of a region
        "❤️",
        "e\u0301\u0323",
        "ก็้",
        "क्षि",
        "\u1112\u1161\u11ab",
        "\u05e9\u05c1",
        "中",
    ],
)
def test_it_is_cut_between_characters_as_people_see_them(character: str) -> None:
    line = character * 40
    for length in range(len(character) + 1, 3 * len(character) + 2):
        cut = text.cut(line, length)
        assert cut == character * ((length - 1) // len(character)) + "…"


def test_a_character_that_never_ends_is_cut_all_the_same() -> None:
    assert text.cut("e" + "\u0301" * 100, 10) == "e" + "\u0301" * 8 + "…"
    assert text.cut("👩", 1) == "👩"
    assert text.cut("👩👩", 1) == "…"


def test_it_is_cut_at_a_word() -> None:
    assert text.cut("The river is clean again, and so are we", 20) == "The river is clean…"


def test_a_line_holds_no_control_characters() -> None:
    assert text.one_line("a\r\nBcc: x\x1b[31m\u202e") == "a Bcc: x [31m"


@pytest.mark.parametrize(
    "words", ["", " \t\n", "\u00a0\u2003\u2028", "\u200b\u200d\ufeff\u202e", "\x00\ud800"]
)
def test_some_texts_show_nothing(words: str) -> None:
    assert not text.is_seen(words)


@pytest.mark.parametrize("words", ["?", "🎉", "\u200dن", "\U0010ffff", "\u0301"])
def test_whatever_has_a_shape_is_seen(words: str) -> None:
    assert text.is_seen(words)


def test_a_line_keeps_the_joiners_that_words_are_spelt_with() -> None:
    assert text.one_line("می\u200cخواهم") == "می\u200cخواهم"
