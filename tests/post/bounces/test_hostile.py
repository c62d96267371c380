"""Whatever arrives, it is read to its end, soon, and nothing in it reaches beyond its line."""

import json
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground.text import one_line
from pamphleteer.post.bounces import mime
from pamphleteer.post.bounces.reading import read
from pamphleteer.post.bounces.results import MOST
from tests.post.bounces.returned import FIELDS, HEAD, LETTER, in_base64, report, told

MB = 1 << 20
BLOCK = (
    b"Final-Recipient: rfc822; a%d@b.example\nAction: failed\n"
    b"Diagnostic-Code: smtp; 550 user account of mailbox\n\n"
)
PARTS = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
BOMBS: dict[str, Callable[[], bytes]] = {
    "letters": lambda: HEAD + b"\n" + b"a" * MB,
    "ats": lambda: HEAD + b"\n" + b"a@" * (MB // 2),
    "brackets": lambda: HEAD + b"Content-Type: text/html\n\n" + b"<" * MB,
    "entities": lambda: HEAD + b"Content-Type: text/html\n\n" + b"&amp" * (MB // 4),
    "words": lambda: HEAD + b"\n" + (b"a@b.example: " + b"user mailbox message host connection " * 25 + b"\n") * 1_000,
    "codes": lambda: HEAD + b"\n" + b"550 " * (MB // 4),
    "addresses": lambda: HEAD + b"\n" + b"".join(b"<a%d@b.example>: 550 no\n" % n for n in range(40_000)),
    "sessions": lambda: HEAD + b"\n-Transcript of session follows\n" + b"<<< 550 a\n550 <a@b.example>... x\n" * 30_000,
    "data": lambda: HEAD + b"\n<a@b.example>: " + b">>> data " * (MB // 9),
    "spaces": lambda: HEAD + b"\n" + b" " * MB,
    "quotes": lambda: HEAD + b"\n" + b"  <\"'" * (MB // 5),
    "lines": lambda: HEAD + b"\n" + b"\n" * MB,
    "headers": lambda: b"A: b\n" * (MB // 5),
    "folds": lambda: b"Subject: b\n" + b" =?utf-8?q?a?=\n" * (MB // 15),
    "recipients": lambda: b"X-Failed-Recipients: " + b"a@b.example, " * (MB // 13) + b"\n\n",
    "parameters": lambda: b"Content-Type: multipart/mixed" + b"; a=" * (MB // 4) + b"\n\n",
    "parts": lambda: PARTS + b"--b\n\n" * (MB // 5),
    "nests": lambda: b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(20_000)
    ),
    "mails in mails": lambda: b"Content-Type: message/rfc822\n\n" * (MB // 30),
    "packed": lambda: HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"QUFB" * (MB // 4),
    "quoted": lambda: HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=41" * (MB // 3),
    "shifts": lambda: HEAD + b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"\x1b$B" * (MB // 3),
    "dashes": lambda: b"\n" + (b"--" + b"-" * 60 + b"x" * 99 + b"\n") * 6_000,
    "blocks": lambda: HEAD + b"Content-Type: message/delivery-status\n\n" + b"".join(BLOCK % n for n in range(9_000)),
    "braces": lambda: HEAD + b'\n{"notificationType": ' + b"[" * MB,
    "nothing": lambda: b"\x00" * MB,
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_megabyte_of_malice_is_read_within_a_second(bomb: Callable[[], bytes]) -> None:
    mail = bomb()[:MB]
    began = time.process_time()

    found = read(mail)

    assert time.process_time() - began < 1
    assert 1 <= len(found) <= MOST


def test_of_a_giant_mail_the_beginning_is_read() -> None:
    (found,) = read(report() + b"x" * (8 * MB))

    assert found.reason == "unknown"


def test_no_more_parts_are_looked_at_than_honest_mails_have() -> None:
    assert sum(1 for _ in mime.parse(BOMBS["parts"]()).walk()) < 300
    assert max(part.depth for part in mime.parse(BOMBS["nests"]()).walk()) < 10


@given(st.binary())
def test_any_bytes_are_read(mail: bytes) -> None:
    assert read(mail)


PIECES = [
    HEAD, FIELDS, LETTER, report(), in_base64(), b"Content-Type: multipart/report; boundary=b\n", b"--b\n", b"\n",
    b"\x00", b"Content-Type: text/html; charset=\xff\n", b"Content-Transfer-Encoding: base64\n", b"\xff\xfe",
    b"<rosa@example.org>: 550 no\n", b"X-Failed-Recipients: a@b.example\n", "é".encode("utf-16"),
    b"Final-Recipient: rfc822;", b"=?utf-8?b?//?=", b"Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=20), max_size=12))
def test_any_shreds_of_mails_are_read(pieces: list[bytes]) -> None:
    for one in read(b"".join(pieces)):
        assert one.reply == one_line(one.reply)
        assert one.recipient == one_line(one.recipient)
        assert one.scope.value in {"relay", "site", "reader"}


@pytest.mark.parametrize(
    "charset",
    [
        "idna",
        "punycode",
        "hex",
        "rot13",
        "zip",
        "undefined",
        "nonsense",
        "utf-7",
        "x" * 5_000,
        "a\x00b",
    ],
)
def test_what_is_no_charset_is_none(charset: str) -> None:
    mail = told("<rosa@example.org>: 550 5.1.1 no such user é\n").replace(
        b"utf-8", charset.encode()
    )

    assert read(mail)[0].reason == "unknown"


def test_nothing_in_a_mail_begins_a_line_of_ours() -> None:
    words = "550 5.1.1 no\x1b[31m such\u2028user\u202e \x9b31m\x07"

    (found,) = read(told(f"<rosa@example.org>: {words}\n"))

    assert found.reply.isprintable()
    assert len(json.dumps([found.reply, found.recipient], ensure_ascii=False).splitlines()) == 1


LINES = [
    "<rosa@example.org>:",
    "550 5.1.1 no such user",
    "To: omar@example.net",
    "RCPT TO:<ines@example.net>",
    "x@y",
    "@",
    "",
]


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=12))
def test_no_recipient_is_made_up(lines: list[str]) -> None:
    mail = told("\n".join(lines).encode("utf-8", "replace").decode())

    for one in read(mail):
        assert one.recipient in mail.decode()
