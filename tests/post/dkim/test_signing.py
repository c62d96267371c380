"""Letters signed in the house, as somebody else's program checks them."""

from datetime import UTC, datetime

import dkim
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pamphleteer.post.dkim import Algorithm, BodyHash, Signer, SigningKey
from pamphleteer.post.dkim.canonical import header

AT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
RSA = SigningKey.make("tide-r", Algorithm.RSA)
ED25519 = SigningKey.make("tide-e", Algorithm.ED25519)
KEYS = (RSA, ED25519)
RECORDS = {f"{key.selector}._domainkey.example.org.".encode(): key.record() for key in KEYS}
HEADERS = [
    (b"From", b" The Tide <digest@example.org>"),
    (b"To", b" ada@readers.example"),
    (b"Subject", b" Fish"),
    (b"Date", b" Mon, 23 Nov 2026 07:00:00 +0000"),
    (b"Message-ID", b" <1@example.org>"),
    (b"MIME-Version", b" 1.0"),
    (b"List-Id", b" <daily.example.org>"),
    (b"List-Unsubscribe", b" <https://desk.example.org/digest/leave/x>"),
    (b"List-Unsubscribe-Post", b" List-Unsubscribe=One-Click"),
    (b"Feedback-ID", b" 1:2:3:4"),
]

Header = tuple[bytes, bytes]


def dns(name: bytes, timeout: int = 5) -> bytes:
    return RECORDS[name].encode()


def signed(headers: list[Header], body: bytes, *keys: SigningKey) -> bytes:
    relaxed = [header(name, value) for name, value in headers]
    signatures = Signer("example.org", keys).sign(relaxed, BodyHash.of(body), at=AT)
    return (
        signatures
        + b"".join(name + b":" + value + b"\r\n" for name, value in headers)
        + b"\r\n"
        + body
    )


def holds(letter: bytes, *, index: int = 0) -> bool:
    return bool(dkim.DKIM(letter).verify(idx=index, dnsfunc=dns))


# What may stand in a header's value: 8-bit and blanks too, folded as servers fold.
CONTROL = bytes(range(9)) + bytes(range(10, 32))
words = st.binary(min_size=1, max_size=60).map(lambda raw: raw.translate(None, CONTROL) or b"x")
values = st.lists(words, min_size=1, max_size=4).map(lambda lines: b" " + b"\r\n ".join(lines))
names = st.sampled_from(
    [b"Subject", b"To", b"List-Id", b"X-Own", b"Feedback-ID", b"from", b"Content-Type"]
)
letters = st.lists(st.tuples(names, values), max_size=6)
lines = st.one_of(
    st.binary(max_size=80).map(lambda raw: raw.translate(None, b"\r\n")),
    st.sampled_from([b"", b" ", b"\t \t", b"x  ", b"." * 1200, "الماء  هنا ".encode()]),
)
bodies = st.lists(lines, max_size=8).map(lambda found: b"".join(line + b"\r\n" for line in found))


@pytest.mark.parametrize("index", [0, 1])
@settings(max_examples=150)
@example(more=[], body=b"")
@example(more=[], body=b"\r\n\r\n\r\n")
@example(more=[], body=b"no end of its line")
@example(more=[], body=b"blanks at the end \t \r\n\r\n \r\n")
@given(more=letters, body=bodies)
def test_any_letter_holds_for_others(index: int, more: list[Header], body: bytes) -> None:
    assert holds(signed([*HEADERS, *more], body, *KEYS), index=index)


@pytest.mark.parametrize(
    "name", [b"From", b"Reply-To", b"List-Unsubscribe", b"List-Post", b"Content-Type"]
)
def test_whoever_adds_a_header_that_receivers_obey_breaks_it(name: bytes) -> None:
    letter = signed(HEADERS, b"Fish.\r\n", *KEYS)

    assert not holds(name + b": x@elsewhere.example\r\n" + letter)


def test_what_servers_do_on_the_way_breaks_nothing() -> None:
    headers = [(b"Subject", b" Fish\r\n and  chips"), *HEADERS]
    letter = signed(headers, b"Fish  and\tchips. \r\n\r\n", *KEYS)

    carried = letter.replace(b" Fish\r\n and  chips", b"  Fish and chips ")
    carried = carried.replace(b"Fish  and\tchips. \r\n\r\n", b"Fish and chips.\r\n")
    carried = carried.replace(b"<1@example.org>", b"<0100@relay.example>")
    carried = b"Received: from desk.example.org by mx.example; Mon\r\n" + carried
    assert carried != letter
    assert holds(carried)
    assert holds(carried, index=1)


def test_a_word_that_is_changed_breaks_it() -> None:
    letter = signed(HEADERS, b"Fish.\r\n", *KEYS)

    assert not holds(letter.replace(b"Subject: Fish", b"Subject: Fowl"))
    with pytest.raises(dkim.ValidationError):
        holds(letter.replace(b"Fish.\r\n", b"Fowl.\r\n"))


def test_the_same_letter_has_the_same_signatures() -> None:
    assert signed(HEADERS, b"Fish.\r\n", *KEYS) == signed(HEADERS, b"Fish.\r\n", *KEYS)


def test_no_line_of_a_signature_is_long() -> None:
    letter = signed(HEADERS, b"Fish.\r\n", *KEYS)

    assert max(len(line) for line in letter.split(b"\r\n")) <= 78
