"""Addresses are taken in one form, or refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground.http import AddressError, checked


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("http://Example.ORG", "http://example.org/"),
        (" https://example.org:443/feed ", "https://example.org/feed"),
        ("http://example.org:8080/a?b=c#d", "http://example.org:8080/a?b=c#d"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ('http://example.org/a b"c', "http://example.org/a%20b%22c"),
        ("http://example.org/%7Efeed", "http://example.org/%7Efeed"),
        ("http://пример.example/новости", "http://пример.example/новости"),
    ],
)
def test_an_address_gets_its_usual_form(written: str, meant: str) -> None:
    assert checked(written) == meant
    assert checked(meant) == meant


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "begins with http"),
        ("example.org/feed", "begins with http"),
        ("ftp://example.org/", "begins with http"),
        ("file:///etc/passwd", "begins with http"),
        ("javascript:alert(1)", "begins with http"),
        ("http://", "names no server"),
        ("http://exa mple.org/", "names no server"),
        ("http://user:secret@example.org/", "never sent"),
        ("http://example.org:99999/", "no address"),
        ("http://[::1/", "no address"),
        ("http://example.org/\r\nX: y", "control characters"),
        ("http://example.org/" + "a" * 2000, "over 2,000"),
    ],
)
def test_what_is_no_address_is_refused_in_words(written: str, why: str) -> None:
    with pytest.raises(AddressError, match=why):
        checked(written)


@given(st.text(max_size=80) | st.text(max_size=60).map(lambda text: f"http://{text}"))
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    try:
        address = checked(text)
    except AddressError:
        return
    assert address.startswith(("http://", "https://"))
    assert not set('"<>\n ') & set(address)
