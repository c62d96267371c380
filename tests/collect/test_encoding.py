"""Bytes become text even where their labels lie."""

import pytest

from pamphleteer.collect.encoding import text_of
from pamphleteer.collect.understand import understand

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


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tide’s".encode(), "tide’s"),
        (b"tide&#146;s", "tide’s"),
        (b"tide&#x92;s", "tide’s"),
        (b"tide&#0146;s", "tides"),
        (b"tide&#127;s", "tides"),
        (b"tide\x7fs", "tides"),
        (b"tide\xc2\x92s", "tide’s"),
        (b"tide\x01s", "tides"),
        (b"tide\x92s", "tide’s"),
        (b"tide\xed\xa0\x80s", "tide"),
        (b"tide\xef\xbf\xbfs", "tides"),
        (b"tide\xc2\xa0s", "tide s"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "nonsense"])
def test_what_stands_in_no_text_is_mended_or_left_out(
    written: bytes, meant: str, encoding: str
) -> None:
    said = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><item><link>https://x.example/</link><title>'
    feed = said.encode() + written + b"</title></item></channel></rss>"
    (piece,) = understand(feed, address="https://x.example/feed").items
    assert piece.headline.startswith(meant)
    assert piece.headline.isprintable()


def test_an_encoding_of_bytes_is_no_encoding_of_text() -> None:
    assert text_of(b"<?xml encoding='base64'?>\xe9", content_type="x; charset=zlib").endswith("é")
