import codecs

import pytest

from pamphleteer.collect.archive.page import MOST_BYTES, read
from pamphleteer.collect.archive.pieces import PageError

TEXT = "Où va l’eau du village ?\n\nElle descend, comme chaque été, vers la mer. Personne n’y peut rien.\n"
HTML = "<h2><a href=x>Où va l’eau ?</a></h2><p>Elle descend vers la mer.</p>"


@pytest.mark.parametrize(
    "page",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 little", "utf-16 big", "western"],
)
def test_text_is_read_in_the_encodings_that_show_themselves(page: bytes) -> None:
    [piece] = read(page).pieces
    assert piece.headline == "Où va l’eau du village ?"
    assert piece.lead.endswith("Personne n’y peut rien.")


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8", "iso-8859-1"])
def test_html_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    meant = "cp1252" if encoding == "iso-8859-1" else encoding
    [piece] = read(f"<meta charset={encoding}>{HTML}".encode(meant)).pieces
    assert piece.headline == "Où va l’eau ?"


def test_html_in_another_alphabet_is_read_by_its_declaration() -> None:
    page = "<meta http-equiv=content-type content='text/html; charset=windows-1251'>"
    page += "<h2><a href=x>Кто мы?</a></h2><p>Мы — соседи и читатели.</p>"
    [piece] = read(page.encode("cp1251")).pieces
    assert piece.headline == "Кто мы?"


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is no page"),
        (b"%PDF-1.7\n1 0 obj", "is no page"),
        (b"PK\x03\x04zip", "is no page"),
        ("Кто мы?\n\nМы — соседи и читатели.".encode("cp1251"), "unknown encoding"),
        (b"a" * (MOST_BYTES + 1), "larger than 8 MB"),
        (b"One\n\nTwo.\n\n" * 15_000, "paragraphs"),
    ],
    ids=["picture", "pdf", "archive", "encoding", "size", "paragraphs"],
)
def test_what_is_no_page_is_refused_with_its_reason(page: bytes, why: str) -> None:
    with pytest.raises(PageError, match=why):
        read(page)


def test_nothing_gives_nothing() -> None:
    assert read(b"").pieces == []
