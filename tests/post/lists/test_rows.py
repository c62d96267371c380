"""The rows of a list: whatever its letters, each good line is found, and none is read twice."""

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


@given(st.lists(st.sampled_from([GOOD, 'open@example.org,"Open', "x", ""]), max_size=60))
def test_a_quote_that_is_never_closed_takes_no_later_line_along(found: list[str]) -> None:
    """Two of them close each other: what lies between may be text with line breaks."""
    text = "".join(f"{line}\n" for line in [GOOD, *found])
    if found.count('open@example.org,"Open') <= 1:
        good = [cells for _, cells, wrong in read(text) if cells == GOOD.split(",")]
        assert len(good) == 1 + found.count(GOOD)


def test_line_breaks_within_quotes_are_part_of_their_row() -> None:
    assert read('a@example.org,"one\ntwo"\nb@example.org,x\n') == [
        (1, ["a@example.org", "one two"], ""),
        (3, ["b@example.org", "x"], ""),
    ]


def test_a_row_that_is_far_too_long_is_told() -> None:
    cells = f'a@example.org,"{"x" * 90_000}\n{"x" * 90_000}"\n{GOOD}\n'

    assert [(line, wrong) for line, _, wrong in read(cells)] == [
        (1, "the line is too long"),
        (3, ""),
    ]
