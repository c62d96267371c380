"""The rows of a list: whatever its letters, each good line is found, and none is read twice."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.lists.rows import rows

GOOD = "ada@example.org,Ada"


def read(text: str) -> list[tuple[int, list[str], str]]:
    return [(row.line, row.cells, row.wrong) for row in rows(io.StringIO(text, newline=""))]


@given(st.text(st.sampled_from('",;\t|a@ \0\r\né'), max_size=200))
def test_any_text_is_rows_in_their_order(text: str) -> None:
    lines = [line for line, _, _ in read(text)]

    assert lines == sorted(set(lines))
    assert not lines or lines[-1] <= len(io.StringIO(text, newline="").readlines())


OPEN = ('open@example.org,"Open', 'x,y "z', '"a@example.org,b')


@given(st.lists(st.sampled_from([GOOD, *OPEN, "x", ""]), max_size=60))
def test_a_quote_that_is_never_closed_takes_no_other_line_along(found: list[str]) -> None:
    text = "".join(f"{line}\n" for line in [GOOD, *found])

    good = [cells for _, cells, wrong in read(text) if cells == GOOD.split(",")]

    assert len(good) == 1 + found.count(GOOD)


@given(st.lists(st.text(st.sampled_from('",\n a@='), max_size=12), min_size=1, max_size=4))
def test_what_is_written_as_csv_is_one_row_whatever_it_holds(cells: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow(cells)

    text = "email,name\n" + file.getvalue() + "z@example.org,Z\n"

    assert [line for _, line, _ in read(text)][-1] == ["z@example.org", "Z"]
    assert len(read(text)) == 3


def test_line_breaks_within_quotes_are_part_of_their_row() -> None:
    assert read('a@example.org,"one\ntwo"\nb@example.org,x\n') == [
        (1, ["a@example.org", "one two"], ""),
        (3, ["b@example.org", "x"], ""),
    ]


def test_a_line_of_megabytes_is_one_row() -> None:
    text = f"email,name\n{'x,' * 5_000_000}a@example.org\n{GOOD}\n"

    assert [(line, len(cells), wrong) for line, cells, wrong in read(text)] == [
        (1, 2, ""),
        (2, 0, "the line is too long"),
        (3, 2, ""),
    ]


def test_a_row_that_is_far_too_long_is_told() -> None:
    cells = f'a@example.org,"{"x" * 90_000}\n{"x" * 90_000}"\n{GOOD}\n'

    (first, _, wrong), *_, last = read(cells)

    assert (first, wrong, last[:2]) == (1, "a quotation mark is not closed", (3, GOOD.split(",")))
