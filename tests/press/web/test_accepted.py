"""What readers' programs take."""

import pytest

from pamphleteer.press.web.accepted import takes_gzip


@pytest.mark.parametrize(
    "accepted",
    ["gzip", "gzip, deflate, br", "br, GZIP", "br;q=1.0, gzip;q=0.8", "x-gzip", "a,gzip ; q=0.001"],
)
def test_who_takes_gzip_says_so(accepted: str) -> None:
    assert takes_gzip(accepted)


@pytest.mark.parametrize(
    "accepted", ["", "br", "identity", "gzip;q=0", "gzip;q=0.000", "gzippy", "*", "agzip"]
)
def test_who_says_nothing_of_it_gets_none(accepted: str) -> None:
    assert not takes_gzip(accepted)
