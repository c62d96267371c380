"""Addresses: what is taken, how it is folded, and that nothing can be smuggled in with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.addresses import LONGEST, masked, read
from pamphleteer.post.errors import AddressError


@pytest.mark.parametrize(
    ("typed", "sent_to", "mailbox"),
    [
        (" Ada@Example.ORG ", "Ada@example.org", "ada@example.org"),
        ("a@bücher.example", "a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        ("a@XN--BCHER-KVA.example", "a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
        ("jürgen@bücher.example", "jürgen@xn--bcher-kva.example", "jürgen@xn--bcher-kva.example"),
        ("JU\u0308RGEN@example.org", "JÜRGEN@example.org", "jürgen@example.org"),
        ("o'brien+news@example.org", "o'brien+news@example.org", "o'brien+news@example.org"),
    ],
)
def test_an_address_is_sent_in_ascii_where_it_can_be(
    typed: str, sent_to: str, mailbox: str
) -> None:
    found = read(typed)

    assert (found.sent_to, found.mailbox) == (sent_to, mailbox)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "ada",
        "ada@",
        "@example.org",
        "ada@example",
        "ada@[127.0.0.1]",
        "root@localhost",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org\nX: y",
        "ada@example.org, eve@example.org",
        "Ada <ada@example.org>",
        '"ada\r\n"@example.org',
        "ada\x00@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b." * 200 + "org",
        "x" * (LONGEST + 1),
    ],
)
def test_what_is_no_address_is_refused_with_words(typed: str) -> None:
    with pytest.raises(AddressError, match=r"\.$"):
        read(typed)


@given(
    st.text(max_size=80) | st.emails() | st.from_regex(r"[\w.\r\n <>,:;@\"]{1,40}@[\w.\r\n]{1,30}")
)
def test_whatever_is_taken_is_one_line_with_one_address(typed: str) -> None:
    try:
        found = read(typed)
    except AddressError:
        return
    for text in (found.sent_to, found.mailbox):
        assert text.isprintable()
        assert not set(text) & set(' ,;:<>"()[]\\')
        assert text.count("@") == 1
    assert read(found.sent_to).mailbox == found.mailbox


def test_a_masked_address_names_nobody() -> None:
    assert masked("ada.quay@example.org") == "a***@example.org"


def test_bytes_that_are_no_text_are_no_address() -> None:
    with pytest.raises(AddressError, match="type it once more"):
        read("\ufffd\ufffd@x.example")
