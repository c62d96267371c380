"""Bounces without a form are understood by their text."""

import pytest

from pamphleteer.post.bounces.reading import read
from pamphleteer.post.bounces.results import Kind
from pamphleteer.post.errors import Scope
from tests.post.bounces.returned import HEAD, LETTER, report, told

COPY = LETTER.decode()
TEXTS = {
    "qmail": f"""\
Hi. This is the qmail-send program at mx.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<rosa@example.org>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 unknown
Giving up on 192.0.2.1.

--- Below this line is a copy of the message.

{COPY}""",
    "Exim": f"""\
This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  rosa@example.org
    host mx.example.org [192.0.2.1]
    SMTP error from remote mail server after RCPT TO:<rosa@example.org>:
    550 No such user

------ This is a copy of the message, including all the headers. ------

{COPY}""",
    "sendmail": f"""\
   ----- The following addresses had permanent fatal errors -----
<rosa@example.org>

   ----- Transcript of session follows -----
... while talking to mx.example.org.:
>>> RCPT To:<rosa@example.org>
<<< 550 5.1.1 no such user
550 5.1.1 <rosa@example.org>... User unknown

   ----- Unsent message follows -----
{COPY}""",
    "Exchange": """\
Your message

  To:      Rosa
  Subject: No such user: the coup
  Sent:    Mon, 5 Jan 2026 08:00:00 -0000

did not reach the following recipient(s):

rosa@example.org on Mon, 5 Jan 2026 08:00:10 -0000
    The recipient name is not recognized
""",
    "a sentence": "Your mail could not be delivered to <rosa@example.org>: there is no such mailbox here.\n",
    "a table": f"""\
Delivery failed.

Error: Invalid user address
Message details:
  MAIL FROM: bounces@example.com
  RCPT TO: rosa@example.org

{COPY}""",
    "no address but in the letter": f"""\
We could not deliver your message: the recipient does not exist.

----- Original message -----
{COPY}""",
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_tells_who_is_unknown(text: str) -> None:
    (found,) = read(told(text))

    assert (found.recipient, found.kind, found.scope) == (
        "rosa@example.org",
        Kind.BOUNCE,
        Scope.READER,
    )
    assert (found.reason, found.hard) == ("unknown", True)


def test_html_alone_tells_it_too() -> None:
    page = b"<style>a{}</style><p>Delivery to these people failed:</p><p>rosa@example.org<br>No such user</p>"

    (found,) = read(HEAD + b"Content-Type: text/html\n\n" + page)

    assert (found.recipient, found.reason) == ("rosa@example.org", "unknown")


def test_each_recipient_has_words_of_its_own() -> None:
    text = """\
The following addresses failed:

<rosa@example.org>: 550 5.1.1 no such user

<omar@example.net>: 552 5.2.2 mailbox full

<ines@example.net>: 554 5.7.1 blocked by a block list
"""

    found = read(told(text))

    assert [(one.recipient, one.reason, one.hard) for one in found] == [
        ("rosa@example.org", "unknown", True),
        ("omar@example.net", "full", False),
        ("ines@example.net", "reputation", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Delivery to the following recipient has been delayed:\n\n  rosa@example.org\n\nIt will be retried.\n",
        "THIS IS A WARNING MESSAGE ONLY.\n\nrosa@example.org: 450 4.1.1 no such user\n\nWill retry for 2 days.\n",
    ],
)
def test_a_delay_is_no_failure(text: str) -> None:
    (found,) = read(told(text))

    assert (found.recipient, found.kind, found.hard) == ("rosa@example.org", Kind.DELAY, False)


def test_the_subject_of_our_letter_blames_nobody() -> None:
    head = HEAD.replace(b"Undelivered Mail", b"Undeliverable: No such user: account disabled;")

    (found,) = read(
        told("Your message did not reach these people:\n\nrosa@example.org\n", head=head)
    )

    assert (found.recipient, found.reason, found.hard) == ("rosa@example.org", "unclear", False)


def test_our_own_address_is_not_the_recipient() -> None:
    text = "A message from bounces@example.com could not be delivered to rosa@example.org.\n"

    assert [one.recipient for one in read(told(text))] == ["rosa@example.org"]


def test_a_returned_mail_that_somebody_passes_on_is_read() -> None:
    returned = told(TEXTS["qmail"])
    wrapped = (
        b"From: Paula <paula@example.com>\nSubject: Look\nContent-Type: multipart/mixed; boundary=z\n\n"
        b"--z\n\nWhat is this?\n--z\nContent-Type: message/rfc822\n\n" + returned + b"\n--z--\n"
    )

    assert read(wrapped) == read(returned)


def test_signs_of_other_scripts_end_an_address() -> None:
    text = "收件人邮件地址（rosa@example.org）不存在，邮件无法送达。\n"

    (found,) = read(told(text))

    assert (found.recipient, found.reason) == ("rosa@example.org", "unknown")


def test_an_unknown_address_of_ours_is_not_the_reader_s() -> None:
    text = "<rosa@example.org>: host mx.example.org said: 550 5.1.1 <bounces@example.com>: no such user\n"

    (found,) = read(told(text))

    assert (found.recipient, found.scope, found.reason) == (
        "rosa@example.org",
        Scope.RELAY,
        "sender",
    )


def test_a_server_names_its_own_users_without_its_domain() -> None:
    text = "Your mail to the following recipients could not be delivered, for they are unknown:\n\trosa\n\tomar.h\n"
    found = read(told(text))
    assert [one.recipient for one in found] == ["rosa@mx.example.org", "omar.h@mx.example.org"]
    assert [one.kind for one in found] == [Kind.BOUNCE, Kind.BOUNCE]


def test_what_is_said_before_all_is_said_of_each() -> None:
    text = (
        "The destination computer was not reachable within the allowed queue period.\n\n"
        "These did not get it:\n  <rosa@example.org>\n\nNor did:\n  <omar@example.net>\n    550 5.1.1 no such user\n"
    )
    assert [(one.recipient, one.reason) for one in read(told(text))] == [
        ("rosa@example.org", "expired"),
        ("omar@example.net", "unknown"),
    ]


def test_a_server_that_names_nobody_returned_a_mail_all_the_same() -> None:
    (found,) = read(told("<<< No Message Collected >>>\n"))
    assert (found.kind, found.recipient, found.scope, found.hard) == (
        Kind.BOUNCE,
        "",
        Scope.SITE,
        False,
    )


def test_what_gateways_write_below_blames_nobody() -> None:
    footer = "\n____________\n\nThis mail has been scanned for viruses on behalf of Example.\n"
    fields = b"Final-Recipient: rfc822; rosa@example.org\nAction: failed\nStatus: 5.1.1\n"
    text = f"Delivery to the following recipients failed.\n\n   rosa@example.org\n{footer}".encode()
    (found,) = read(report(fields, text=text))
    assert (found.reason, found.hard) == ("unknown", True)
    (alone,) = read(told(f"<rosa@example.org>: 550 5.1.1 no such user\n{footer}"))
    assert alone.reason == "unknown"


def test_the_seven_bits_of_older_servers_are_read() -> None:
    head = HEAD + b"Content-Type: text/plain; charset=unicode-1-1-utf-7\n\n"
    (found,) = read(head + b"Delivery to rosa@example.org failed: +AGEAYgBj- user unknown\n")
    assert "abc user unknown" in found.reply
