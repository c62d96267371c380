"""Packed copies of pages, for slow lines."""

import gzip

import pytest

from pamphleteer.press.web.packing import pack, takes


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


def test_a_copy_is_the_same_whenever_it_is_made() -> None:
    made = pack(b"water " * 500)
    assert gzip.decompress(made) == b"water " * 500
    assert made == pack(b"water " * 500)
