"""Parts of files, as players and interrupted downloads ask for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.press.web.ranges import UnsatisfiableError, part

SIZE = 100


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("bytes=0-", (0, 100)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 10)),
        ("Bytes = 10 - 19", (10, 10)),
        ("bytes=90-500", (90, 10)),
        ("bytes=-30", (70, 30)),
        ("bytes=-500", (0, 100)),
    ],
)
def test_a_part_is_cut_at_the_end(asked: str, meant: tuple[int, int]) -> None:
    assert part(asked, SIZE) == meant


@pytest.mark.parametrize(
    "asked",
    ["", "bytes=", "bytes=-", "bytes=20-10", "bytes=0-1,5-9", "lines=1-2", "bytes=a-b", "0-10",
     "bytes=1-2-3", "bytes=+1-2", "bytes=٣-٤", "bytes=" + "9" * 5000 + "-"],
)  # fmt: skip
def test_what_is_no_one_part_is_the_whole(asked: str) -> None:
    assert part(asked, SIZE) is None


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=5000-6000", "bytes=-0"])
def test_what_lies_behind_the_end_is_told(asked: str) -> None:
    with pytest.raises(UnsatisfiableError):
        part(asked, SIZE)


@given(st.from_regex(r"bytes=[0-9]{0,4}-[0-9]{0,4}", fullmatch=True), st.integers(0, 2000))
def test_a_part_lies_within_the_file(asked: str, size: int) -> None:
    try:
        meant = part(asked, size)
    except UnsatisfiableError:
        return
    if meant is not None:
        first, length = meant
        assert 0 <= first < size
        assert 0 < length <= size - first
