"""Texts of Atom, of whatever kind they say that they are."""

import base64

import pytest
from lxml import etree

from pamphleteer.collect.vocabulary.texts import construct

HTML = '<content type="text/html" mode="escaped">&lt;p>In &lt;b>bold&lt;/b>.&lt;/p></content>'
XHTML = '<content type="application/xhtml+xml"><div><p>In <b>bold</b>.</p></div></content>'
PLAIN = '<content type="text/plain">In plain.</content>'
PICTURE = '<content type="image/png" mode="base64">AAAA</content>'


@pytest.mark.parametrize(
    ("forms", "meant"),
    [
        (PLAIN + HTML, "<p>In <b>bold</b>.</p>"),
        (PICTURE + PLAIN + XHTML, "<p>In <b>bold</b>.</p>"),
        (PICTURE + PLAIN, "<p>In plain.</p>"),
        (f'<content type="multipart/alternative">{HTML}</content>', ""),
        (PICTURE, ""),
        ("", ""),
    ],
)
def test_of_alternatives_the_html_is_taken_or_else_the_text(forms: str, meant: str) -> None:
    element = etree.fromstring(f'<content type="multipart/alternative">{forms}</content>')
    assert construct(element) == meant


def test_no_control_character_is_packed_into_base64() -> None:
    packed = base64.b64encode("<p>On\x01e\x92.</p>".encode()).decode()
    element = etree.fromstring(f'<content mode="base64" type="text/html">{packed}</content>')
    assert construct(element) == "<p>One.</p>"


def test_a_line_of_white_space_parts_two_paragraphs() -> None:
    element = etree.fromstring("<summary>One,\ngoes on.\n \t\nTwo.\n\n\n\nThree.</summary>")
    assert construct(element) == "<p>One, goes on.</p>\n<p>Two.</p>\n<p>Three.</p>"
