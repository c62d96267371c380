"""Packed copies of pages, for slow lines."""

import gzip

import pytest

from pamphleteer.press.web.packing import Copies, takes


@pytest.mark.parametrize(
    "accepted",
    ["gzip", "gzip, deflate, br", "br, GZIP", "br;q=1.0, gzip;q=0.8", "x-gzip", "a,gzip ; q=0.001"],
)
def test_who_takes_gzip_says_so(accepted: str) -> None:
    assert takes(accepted)


@pytest.mark.parametrize(
    "accepted", ["", "br", "identity", "gzip;q=0", "gzip;q=0.000", "gzippy", "*", "agzip"]
)
def test_who_says_nothing_of_it_gets_none(accepted: str) -> None:
    assert not takes(accepted)


def test_copies_are_kept_for_the_state_of_a_file() -> None:
    copies = Copies()

    made = copies.make("a.html", "1", b"water " * 500)

    assert gzip.decompress(made) == b"water " * 500
    assert copies.get("a.html", "1") == made
    assert copies.get("a.html", "2") is None


def test_what_was_not_asked_for_longest_makes_room() -> None:
    copies = Copies(room=100)
    for name in "ab":
        copies.make(name, "1", b"x" * 5000)
    copies.get("a", "1")

    for name in "cd":
        copies.make(name, "1", b"x" * 5000)

    assert copies.get("b", "1") is None
    assert copies.get("d", "1")
