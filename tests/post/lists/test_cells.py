"""Cells of lists: no formula to a spreadsheet, and read again as they were."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.lists.cells import bare, guarded

CELLS = st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠\",;| aé1"), max_size=8) | st.text(max_size=20)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@given(st.lists(CELLS, min_size=2, max_size=6))
def test_whatever_stands_in_cells_comes_back_through_a_file(cells: list[str]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow(guarded(cells))

    [read] = csv.reader(io.StringIO(file.getvalue(), newline=""))

    assert not any(cell.startswith(FORMULA) for cell in read)
    assert [bare(cell) for cell in read] == cells


def test_what_is_no_formula_is_written_as_it_is() -> None:
    assert guarded(["a@example.org", "O'Hara", "'tis", None, 7]) == [
        "a@example.org",
        "O'Hara",
        "'tis",
        "",
        "7",
    ]
