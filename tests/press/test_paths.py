"""File names that every file system takes, and that keep pages apart."""

import unicodedata
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.press import paths

SLUGS = st.text(st.characters(exclude_categories=["Cs"]), max_size=100)


@pytest.mark.parametrize("slug", ["coup", "48-years-after", "النيل", "ñandú", "हिन्दी", "topic_1"])
def test_an_ordinary_slug_is_its_own_name(slug: str) -> None:
    assert paths.file_name(slug) == unicodedata.normalize("NFC", slug)


@pytest.mark.parametrize(
    "slug", ["", ".", "..", "../../etc", "a/b", "con", "index", ".git", "a\\b", "A", "\0"]
)
def test_a_dangerous_slug_becomes_a_harmless_name(slug: str) -> None:
    name = paths.file_name(slug)
    assert name
    assert name != slug
    assert not set(name) & set("/\\.\0")


def test_decomposed_letters_do_not_share_a_file_with_composed_ones() -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    assert paths.article(composed) != paths.article(decomposed)


def test_a_name_of_a_hundred_long_letters_fits_in_a_directory() -> None:
    name = paths.article("한" * 100).rpartition("/")[2]
    assert len(name.encode()) < 240
    assert paths.article("한" * 99) != paths.article("한" * 100)


@given(SLUGS, SLUGS)
def test_two_slugs_never_share_a_file_where_case_does_not_count(one: str, other: str) -> None:
    if one != other:
        assert paths.article(one).casefold() != paths.article(other).casefold()


@given(SLUGS)
def test_every_name_is_normal_short_and_harmless(slug: str) -> None:
    name = paths.file_name(slug)
    assert unicodedata.is_normalized("NFC", name)
    assert 0 < len(name.encode()) <= 220
    assert not name.startswith(".")
    assert all(c.isalnum() or c in "-_" or unicodedata.category(c)[0] == "M" for c in name)


def test_links_are_percent_encoded() -> None:
    assert paths.link("topics/النيل/index.html").isascii()


@pytest.mark.parametrize(
    ("path", "root"),
    [("index.html", ""), ("articles/a.html", "../"), ("topics/a/index.html", "../../")],
)
def test_the_root_is_as_many_steps_up_as_the_page_is_deep(path: str, root: str) -> None:
    assert paths.root_of(path) == root


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "http://[bad", "", "mailto:a@b"],
)
def test_only_addresses_on_the_web_lead_outward(url: str) -> None:
    assert not paths.outward(url)
    assert paths.outward("https://example.org/a")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/a/b.html?c=d&e=(f)#g",
        "https://xn--bcher-kva.example/~ada/2026/11/29/the-well/",
        "https://192.0.2.7/?q=a+b",
    ],
)
def test_an_ordinary_address_stays_as_it_is(address: str) -> None:
    assert paths.uri(address) == paths.outward(address) == address


@given(st.from_regex(paths._PLAIN, fullmatch=True))
def test_what_needs_no_look_would_stand_it(address: str) -> None:
    parts = urlsplit(address)
    assert parts.hostname
    assert parts.geturl() == address
    assert quote(address, safe=paths._OF_ADDRESSES + "#") == address


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("javascript:alert(1)", ""),
        ("https:///nowhere", ""),
        ("https://example.org\n.example/", "https://example.org.example/"),
    ],
)
def test_any_other_address_is_written_in_the_letters_of_standards(
    address: str, written: str
) -> None:
    assert paths.uri(address) == written
