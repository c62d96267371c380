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


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_address_may_leave_out_its_scheme_or_all_but_a_part(scheme: str) -> None:
    page = '<p>One <a href="//y.example/">a</a>, <a href="#b">b</a>, <a href="wss://z.example/">c</a>.</p>'
    piece = html.read(f'{page}<img src="/s.jpg">', base=f"{scheme}://x.example/a")

    assert f'href="{scheme}://y.example/"' in piece.html
    assert f'href="{scheme}://x.example/a#b"' in piece.html
    assert "wss:" not in piece.html
    assert [one.src for one in piece.images] == [f"{scheme}://x.example/s.jpg"]


def test_a_picture_that_is_named_in_several_sizes_alone_is_the_largest() -> None:
    sizes = "https://x.example/s.jpg 300w, https://x.example/l.jpg 900w"
    page = f'<img srcset="{sizes}"><img src="https://x.example/o.jpg" srcset="{sizes}"><img alt="none">'

    assert [one.src for one in html.read(page).images] == [
        "https://x.example/l.jpg",
        "https://x.example/o.jpg",
    ]


@pytest.mark.parametrize("name", ["iframe", "IFRAME", "IFrame"])
def test_what_stands_in_a_frame_is_read_as_html(name: str) -> None:
    assert html.sanitise(f"<{name} src='x'><p>One.</p></{name}>") == "<p>One.</p>"


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


EASY = [
    *("<p>", "</p>", "<br>", "<br />", "<em>", "</em>", '<a href="/x" rel="a b">', "</a>", "<b >"),
    *("one", " two\n", "é’", "\ufeff", "\xa0", "&amp;", "&amp;lt;", "&#8217;", "&#8232;", "&nbsp;", "[&hellip;]"),
    *('<p title="', "&#1;", "&#146;", "&", "<", ">", "</br>", "<!-- -->", "<P>", "<div>", "<script>"),
]  # fmt: skip


@given(st.lists(st.sampled_from(EASY), max_size=12).map("".join))
@example("\ufeff<p>one</p>")
def test_words_are_what_the_cleaner_leaves_of_them(easy: str) -> None:
    assert html.paragraphs(easy) == list(html.read(easy).paragraphs)


@given(st.text(max_size=200))
@example("0\xa0>")
def test_whatever_comes_is_safe_twice_over(text: str) -> None:
    once = html.sanitise(text)

    assert html.sanitise(once) == once
    html.paragraphs(text)
