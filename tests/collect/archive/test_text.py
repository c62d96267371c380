import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from pamphleteer.collect.archive.text import read as reading
from tests.collect.archive.writing import SCRIPTS, Page, Writer, pages, write

DATA = Path(__file__).parent / "data"
PAIR = (
    "A headline of some words\n\nA lead that is a sentence, and is longer than its headline is.\n"
)


def read(text: str) -> list[tuple[str, str]]:
    return [(piece.headline, piece.lead) for piece in reading(text).pieces]


@pytest.mark.parametrize("name", sorted(path.stem for path in DATA.glob("*.txt")))
def test_pages_of_any_language_and_length_give_exactly_their_pieces(name: str) -> None:
    expected = json.loads((DATA / f"{name}.json").read_text())
    found = reading((DATA / f"{name}.txt").read_text(encoding="utf-8-sig")).found
    assert [(piece.headline, piece.lead, doubtful) for piece, doubtful in found] == [
        (piece["headline"], piece["lead"], piece.get("doubtful", False)) for piece in expected
    ]


def test_the_first_real_page_gives_its_fifteen_pieces_as_they_stand(shared: Path) -> None:
    text = (shared / "seed" / "archive-page.txt").read_text()
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    assert read(text) == list(zip(lines[1:31:2], lines[2:31:2], strict=True))
    assert reading(text).doubtful == []


# Most kinds of page, not all: with random words some page will be truly ambiguous, so the seeds are
# the same on every run.
@settings(derandomize=True, deadline=None, max_examples=150)
@given(pages())
def test_a_made_up_page_is_read_back(page: Page) -> None:
    assert read(page.text) == page.pieces


@pytest.mark.parametrize("script", sorted(SCRIPTS))
@pytest.mark.parametrize("count", [2, 15, 60])
def test_every_script_is_read_whatever_the_number_of_pieces(script: str, count: int) -> None:
    page = write(
        Writer(SCRIPTS[script], count),
        count=count,
        capitals=False,
        marks="none",
        several=False,
        top="skip",
        end="glued",
    )
    assert read(page.text) == page.pieces


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_line_ends_will_do(ends: str) -> None:
    assert read(PAIR.replace("\n", ends)) == read(PAIR)


def test_white_space_at_the_ends_is_no_part_of_the_words_but_within_it_stays() -> None:
    text = PAIR.replace("words\n", "\u00a0words \t\n").replace(
        "sentence, and", "sentence,\u00a0and"
    )
    [(headline, lead)] = read(text)
    assert headline.endswith("some \u00a0words")
    assert "sentence,\u00a0and" in lead


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "Skip to content\n",
        "hello",
        "Home\nAbout\nDonate\n\n1 2 3\n",
        "A whole paragraph of prose with no headline over it. It goes on for a while, and then it ends.\n",
        "* * *\n\n-----\n",
        "\u200b\n\n\u200e\n",
    ],
)
def test_where_there_is_no_headline_nothing_is_found(text: str) -> None:
    assert reading(text).found == []


def test_a_sign_up_box_set_as_the_pieces_are_is_known_by_its_shortness() -> None:
    page = write(
        Writer(SCRIPTS["latin"], 7),
        count=8,
        capitals=True,
        marks="none",
        several=False,
        top="",
        end="",
    )
    assert read(f"{page.text}\n\nJoin\n\nOne letter each day.") == page.pieces


def test_a_last_lead_that_is_a_little_shorter_than_the_others_stays() -> None:
    page = write(
        Writer(SCRIPTS["latin"], 8),
        count=8,
        capitals=True,
        marks="none",
        several=False,
        top="",
        end="",
    )
    shortest = min(len(lead) for _, lead in page.pieces)
    last = ("What Came Of It In The End", page.pieces[0][1][: int(0.7 * shortest)] + ".")
    assert read(f"{page.text}\n\n{last[0]}\n\n{last[1]}") == [*page.pieces, last]


def test_marks_of_lists_and_headings_are_no_part_of_headlines() -> None:
    text = "\n".join(PAIR.replace("A headline", f"## {word} headline") for word in ("One", "Two"))
    assert [headline for headline, _ in read(text)] == [
        "One headline of some words",
        "Two headline of some words",
    ]


def test_a_minus_that_one_headline_begins_with_stays() -> None:
    assert read(PAIR.replace("A headline", "– A headline"))[0][0] == "– A headline of some words"


def test_page_numbers_each_on_a_line_of_its_own_are_nothing() -> None:
    assert read(f"{PAIR}\n1\n\n2\n\n3\n\nNext\n") == read(PAIR)


def test_a_headline_that_comes_again_and_again_is_still_one() -> None:
    page = write(
        Writer(SCRIPTS["latin"], 9),
        count=9,
        capitals=True,
        marks="none",
        several=False,
        top="skip",
        end="",
    )
    again = [
        ("The Week In Short", lead) if n % 3 == 0 else (h, lead)
        for n, (h, lead) in enumerate(page.pieces)
    ]
    text = page.text
    for (old, _), (new, _) in zip(page.pieces, again, strict=True):
        text = text.replace(old, new, 1)
    assert read(text) == again
