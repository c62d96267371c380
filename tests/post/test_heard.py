"""Mails that came back: whose each is its token proves, and what is forged or said twice changes nothing."""

from email.message import EmailMessage
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.post import leaving, returning, tokens
from pamphleteer.post.commands import bounces_taken
from pamphleteer.post.commands.bounces import command
from pamphleteer.post.letters.writing import written
from pamphleteer.post.models import Delivery, Digest, Evidence, Reader, Suppressed
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.heard import heard
from pamphleteer.post.verbs.returned import Became
from pamphleteer.post.verbs.signup import ask, confirm
from tests.cast import Cast
from tests.post.bounces.returned import FIELDS, report
from tests.post.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
MINE = FIELDS.replace(b"rosa@example.org", b"reader-0@readers.example")


@pytest.fixture(autouse=True)
def _addresses(settings: Settings) -> None:
    settings.POST_BOUNCES = "bounces@example.org"
    settings.POST_UNSUBSCRIBE = "leave@example.org"


@pytest.fixture
def sent(cast: Cast, digest: Digest, readers: list[Reader], relay: Server) -> Delivery:
    """An edition that all readers were sent; the first one's letter."""
    cast.article()
    compose(digest)
    deliver()
    return Delivery.objects.get(reader=readers[0])


def back(mail: bytes, row: Any, *, header: str = "Delivered-To") -> bytes:
    """Return a mail as it comes to the address that a row's mail comes back to."""
    return f"{header}: {returning.sender_of(row)}\n".encode() + mail


def complaint(letter: bytes, *, mail_from: str = "") -> bytes:
    """Return a report of a feedback loop about a letter."""
    original = f"Original-Mail-From: <{mail_from}>\n".encode() if mail_from else b""
    return b"".join(
        (
            b"From: fbl@provider.example\nTo: abuse@example.org\nSubject: complaint\n",
            b'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n',
            b"--b\nContent-Type: text/plain\n\nThis is a complaint.\n",
            b"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n"
            + original,
            b"\n--b\nContent-Type: message/rfc822\n\n" + letter + b"\n--b--\n",
        )
    )


def stands(reader: Reader) -> str:
    return str(Reader.objects.get(pk=reader.pk).state)


def became(mail: bytes, **more: Any) -> list[Became]:
    return [one.became for one in heard(mail, **more)]


def test_a_report_is_acted_on_once(sent: Delivery) -> None:
    mail = back(report(MINE), sent)

    assert became(mail) == [Became.RETURNED]
    row = Evidence.objects.get()
    assert (row.delivery, row.clear, row.status) == (sent, True, "5.1.1")
    assert "reader-0" not in row.said
    assert became(mail) == [Became.BEFORE]
    assert Evidence.objects.count() == 1


def test_the_server_may_say_whom_it_got_the_mail_for(sent: Delivery) -> None:
    assert became(report(MINE), to=[returning.sender_of(sent).upper()]) == [Became.RETURNED]


def test_reports_without_a_token_or_with_a_wrong_one_change_nothing(
    sent: Delivery, settings: Settings
) -> None:
    name = sent.message_id.encode()
    named = report(MINE).replace(b"1@example.com", name)
    address = returning.sender_of(sent)
    local, _, domain = address.partition("@")
    wrong = f"{local[:-1]}{'0' if local[-1] != '0' else '1'}@{domain}"
    other = returning.sender_of(Delivery(pk=sent.pk, message_id="other@example.org"))

    forged = (
        named,
        named.replace(b"To: bounces", b"To: bounces+d1"),
        complaint(b"Message-ID: <" + name + b">\n\n"),
    )
    for mail in forged:
        assert set(became(mail)) == {Became.UNPROVEN}
    for to in (wrong, other, address.replace("@example.org", "@evil.example")):
        assert became(report(MINE), to=[to]) == [Became.UNPROVEN]
    settings.SECRET_KEY = "another"
    assert became(report(MINE), to=[address]) == [Became.UNPROVEN]
    assert not Evidence.objects.exists()
    assert not Suppressed.objects.exists()
    assert stands(sent.reader) == "confirmed"


def test_a_token_is_of_its_own_letter_alone(sent: Delivery) -> None:
    """Whoever got a letter can forge a report: of that letter, and of themselves."""
    other = Delivery.objects.exclude(pk=sent.pk)[0]
    about = f"Final-Recipient: rfc822; {other.reader.address}\nAction: failed\nStatus: 5.1.1\n"

    assert became(back(report(about.encode()), sent)) == [Became.RETURNED]

    row = Evidence.objects.get()
    assert (row.reader, row.clear) == (sent.reader, False)
    assert not other.evidence.exists()


def test_of_several_recipients_behind_one_address_the_mildest_counts(sent: Delivery) -> None:
    fields = b"""\
Reporting-MTA: dns; mx.readers.example

Final-Recipient: rfc822; gone@elsewhere.example
Action: failed
Status: 5.1.1

Final-Recipient: rfc822; there@elsewhere.example
Action: delivered
Status: 2.0.0
"""
    assert became(back(report(fields), sent)) == [Became.IGNORED]
    assert not Evidence.objects.exists()


def test_a_complaint_that_comes_to_its_own_address_takes_the_reader_off(sent: Delivery) -> None:
    assert became(back(complaint(b"Subject: x\n\nx"), sent)) == [Became.LEFT]
    assert stands(sent.reader) == "left"
    assert became(back(complaint(b"Subject: x\n\nx"), sent)) == [Became.BEFORE]


