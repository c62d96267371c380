"""Complaints, answers of machines, readers who leave, and mail that is nothing of the kind."""

import json
from base64 import b64encode

import pytest

from pamphleteer.post.bounces.reading import read
from pamphleteer.post.bounces.results import Kind
from pamphleteer.post.errors import Scope
from tests.post.bounces.returned import LETTER

COMPLAINT = b"""\
From: feedback@example.net
To: abuse@example.com
Subject: FW: a letter
Content-Type: multipart/report; report-type=feedback-report; boundary=f

--f
Content-Type: text/plain

This is a report.
--f
Content-Type: message/feedback-report

Feedback-Type: %b
User-Agent: X/1
Version: 1
%b
--f
Content-Type: message/rfc822

%b
--f--
"""

RECEIPT = b"""\
From: Rosa's mailbox <postmaster@example.org>
To: letters@example.com
Subject: About your message
Content-Type: multipart/report; report-type=disposition-notification; boundary=r

--r
Content-Type: text/plain

%b
--r
Content-Type: message/disposition-notification

Final-Recipient: rfc822; rosa@example.org
Disposition: automatic-action/MDN-sent-automatically; %b
--r--
"""


def mail(subject: str, text: str = "", *more: str) -> bytes:
    head = (
        "From: Rosa <rosa@example.org>",
        "To: letters@example.com",
        f"Subject: {subject}",
        *more,
    )
    return "\n".join([*head, "", text]).encode()


def complaint(
    kind: bytes = b"abuse", fields: bytes = b"Original-Rcpt-To: <rosa@example.org>\n"
) -> bytes:
    return COMPLAINT % (kind, fields, LETTER)


def test_a_complaint_names_each_reader() -> None:
    fields = b"Original-Rcpt-To: rosa@example.org\nOriginal-Rcpt-To: <omar@example.net>\n"

    found = read(complaint(fields=fields))

    assert [(one.recipient, one.kind, one.reason) for one in found] == [
        ("rosa@example.org", Kind.COMPLAINT, "abuse"),
        ("omar@example.net", Kind.COMPLAINT, "abuse"),
    ]


def test_a_complaint_without_a_name_is_of_whom_the_letter_was_for() -> None:
    (found,) = read(complaint(b"opt-out", b""))

    assert (found.recipient, found.kind, found.reason) == (
        "rosa@example.org",
        Kind.COMPLAINT,
        "opt-out",
    )


def test_a_report_about_signatures_blames_no_reader() -> None:
    (found,) = read(complaint(b"auth-failure"))

    assert (found.scope, found.reason, found.hard) == (Scope.RELAY, "authentication", False)


def test_a_complaint_that_is_taken_back_is_none() -> None:
    assert [one.kind for one in read(complaint(b"not-spam"))] == [Kind.OTHER]


def test_a_complaint_without_form_is_known_by_its_header() -> None:
    letter = b"X-HmXmrOriginalRecipient: rosa@example.org\n" + LETTER
    wrapped = b"From: staff@example.net\nContent-Type: multipart/mixed; boundary=f\n\n"
    part = b"--f\nContent-Type: message/rfc822\n\n" + letter + b"--f--\n"

    (found,) = read(wrapped + part)

    assert (found.recipient, found.kind) == ("rosa@example.org", Kind.COMPLAINT)


