"""Bytes become text even where their labels lie."""

import pytest

from pamphleteer.collect.encoding import text_of

WORDS = "Café “Marée”"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "cp1252"]
)
def test_a_document_is_read_in_the_encoding_it_declares(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><rss>{WORDS}</rss>'
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("declared", "really"),
    [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("iso-8859-1", "cp1252"), ("nonsense", "utf-8")],
)
def test_a_wrong_label_does_no_harm(declared: str, really: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?><rss>{WORDS}</rss>'
    assert WORDS in text_of(text.encode(really))


@pytest.mark.parametrize("encoding", ["koi8-r", "windows-1251"])
def test_the_server_is_believed_where_the_document_says_nothing(encoding: str) -> None:
    content = "<rss>Прилив</rss>".encode(encoding)
    assert "Прилив" in text_of(content, content_type=f'text/xml; charset="{encoding}"')


@pytest.mark.parametrize(
    "name", ["iso-2022-jp", "ISO-2022-JP", "csISO2022JP", "iso2022_jp", "utf-7", "hz-gb-2312"]
)
def test_encodings_of_seven_bits_are_believed(name: str) -> None:
    text = f'<?xml version="1.0" encoding="{name}"?><rss>潮</rss>'
    assert text_of(text.encode(name)) == text


def test_a_document_that_stops_within_a_character_keeps_its_encoding() -> None:
    for whole in ("Marée", "潮が満ちる", "«Прилив»"):
        assert text_of(whole.encode() + "é".encode()[:1]) == whole
        assert text_of(whole.encode() + "😀".encode()[:3]) == whole


def test_control_characters_are_left_out() -> None:
    assert text_of(b"a\x00b\x0bc\td\n") == "abc\td\n"


def test_an_encoding_of_bytes_is_no_encoding_of_text() -> None:
    assert text_of(b"<?xml encoding='base64'?>\xe9", content_type="x; charset=zlib").endswith("é")