@pytest.mark.parametrize("how", ["return path", "original sender", "link", "mail"])
def test_a_complaint_to_one_address_for_all_is_known_by_the_letter_it_brings(
    sent: Delivery, how: str, settings: Settings
) -> None:
    sender = returning.sender_of(sent)
    if how == "link":
        settings.POST_UNSUBSCRIBE = ""
    whole = written(Delivery.objects.get(pk=sent.pk)).content
    letters = {
        "return path": f"Return-Path: <{sender}>\nSubject: x\n\nx".encode(),
        "original sender": b"Subject: x\n\nx",
        "link": whole,
        "mail": whole,
    }
    mail = complaint(letters[how], mail_from=sender if how == "original sender" else "")

    assert became(mail) == [Became.LEFT]
    assert stands(sent.reader) == "left"
    assert Suppressed.objects.get().reason == "complained"
    assert became(mail) == [Became.BEFORE]
    assert Reader.objects.confirmed().count() == 2


def test_an_old_complaint_says_nothing_of_who_signed_up_anew(
    sent: Delivery, stopped_clock: StoppedClock
) -> None:
    mail = complaint(written(Delivery.objects.get(pk=sent.pk)).content)
    assert became(mail) == [Became.LEFT]
    stopped_clock.advance(hours=24)
    ask(sent.reader.address)
    confirm(tokens.token_for(sent.reader.key, purpose=tokens.CONFIRM))

    assert became(mail) == [Became.BEFORE]

    assert stands(sent.reader) == "confirmed"
    assert not Suppressed.objects.exists()


def test_a_letter_that_somebody_quotes_takes_nobody_off(sent: Delivery) -> None:
    whole = written(Delivery.objects.get(pk=sent.pk)).content
    answer = EmailMessage()
    answer["From"], answer["To"] = "b@elsewhere.example", "digest@example.org"
    answer["Subject"] = "unsubscribe"
    answer.set_content("Look what they write.\n\n" + whole.decode())

    assert became(answer.as_bytes()) == [Became.UNPROVEN]
    assert stands(sent.reader) == "confirmed"


def test_mails_to_the_address_for_leaving_are_obeyed_at_the_same_door(sent: Delivery) -> None:
    mail = f"To: {leaving.address_for(sent.reader.key, at=sent.dated)}\nSubject: unsubscribe\n\n".encode()

    assert became(mail) == [Became.LEFT]
    assert became(mail) == [Became.BEFORE]
    assert not Suppressed.objects.exists()


def test_answers_of_machines_are_nothing(sent: Delivery) -> None:
    answer = (
        b"Auto-Submitted: auto-replied\nSubject: Out of office\nFrom: a@b.example\n\nBack soon."
    )

    assert became(back(answer, sent)) == [Became.IGNORED]
    assert stands(sent.reader) == "confirmed"


def test_a_delay_is_noted_and_the_end_of_it_too(sent: Delivery) -> None:
    late = MINE.replace(b"failed", b"delayed").replace(b"5.1.1", b"4.4.1")

    assert became(back(report(late), sent)) == [Became.NOTED]
    assert Delivery.objects.get(pk=sent.pk).returned_at is None
    assert became(back(report(MINE), sent)) == [Became.RETURNED]


def test_a_token_ends(sent: Delivery, stopped_clock: StoppedClock) -> None:
    stopped_clock.advance(hours=24 * 31)

    assert became(back(report(MINE), sent)) == [Became.LATE]
    assert became(back(complaint(b"x: y\n\n"), sent)) == [Became.LATE]
    assert stands(sent.reader) == "confirmed"


@given(content=st.binary(max_size=2_000), to=st.lists(st.text(max_size=60), max_size=3))
def test_no_mail_is_too_odd_to_be_heard(content: bytes, to: list[str]) -> None:
    for one in heard(content, to=to):
        assert one.became in {Became.IGNORED, Became.UNPROVEN}


def pipe(mail: bytes, *words: str, **environment: str) -> Any:
    """Run the command as a mail server does."""
    return CliRunner().invoke(command, words, input=mail, env=environment)


def test_a_mail_server_pipes_what_comes(sent: Delivery) -> None:
    done = pipe(report(MINE), RECIPIENT=returning.sender_of(sent))

    assert done.exit_code == 0
    assert done.output == "bounce (unknown): the mail came back, which is written down.\n"
    assert "known before" in pipe(report(MINE), "--to", returning.sender_of(sent)).output


def test_what_is_for_nobody_is_taken_all_the_same(sent: Delivery) -> None:
    """A mail that is sent back has no sender to go to."""
    done = pipe(report())

    assert done.exit_code == 0
    assert "nothing proves" in done.output


@pytest.mark.parametrize(
    "fault", [OperationalError("the server closed"), KeyMissing("gone"), SealError("cut")]
)
def test_a_mail_is_kept_by_the_server_while_the_outlet_cannot_act(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def away(*_words: object, **_more: object) -> None:
        raise fault

    monkeypatch.setattr(bounces_taken, "heard", away)

    assert pipe(report()).exit_code == 75


def test_nothing_that_comes_in_is_told_and_sends_nothing_back() -> None:
    for empty in (b"", b" \r\n"):
        done = pipe(empty)
        assert (done.exit_code, done.stdout) == (75, "")
        assert "No mail came in on standard input" in done.stderr
