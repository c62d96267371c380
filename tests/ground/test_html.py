"""HTML from outside: made harmless, told as text, in bounded time."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pamphleteer.ground import html

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    '<a href="javascript:alert(1)">a</a>',
    '<a href="data:text/html,x">a</a>',
    '<p style="position:fixed">a</p>',
    '<iframe src="https://elsewhere.example"></iframe>',
    '<form action="https://elsewhere.example"><input></form>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>a</mi></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<a href='  java\nscript:alert(1)'>a</a>",
    '<base href="https://elsewhere.example/">',
    '<meta http-equiv="refresh" content="0;url=https://elsewhere.example">',
]
FORBIDDEN = (
    "script",
    "onerror",
    "javascript",
    "data:",
    "style",
    "iframe",
    "<form",
    "<img",
    "<base",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_acts_is_left(hostile: str) -> None:
    safe = html.sanitise(f"<p>before</p>{hostile}<p>after</p>")

    assert not [word for word in FORBIDDEN if word in safe.lower()]
    assert "before" in safe
    assert "after" in safe


def test_words_and_their_structure_stay() -> None:
    piece = "<h2>Why</h2><p>It <em>rains</em>, <a href='https://x.example/'>they say</a>.</p>"

    assert html.sanitise(piece) == (
        "<h2>Why</h2><p>It <em>rains</em>, "
        '<a href="https://x.example/" rel="noopener nofollow">they say</a>.</p>'
    )


def test_relative_addresses_are_made_absolute_where_the_page_is_known() -> None:
    link = '<a href="../more">more</a>'

    assert 'href="https://x.example/more"' in html.sanitise(link, base="https://x.example/a/b")
    assert "href" not in html.sanitise(link)


def test_paragraphs_are_told_apart() -> None:
    page = "<div>One <b>two</b><p>three<br>four</p><ul><li>five</li></ul></div>six"

    assert html.paragraphs(page) == ["One two", "three", "four", "five", "six"]


def test_text_becomes_paragraphs() -> None:
    assert html.from_text("a < b\nc\r\n\r\nd") == "<p>a &lt; b c</p>\n<p>d</p>"


def test_links_and_boxes_that_held_a_picture_alone_go_with_it() -> None:
    page = (
        '<div class="separator"><a href="https://x.example/l.jpg"><img src="https://x.example/s.jpg">'
        "</a></div><p>One.</p><dl><dt><img></dt></dl><figure><img><figcaption>Two</figcaption></figure>"
        '<p><a href="https://x.example/"><img> Three</a></p>'
    )
    assert html.sanitise(page) == (
        "<p>One.</p><figure><figcaption>Two</figcaption></figure>"
        '<p><a href="https://x.example/" rel="noopener nofollow"> Three</a></p>'
    )


def test_absurd_nesting_becomes_plain_words() -> None:
    deep = "<div>" * 100_000 + "words" + "</div>" * 100_000

    assert html.sanitise(deep) == "<p>words</p>"
    assert html.plain(deep) == "words"


@given(st.text(max_size=200))
@example("0\xa0>")
def test_whatever_comes_is_safe_twice_over(text: str) -> None:
    once = html.sanitise(text)

    assert html.sanitise(once) == once
    html.paragraphs(text)