@pytest.mark.parametrize(
    ("about", "kind", "reason", "hard"),
    [
        (
            {"notificationType": "Bounce", "bounce": {"bouncedRecipients": [
                {"emailAddress": "rosa@example.org", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 no"}]}},
            Kind.BOUNCE, "unknown", True,
        ),
        (
            {"notificationType": "Bounce", "bounce": {"bounceSubType": "MailboxFull", "bouncedRecipients": [
                {"emailAddress": "rosa@example.org"}]}},
            Kind.BOUNCE, "full", False,
        ),
        (
            {"notificationType": "Complaint", "complaint": {"complaintFeedbackType": "abuse",
                "complainedRecipients": [{"emailAddress": "rosa@example.org"}]}},
            Kind.COMPLAINT, "abuse", False,
        ),
        (
            {"eventType": "Delivery", "delivery": {"recipients": ["rosa@example.org"], "smtpResponse": "250 Ok"}},
            Kind.OTHER, "delivered", False,
        ),
    ],
)  # fmt: skip
def test_what_amazon_tells_by_mail(
    about: dict[str, object], kind: Kind, reason: str, hard: bool
) -> None:
    (found,) = read(mail("AWS Notification Message", json.dumps(about)))

    assert (found.recipient, found.kind, found.reason, found.hard) == (
        "rosa@example.org", kind, reason, hard,
    )  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        mail("Out of office: Re: News"),
        mail("=?utf-8?q?R=C3=A9ponse_automatique=3A_News?="),
        mail("Automatische Antwort: News"),
        mail("Re: News", "I am away.", "Auto-Submitted: auto-replied"),
        mail("Re: News", "I am away.", "X-Autoreply: yes"),
        mail("Re: News", "Thank you.", "Precedence: auto_reply"),
        mail(
            "Read: News",
            "",
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=r",
        ),
    ],
)
def test_an_answer_of_a_machine_is_no_bounce(answer: bytes) -> None:
    (found,) = read(answer)

    assert (found.recipient, found.kind, found.hard) == ("rosa@example.org", Kind.AUTO_REPLY, False)


@pytest.mark.parametrize(
    "wish",
    [
        mail("unsubscribe"),
        mail("Re: Unsubscribe."),
        mail("Désabonner"),
        mail("Re: News", "STOP\n\n> the letter"),
        mail("", "", "Delivered-To: leave+abc@example.com"),
    ],
)
def test_a_reader_who_wants_to_leave_is_heard(wish: bytes) -> None:
    (found,) = read(wish)

    assert (found.recipient, found.kind) == ("rosa@example.org", Kind.UNSUBSCRIBE)


@pytest.mark.parametrize(
    "letter",
    [
        mail("Re: News", "I read that the mailbox of the minister was full, 550 letters in it."),
        mail("A question", "How do I unsubscribe from the paper?"),
        b"",
        b"\x00",
    ],
)
def test_mail_that_is_nothing_of_the_kind_means_nothing(letter: bytes) -> None:
    (found,) = read(letter)

    assert (found.kind, found.hard) == (Kind.OTHER, False)


@pytest.mark.parametrize(
    "subject",
    [
        "[Automatyczna odpowiedź] News", "Automatická odpověď: News", "Automatikus válasz: News",
        "Automaattinen vastaus: News", "Autosvar: News", "Automatisch antwoord: News", "Afwezig tot maandag",
        "Otomatik yanıt: News", "Resposta automática: News", "Fuori ufficio: News", "De vacaciones",
        "Автоматический ответ: News", "Автоматична відповідь: News", "自動回覆: News", "자동 회신: News", "不在通知",
        "رد تلقائي: News", "Message d'absence", "On annual leave Re: News",
    ],
)  # fmt: skip
def test_machines_answer_in_many_languages(subject: str) -> None:
    encoded = f"=?utf-8?b?{b64encode(subject.encode()).decode()}?="
    assert [one.kind for one in read(mail(encoded))] == [Kind.AUTO_REPLY]


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\nI am currently out of the office until Monday.",
        "Ich bin bis zum 3. Mai nicht im Büro.",
        "Bonjour,\nje suis actuellement absent.",
        "Estaré fuera de la oficina hasta el lunes.",
    ],
)
def test_who_is_away_says_so_by_a_machine_or_in_person(text: str) -> None:
    assert [one.kind for one in read(mail("Re: News", text, "Precedence: bulk"))] == [
        Kind.AUTO_REPLY
    ]
    assert [one.kind for one in read(mail("Re: News", text))] == [Kind.OTHER]


@pytest.mark.parametrize(
    "text",
    [
        "This account is protected by Example.  Please click on the link to prove that you are not a machine.",
        "Your message is held until you reply to this to confirm it.",
        "Please confirm your message by a click; your address will be added to my list of guests.",
    ],
)
def test_who_wants_proof_that_no_machine_wrote_answers_by_one(text: str) -> None:
    assert [one.kind for one in read(mail("Re: News", text))] == [Kind.AUTO_REPLY]


def test_what_people_write_is_nothing_of_the_kind() -> None:
    for text in (
        "Please confirm your address, so that I can send the photos.",
        "Is my mailbox full of junk?",
    ):
        assert [one.kind for one in read(mail("Re: News", text))] == [Kind.OTHER]


def test_what_wants_no_answer_and_tells_of_no_delivery_is_an_answer_of_a_machine() -> None:
    thanks = mail("Thanks", "I will write as soon as I can.\n\nrosa@example.org", "Return-Path: <>")
    assert [one.kind for one in read(thanks)] == [Kind.AUTO_REPLY]


def test_who_wants_to_leave_does_whatever_they_quote() -> None:
    asked = mail("Re: News", "unsubscribe\n\n> Please confirm your address to get our news.")
    assert [one.kind for one in read(asked)] == [Kind.UNSUBSCRIBE]


def test_a_receipt_that_tells_of_a_refusal_is_no_receipt() -> None:
    refusal = RECEIPT % (
        b"Your message to <rosa@example.org> was automatically rejected:\nQuota exceeded",
        b"deleted",
    )
    (found,) = read(refusal)
    assert (found.kind, found.recipient, found.reason) == (Kind.BOUNCE, "rosa@example.org", "full")
    assert found.scope is Scope.READER

    seen = RECEIPT % (b"Your message was displayed. No refusal.", b"displayed")
    assert [one.kind for one in read(seen)] == [Kind.AUTO_REPLY]
