"""Letters joined from what all get and what is one reader's, as mail programs read them."""

import email
import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pamphleteer.post.dkim import Algorithm, Signer, SigningKey
from pamphleteer.post.making import Encoded, Own, encode, fields

AT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
KEYS = [SigningKey.make("tide-r", Algorithm.RSA), SigningKey.make("tide-e", Algorithm.ED25519)]
RECORDS = {f"{key.selector}._domainkey.example.org.".encode(): key.record() for key in KEYS}
LENGTHS = {"leave": 71}
LINK = "https://desk.example.org/digest/leave/\ue000leave\ue001"


def own(to: str = "ada@readers.example", letter: str = "a") -> Own:
    token = letter.encode() * 71
    leave = fields.field(
        "List-Unsubscribe", f"<https://desk.example.org/digest/leave/{token.decode()}>"
    )
    return Own(to, "1@example.org", AT, [leave], {"leave": token})


def made(subject: str = "Fish", html: str = "<p>Fish</p>", text: str = "Fish\n") -> Encoded:
    shared = [
        fields.sender("The Tide & Täglich", "digest@example.org"),
        fields.field("Subject", subject),
        fields.field("List-Id", "<daily.example.org>"),
    ]
    link = f'<a href="{LINK}">Leave</a>\n'
    return encode(
        html=html and html + link, text=f"{text}\n{LINK}\n", lengths=LENGTHS, shared=shared
    )


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)  # type: ignore[return-value]


def holds(content: bytes, index: int) -> bool:
    return bool(
        dkim.DKIM(content).verify(idx=index, dnsfunc=lambda name, **_: RECORDS[name].encode())
    )


def test_a_letter_has_both_bodies_with_the_readers_own_link() -> None:
    message = read(made().letter(own()))

    text, html = message.iter_parts()
    assert message.get_content_type() == "multipart/alternative"
    assert text.get_content_type() == "text/plain"
    assert text.get_param("format") == "flowed"
    assert html.get_content_type() == "text/html"
    for body in (text, html):
        assert f"/digest/leave/{'a' * 71}" in body.get_content()
    assert message["To"] == "ada@readers.example"
    assert message["From"].addresses[0].display_name == "The Tide & Täglich"
    assert message["Date"].datetime == AT
    assert message["Message-ID"] == "<1@example.org>"
    assert message["MIME-Version"] == "1.0"


def test_without_html_a_letter_has_one_part() -> None:
    message = read(made(html="").letter(own()))

    assert message.get_content_type() == "text/plain"
    assert f"/digest/leave/{'a' * 71}" in message.get_content()


lines = st.text(st.characters(exclude_categories=["Cs", "Co", "Cc"]), max_size=120)
texts = st.lists(lines, max_size=6).map("\n".join)


@settings(max_examples=60)
@given(subject=lines, html=texts, text=texts)
def test_any_letter_is_read_as_it_was_said_and_its_signatures_hold(
    subject: str, html: str, text: str
) -> None:
    encoded = made(subject, html, text)
    signer = Signer("example.org", KEYS)

    for letter in ("a", "b"):
        content = encoded.letter(own(letter=letter), signer=signer)

        assert holds(content, 0)
        assert holds(content, 1)
        assert content.isascii()
        said = list(read(content).walk())[-1]
        assert f"leave/{letter * 71}" in said.get_content()


@pytest.mark.parametrize("text", ["", "\n", " ", ".", "نهر " * 30, "x\n\n\n", "=20 \r\n \r\n"])
@pytest.mark.parametrize("slots", [True, False])
def test_signatures_of_letters_of_one_part_hold_in_either_encoding(text: str, slots: bool) -> None:
    signer = Signer("example.org", KEYS)
    if slots:
        content = made(html="", text=text).letter(own(), signer=signer)
    else:
        once = encode(html="", text=text, lengths={}, shared=[])
        content = once.letter(Own("a@example.org", "1@example.org", AT, [], {}), signer=signer)

    assert holds(content, 0)


@given(subject=st.text(), name=st.text())
def test_no_word_begins_a_header_of_its_own(subject: str, name: str) -> None:
    shared = [fields.sender(name, "digest@example.org"), fields.field("Subject", subject)]

    head = encode(html="", text="x", lengths={}, shared=shared)
    content = head.letter(Own("ada@readers.example", "1@example.org", AT, [], {}))

    assert set(read(content).keys()) == {
        "From", "Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "To", "Date", "Message-ID",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("address", "travels"),
    [
        ("ada+tide@readers.example", "ada+tide@readers.example"),
        ("josé@readers.example", "josé@readers.example"),
        ('"a b"@readers.example', '"a b"@readers.example'),
        ("a..b@readers.example", '"a..b"@readers.example'),
        (
            "ada>\r\nBcc: eve@elsewhere.example\r\n@readers.example",
            '"ada> Bcc: eve@elsewhere.example"@readers.example',
        ),
    ],
)
def test_addresses_are_written_so_that_servers_read_them(address: str, travels: str) -> None:
    assert fields.to(address) == (b"To", f" {travels}".encode())


def test_a_slot_of_another_length_is_refused() -> None:
    short = Own("ada@readers.example", "1@example.org", AT, [], {"leave": b"a" * 70})

    with pytest.raises(ValueError, match="71"):
        made().letter(short)


@given(text=st.text(".=\n aé", max_size=200), token=st.text(".a", min_size=71, max_size=71))
def test_a_letter_that_is_called_dotless_has_no_line_that_begins_with_a_dot(
    text: str, token: str
) -> None:
    once, mine = made(html=text, text=text), own(letter="a")
    theirs = Own(mine.to, mine.message_id, mine.dated, mine.fields, {"leave": token.encode()})

    assert not (once.dotless(theirs) and b"\n." in once.letter(theirs))


def test_most_letters_are_called_dotless() -> None:
    assert made().dotless(own())
    assert not made(text=".Fish\n").dotless(own())
    assert not made().dotless(own(letter="."))


def test_a_field_that_was_folded_once_is_each_readers_as_if_it_were_folded_anew() -> None:
    def field_of(token: str, mail: str) -> fields.Field:
        ways = f"<https://desk.example.org/digest/leave/{token}>, <mailto:leave+{mail}@example.org>"
        return fields.field("List-Unsubscribe", ways)

    first = {"leave": b"a" * 71, "mail": b"b" * 42, "none": b""}
    form = fields.Form.of(field_of("a" * 71, "b" * 42), first)

    filled = form.filled({"leave": b"c" * 71, "mail": b"d" * 42, "none": b""})
    assert filled == field_of("c" * 71, "d" * 42)
    assert b"\r\n" in filled[1]
