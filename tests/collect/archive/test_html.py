import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pamphleteer.collect.archive.html import read as reading
from pamphleteer.collect.archive.page import read
from pamphleteer.collect.archive.pieces import Piece

DATA = Path(__file__).parent / "data"
PIECES = json.loads((DATA / "pieces.json").read_text())
EASTWARD = timezone(timedelta(hours=2))
ITEM = "<article><h2><a href='{href}'>Headline {n}</a></h2><p>Lead {n} is a sentence.</p></article>"


def from_file(name: str) -> list[Piece]:
    return read((DATA / f"{name}.html").read_bytes()).pieces


def pieces(text: str) -> list[Piece]:
    return reading(text).pieces


def page(*items: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body><main>{''.join(items)}</main></body>"


def items(count: int, href: str = "https://a.example/{n}") -> list[str]:
    return [ITEM.format(n=n, href=href.format(n=n)) for n in range(1, count + 1)]


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.html")))
def test_every_manner_of_page_gives_exactly_its_pieces(name: str) -> None:
    found = [(piece.headline, piece.lead) for piece in from_file(name)]
    assert found == [(piece["headline"], piece["lead"]) for piece in PIECES]


@pytest.mark.parametrize("name", ["wordpress", "ghost"])
def test_links_are_those_of_the_headlines_made_whole(name: str) -> None:
    assert [piece.url for piece in from_file(name)] == [
        f"https://gazette.example/{piece['slug']}/" for piece in PIECES
    ]


def test_relative_links_without_a_base_lead_nowhere() -> None:
    assert {piece.url for piece in from_file("headings")} == {""}


def test_moments_are_taken_with_their_zone() -> None:
    assert from_file("wordpress")[0].date == datetime(2024, 5, 14, 8, 30, tzinfo=EASTWARD)


def test_days_stay_days() -> None:
    assert from_file("ghost")[0].date == date(2024, 5, 14)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-05-14T10:00:00Z", datetime(2024, 5, 14, 10, tzinfo=UTC)),
        ("2024-05-14T10:00:00", date(2024, 5, 14)),
        ("2024-05", None),
        ("14 May 2024", None),
        ("2024-02-31", None),
        ("", None),
    ],
)
def test_no_date_is_invented(stated: str, expected: object) -> None:
    time = f"<time datetime='{stated}'>14 May 2024</time>"
    text = page(*(item.replace("</h2>", f"</h2><p>{time}</p>") for item in items(3)))
    assert [piece.date for piece in pieces(text)] == [expected] * 3


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<base href='https://b.example/old/'>", "https://b.example/old/1"),
        ("<link rel=canonical href='https://b.example/old/'>", "https://b.example/old/1"),
        ("<!-- saved from url=(0024)https://b.example/old/ -->", "https://b.example/old/1"),
        ("<base href='https://['>", ""),
        ("", ""),
    ],
)
def test_a_relative_link_is_made_whole_if_the_page_says_where_it_was(
    head: str, expected: str
) -> None:
    assert pieces(page(*items(2, href="{n}"), head=head))[0].url == expected


@pytest.mark.parametrize("href", ["javascript:alert(1)", "mailto:a@b.example", "#top", "http://[x"])
def test_a_link_that_is_no_web_address_is_none(href: str) -> None:
    assert {piece.url for piece in pieces(page(*items(3, href=href)))} <= {""}


def test_a_box_with_a_form_is_no_piece() -> None:
    box = "<article><h2>Sign up</h2><p>Each day at six.</p><input name=address></article>"
    assert len(pieces(page(*items(3), box))) == 3


def test_a_heading_without_a_link_is_no_piece_where_all_others_have_one() -> None:
    box = "<article><h2>Our letter</h2><p>Comes each day at six, and costs nothing.</p></article>"
    assert len(pieces(page(*items(3), box))) == 3


def test_a_piece_without_a_lead_is_kept_among_others() -> None:
    bare = "<article><h2><a href='https://a.example/9'>No lead here</a></h2></article>"
    assert [piece.lead for piece in pieces(page(*items(2), bare, *items(1)))][2] == ""


def test_words_to_read_more_are_no_lead_words() -> None:
    more = " <a href='https://a.example/{n}#more'>Weiterlesen</a> »</p>"
    text = page(
        *(ITEM.replace("</p>", more).format(n=n, href=f"https://a.example/{n}") for n in (1, 2))
    )
    assert [piece.lead for piece in pieces(text)] == [
        "Lead 1 is a sentence.",
        "Lead 2 is a sentence.",
    ]


def test_a_link_within_the_lead_is_part_of_it() -> None:
    text = page(*(item.replace("is a", "is <a href='/x'>a linked</a>") for item in items(2)))
    assert pieces(text)[0].lead == "Lead 1 is a linked sentence."


def test_what_scripts_and_hidden_parts_say_is_not_there() -> None:
    noise = "<script>x</script><style>y</style><template><h2>z</h2></template><p hidden>w</p>"
    text = page(*(item.replace("<p>", f"{noise}<p>") for item in items(2)))
    assert [piece.lead for piece in pieces(text)] == [
        "Lead 1 is a sentence.",
        "Lead 2 is a sentence.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<p>",
        "<html></html>",
        "<!-- x --><p>words",
        page("<p>Prose.</p><p>More of it.</p>"),
        "<h2></h2>",
    ],
)
def test_where_there_is_no_headline_nothing_is_found(text: str) -> None:
    assert pieces(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 200_000,
        "<h2>a" * 100_000,
        "<div class=x><p><b>a</b><h2>" * 30_000,
        "<table><tr><td>" * 60_000,
        "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x",
        "<footer>" * 50_000 + "<time>",
        "<a href=x>" * 100_000,
        "".join(f"<div class=c{n}><b>t</b> some words</div>" for n in range(20_000)),
    ],
    ids=["divs", "headings", "mixed", "tables", "attributes", "footers", "links", "classes"],
)
def test_a_hostile_page_ends_in_bounded_time(text: str) -> None:
    begun = monotonic()
    pieces(text)
    assert monotonic() - begun < 30


_SCRAPS = st.sampled_from(
    ["<p>", "</p>", "<h2>", "</h2>", "<a href='", "'>", "</a>", "<li>", "<ul>", "</ul>", "<dt>", "<dd>",
     "<br>", "<time datetime=2024-01-01>", "<o:p>", "<!--", "-->", "&#1;", "&#xd800;", "\x00", "\ud800",
     "Words. ", "<base href='http://['>", "<footer>", "<td>", "<input>", "<b>", "</b>", "<body>", "]]>"]
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.lists(_SCRAPS | st.text(max_size=5), max_size=60).map("".join))
def test_no_tag_soup_is_too_much(text: str) -> None:
    pieces(text)
