"""Addresses lose what only counts visitors, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.collect.canonical import canonical, same_site, site_of


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("HTTPS://Harbour-Light.Example:443/Tides", "https://harbour-light.example/Tides"),
        ("http://harbour-light.example:8080", "http://harbour-light.example:8080/"),
        ("https://a.example/1?utm_source=feed&utm_medium=rss", "https://a.example/1"),
        ("https://a.example/?p=7&fbclid=x&page=2", "https://a.example/?p=7&page=2"),
        ("https://a.example/1?b=2&a=1&gclid=x&a=1", "https://a.example/1?b=2&a=1&a=1"),
        ("https://a.example/1?UTM_Source=x&mc_cid=1&mc_eid=2&igshid=3", "https://a.example/1"),
        ("https://a.example/1?utm%5Fsource=x", "https://a.example/1"),
        ("https://a.example/1?ref_src=twsrc&ref=home", "https://a.example/1?ref=home"),
        ("https://a.example/1?q=%C3%A9&x", "https://a.example/1?q=%C3%A9&x"),
        ("https://a.example/1#comments", "https://a.example/1"),
        ("https://a.example/#!/tides", "https://a.example/#!/tides"),
        ("https://a.example/1?", "https://a.example/1"),
        ("javascript:alert(1)", ""),
        ("https://user:word@a.example/", ""),
        ("", ""),
    ],
)
def test_an_address_loses_what_counts_visitors(url: str, left: str) -> None:
    assert canonical(url) == left


PARTS = st.sampled_from(
    ["a=1", "utm_source=x", "b", "", "fbclid=2", "%75tm_x=1", "q=é", "+=&", "#"]
)
URLS = st.builds(
    lambda scheme, host, path, query, fragment: f"{scheme}://{host}/{path}?{query}{fragment}",
    st.sampled_from(["http", "HTTPS"]),
    st.sampled_from(["a.example", "A.example:80", "[::1]:443", "münchen.example"]),
    st.text(max_size=8),
    st.lists(PARTS, max_size=6).map("&".join),
    st.sampled_from(["", "#x", "#!x", "#/x?utm_a=1"]),
)


@given(st.one_of(URLS, st.text(max_size=60)))
def test_what_is_canonical_stays_so(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(URLS)
def test_nothing_is_left_that_counts(url: str) -> None:
    query = canonical(url).partition("#")[0].partition("?")[2]
    assert "utm_" not in query
    assert "fbclid" not in query


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("harbour-light.example", "www.harbour-light.example", True),
        ("m.harbour-light.example", "amp.harbour-light.example", True),
        ("news.harbour-light.example", "www.harbour-light.example", True),
        ("harbour-light.example", "night-desk.example", False),
        ("harbour-light.example", "evilharbour-light.example", False),
        ("harbour-light.example", "example", False),
    ],
)
def test_parts_of_a_site_are_told_from_others(one: str, other: str, *, same: bool) -> None:
    assert same_site(one, other) is same
    assert same_site(other, one) is same
    assert site_of(f"https://{one}:8000/x") == one
