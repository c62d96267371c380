"""Returned mails for the tests, as servers write them."""

from base64 import b64encode

LETTER = b"""\
Return-Path: <bounces@example.com>
Received: from mail.example.com by mx.example.org; Mon, 5 Jan 2026 08:00:00 +0000
From: The Harbour Light <letters@example.com>
To: rosa@example.org
Subject: No such user: the coup that blocked all accounts
Message-ID: <1@example.com>

User unknown, 550 5.1.1, mailbox full.
"""
HEAD = b"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: bounces@example.com
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
"""
FIELDS = b"""\
Reporting-MTA: dns; mx.example.org
Arrival-Date: Mon, 5 Jan 2026 08:00:00 +0000

Final-Recipient: rfc822; rosa@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <rosa@example.org>: no such mailbox
"""


def report(
    fields: bytes = FIELDS, *, text: bytes = b"It failed.\n", boundary: bytes = b"b=1"
) -> bytes:
    """Return a report of RFC 3464."""
    return b"".join(
        (
            HEAD,
            b'Content-Type: multipart/report; report-type=delivery-status; boundary="%b"\n\n'
            % boundary,
            b"--%b\nContent-Type: text/plain\n\n%b\n" % (boundary, text),
            b"--%b\nContent-Type: message/delivery-status\n\n%b\n" % (boundary, fields),
            b"--%b\nContent-Type: message/rfc822\n\n%b\n--%b--\n" % (boundary, LETTER, boundary),
        )
    )


def told(text: str, *, head: bytes = HEAD) -> bytes:
    """Return a returned mail without a form, of a text."""
    return head + b"Content-Type: text/plain; charset=utf-8\n\n" + text.encode()


def in_base64(fields: bytes = FIELDS) -> bytes:
    """Return a report whose fields are in base64."""
    kind = b"Content-Type: message/delivery-status\n"
    plain = report(fields)
    packed = kind + b"Content-Transfer-Encoding: base64\n\n" + b64encode(fields) + b"\n"
    return plain.replace(kind + b"\n" + fields, packed)
