"""Reports with fields are read back, whole, foreign or broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.bounces.reading import read
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.errors import Scope
from tests.post.bounces.returned import FIELDS, HEAD, in_base64, report

UNKNOWN = Result(
    "rosa@example.org",
    Kind.BOUNCE,
    Scope.READER,
    hard=True,
    reason="unknown",
    status="5.1.1",
    reply="550 5.1.1 <rosa@example.org>: no such mailbox",
)
LOCALS = st.text("abcdefghijklmnopqrstuvwxyz0123456789.+_=-é", min_size=1, max_size=20).filter(
    lambda local: local.strip(".-=+") == local
)
ADDRESSES = st.builds("{}@{}.example".format, LOCALS, st.from_regex(r"[a-z]{1,10}", fullmatch=True))
MEANINGS = st.sampled_from(
    [
        ("failed", "5.1.1", "550 5.1.1 user unknown", "bounce", "unknown", True),
        ("failed", "5.2.2", "552 5.2.2 mailbox full", "bounce", "full", False),
        ("failed", "5.7.1", "554 5.7.1 listed on a block list", "bounce", "reputation", False),
        ("failed", "5.1.2", "550 5.1.2 host unknown", "bounce", "no-host", True),
        ("delayed", "4.4.1", "no answer from host", "delay", "network", False),
        ("delayed", "4.1.1", "450 4.1.1 user unknown", "delay", "unknown", False),
        ("delivered", "2.1.5", "250 2.1.5 Ok", "other", "delivered", False),
    ]
)


@given(st.dictionaries(ADDRESSES, MEANINGS, min_size=1, max_size=5))
def test_a_report_of_our_own_is_read_back(
    told: dict[str, tuple[str, str, str, str, str, bool]],
) -> None:
    blocks = [
        f"Final-Recipient: utf-8; {who}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {reply}\n"
        for who, (action, status, reply, *_) in told.items()
    ]

    found = read(report("\n".join(["Reporting-MTA: dns; x\n", *blocks]).encode()))

    assert [(one.recipient, one.kind.value, one.reason, one.hard, one.reply) for one in found] == [
        (who, kind, reason, hard, reply) for who, (_, _, reply, kind, reason, hard) in told.items()
    ]


BROKEN = {
    "whole": report(),
    "of another system": report().replace(b"\n", b"\r\n"),
    "in base64": in_base64(),
    "a boundary that is not there": report().replace(b'boundary="b=1"', b'boundary="other"'),
    "without a boundary": report().replace(b'; boundary="b=1"', b""),
    "without its head": report().replace(b"Content-Type: multipart", b"X-Was: multipart"),
    "cut": report().partition(b"\n--b=1\nContent-Type: message/rfc822")[0],
    "without blank lines": report(FIELDS.replace(b"\n\n", b"\n")),
    "as text": report().replace(b"message/delivery-status", b"text/plain"),
    "as mixed": report().replace(b"multipart/report; report-type=delivery-status", b"multipart/mixed"),
    "of no parts": HEAD + b"\nIt failed:\n\n" + FIELDS,
    "in a mail that was passed on": HEAD.replace(b"MAILER-DAEMON", b"paula")
    + b"Content-Type: multipart/mixed; boundary=z\n\n--z\n\nLook at this.\n--z\n"
    + b"Content-Type: message/rfc822\n\n" + report() + b"\n--z--\n",
    "with another order": report(
        b"Diagnostic-Code: smtp; 550 5.1.1 <rosa@example.org>: no such mailbox\nStatus: 5.1.1\n"
        b"Action: failed\nFinal-Recipient: rfc822;<rosa@example.org>\n"
    ),
    "in an mbox": b"From MAILER-DAEMON Mon Jan  5 08:00:00 2026\n" + report(),
}  # fmt: skip


@pytest.mark.parametrize("mail", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_report_means_the_same(mail: bytes) -> None:
    assert read(mail) == [UNKNOWN]


def test_the_letter_that_came_back_says_nothing() -> None:
    fields = FIELDS.replace(b"5.1.1", b"5.0.0").replace(b"no such mailbox", b"no")

    (found,) = read(report(fields, text=b"Nothing.\n"))

    assert (found.reason, found.hard) == ("unclear", False)


@pytest.mark.parametrize(
    ("field", "recipient"),
    [
        (b"rfc822; rosa@example.org", "rosa@example.org"),
        (b"RFC822;<rosa@example.org>", "rosa@example.org"),
        (b"utf-8; \\x{72}os\\x{E1}@example.org", "rosá@example.org"),
        ("utf-8; rosá@exámple.org".encode(), "rosá@exámple.org"),
        (b"rfc822; @relay.example.com:rosa@example.org", "rosa@example.org"),
        (b'rfc822; "rosa p"@example.org', '"rosa p"@example.org'),
    ],
)
def test_recipients_are_read_in_all_spellings(field: bytes, recipient: str) -> None:
    (found,) = read(report(FIELDS.replace(b"rfc822; rosa@example.org", field)))

    assert found.recipient == recipient


def test_the_stage_that_the_text_tells_counts() -> None:
    fields = FIELDS.replace(b"Status: 5.1.1", b"Status: 5.0.0").replace(
        b"550 5.1.1 <rosa@example.org>: no such mailbox", b"550 user unknown"
    )
    text = (
        b"<rosa@example.org>: host mx.example.org said: 550 user unknown (in reply to %b command)\n"
    )

    asked, sent = (read(report(fields, text=text % at)) for at in (b"RCPT TO", b"end of DATA"))

    assert [(one.reason, one.hard) for one in asked + sent] == [
        ("unknown", True),
        ("filtered", False),
    ]


def test_an_unknown_address_of_ours_is_not_the_reader_s() -> None:
    (found,) = read(
        report(FIELDS.replace(b"550 5.1.1 <rosa@example.org>", b"550 5.1.1 <bounces@example.com>"))
    )

    assert (found.recipient, found.scope, found.reason) == (
        "rosa@example.org",
        Scope.RELAY,
        "sender",
    )
