"""What is said of mails that have gone: what follows from it, and that it follows once."""

from dataclasses import replace

import pytest

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import tokens
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.errors import KeptOff, Scope
from pamphleteer.post.mails import mail_of
from pamphleteer.post.models import (
    Delivery,
    Digest,
    Evidence,
    Notice,
    Reader,
    State,
    Suppressed,
    Trial,
)
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.forget import forget
from pamphleteer.post.verbs.returned import Became, refused, reported, said_of
from pamphleteer.post.verbs.signup import ask, confirm, enrol
from pamphleteer.post.verbs.suppression import suppressed
from tests.cast import Cast
from tests.post.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

UNKNOWN = Result(
    "", Kind.BOUNCE, hard=True, reason="unknown", status="5.1.1", reply="550 5.1.1 no such user"
)
SPAM = Result("", Kind.COMPLAINT, reason="abuse")
LEAVES = Result("", Kind.UNSUBSCRIBE)


@pytest.fixture
def sent(cast: Cast, digest: Digest, readers: list[Reader], relay: Server) -> Delivery:
    """An edition that all readers were sent; the first one's letter."""
    cast.article()
    compose(digest)
    deliver()
    return Delivery.objects.get(reader=readers[0])


def stands(reader: Reader) -> str:
    return str(Reader.objects.get(pk=reader.pk).state)


def test_a_mail_that_came_back_is_written_down_once(sent: Delivery) -> None:
    named = replace(UNKNOWN, reply="550 5.1.1 <reader-0@readers.example>: no such user")

    assert reported(f"<{sent.message_id}>", named)
    assert not reported(sent.message_id, named)
    assert not reported(sent.message_id, replace(named, reply="something else"))

    row = Evidence.objects.get()
    assert (row.delivery, row.reader, row.status, row.clear) == (sent, sent.reader, "5.1.1", True)
    assert row.said == "550 5.1.1 <‹reader›>: no such user"
    assert row.standing == Evidence.Standing.WAITS
    sent.refresh_from_db()
    assert sent.state == "done" and sent.returned_at


def test_who_complains_leaves_at_once_and_no_list_brings_them_back(sent: Delivery) -> None:
    assert reported(sent.message_id, SPAM)

    assert stands(sent.reader) == "left"
    row = Suppressed.objects.get()
    assert (row.reason, row.mail) == ("complained", sent.message_id)
    with pytest.raises(KeptOff, match="called a letter spam"):
        enrol("reader-0@readers.example")
    assert not reported(sent.message_id, SPAM)


def test_their_own_new_confirmation_lets_them_back_for_good(
    sent: Delivery, stopped_clock: StoppedClock
) -> None:
    reported(sent.message_id, SPAM)
    stopped_clock.advance(hours=1)
    ask("reader-0@readers.example")
    confirm(tokens.token_for(Reader.objects.get(pk=sent.reader.pk).key, purpose=tokens.CONFIRM))

    assert suppressed("reader-0@readers.example") is None
    # What is said later of a letter from before changes nothing.
    assert said_of(sent, LEAVES) is Became.BEFORE
    assert said_of(sent, UNKNOWN) is Became.RETURNED
    assert Evidence.objects.get(kind="bounce").standing == Evidence.Standing.NOTED
    assert stands(sent.reader) == "confirmed"


def test_a_report_of_our_signatures_is_no_readers(sent: Delivery) -> None:
    result = Result("", Kind.COMPLAINT, scope=Scope.RELAY, reason="authentication")

    assert said_of(sent, result) is Became.NOTED
    assert stands(sent.reader) == "confirmed"
    assert not Suppressed.objects.exists()


@pytest.mark.parametrize(
    "result",
    [
        replace(UNKNOWN, scope=Scope.SITE, reason="no-host"),
        replace(UNKNOWN, scope=Scope.RELAY, reason="account", reply="550 5.7.1 suspended"),
        Result("", Kind.DELAY, scope=Scope.SITE, reason="greylisted"),
        Result("", Kind.DELAY, reason="full"),
    ],
)
def test_what_others_did_is_noted_and_nothing_follows(sent: Delivery, result: Result) -> None:
    assert reported(sent.message_id, result)

    row = Evidence.objects.get()
    assert (row.standing, row.clear) == (Evidence.Standing.NOTED, False)


def test_answers_of_machines_and_news_of_arrival_are_nothing(sent: Delivery) -> None:
    for kind in (Kind.AUTO_REPLY, Kind.OTHER):
        assert said_of(sent, Result("", kind)) is Became.IGNORED
    assert not Evidence.objects.exists()


def test_of_a_letter_that_its_reader_sends_on_the_other_mailbox_is_not_theirs(
    sent: Delivery,
) -> None:
    said_of(sent, replace(UNKNOWN, recipient="ada@elsewhere.example"))

    assert not Evidence.objects.get().clear


def test_their_own_address_may_be_spelt_as_servers_like(sent: Delivery) -> None:
    said_of(sent, replace(UNKNOWN, recipient="Reader-0@Readers.Example"))

    assert Evidence.objects.get().clear


def test_after_a_month_nothing_follows(sent: Delivery, stopped_clock: StoppedClock) -> None:
    stopped_clock.advance(hours=24 * 30 + 1)

    assert said_of(sent, UNKNOWN) is Became.LATE
    assert not reported(sent.message_id, SPAM)
    assert not Evidence.objects.exists()
    assert stands(sent.reader) == "confirmed"


def test_nobody_can_tell_of_a_mail_that_has_not_gone(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    cast.article()
    compose(digest)

    assert said_of(Delivery.objects.all()[0], SPAM) is Became.IGNORED
    assert not reported("nobody@example.org", SPAM)


def test_a_notice_that_came_back_is_noted_alone(cast: Cast, digest: Digest, relay: Server) -> None:
    ask("ada@example.org")
    deliver()
    notice = Notice.objects.get()

    assert reported(notice.message_id, UNKNOWN)
    assert Evidence.objects.get().standing == Evidence.Standing.NOTED
    assert Notice.objects.get().returned_at


def test_who_never_asked_and_calls_the_question_spam_is_not_asked_again_by_lists(
    cast: Cast, digest: Digest, relay: Server
) -> None:
    ask("ada@example.org")
    deliver()

    assert reported(Notice.objects.get().message_id, SPAM)
    assert Reader.objects.get().state == "left"
    with pytest.raises(KeptOff):
        enrol("ada@example.org")


def test_a_trial_keeps_what_was_said_on_its_own_row(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    trial = Trial.objects.create(
        person=cast.editor, message_id="t@example.org", dated=stopped_clock.at,
        due_at=stopped_clock.at, state="done", subject="So", text="So.",
    )  # fmt: skip

    assert reported("t@example.org", UNKNOWN)
    assert not reported("t@example.org", UNKNOWN)
    assert not reported("t@example.org", SPAM)
    trial.refresh_from_db()
    assert (bool(trial.returned_at), trial.reply) == (True, "550 5.1.1 no such user")


@pytest.mark.parametrize(
    ("reply", "reason", "clear"),
    [
        ("550 5.1.1 no such user here", "unknown", True),
        ("550 5.2.1 mailbox disabled", "disabled", False),
        ("452 4.2.2 mailbox full", "full", False),
        ("452 4.1.1 no such user, try again", "unknown", False),
    ],
)
def test_what_our_own_relay_hears_counts_alike(
    sent: Delivery, reply: str, reason: str, clear: bool
) -> None:
    refused(mail_of(sent), state=State.REFUSED, reason=reason, reply=reply)

    row = Evidence.objects.get()
    assert (row.clear, row.reason) == (clear, reason)
    assert row.standing == Evidence.Standing.WAITS


def test_what_a_relay_says_of_others_or_for_now_is_no_evidence(sent: Delivery) -> None:
    for reason in ("account", "no-host", "unclear", "left"):
        refused(mail_of(sent), state=State.REFUSED, reason=reason, reply="550 5.1.1 no such user")
    refused(mail_of(sent), state=State.PLANNED, reason="full", reply="452 4.2.2 mailbox full")

    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("reply", "evidence"), [("550 5.1.1 no such user", 1), ("550 5.7.1 not from you", 0)]
)
def test_a_mailing_writes_it_down_as_it_goes(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server, reply: str, evidence: int
) -> None:
    cast.article()
    compose(digest)
    relay.refuse["RCPT"] = lambda arg: reply if "reader-1" in arg else ""
    deliver()

    assert Evidence.objects.filter(clear=True, reader=readers[1]).count() == evidence
    assert not Delivery.objects.exclude(returned_at=None).exists()
    assert Evidence.objects.count() == evidence


def test_who_is_forgotten_leaves_no_evidence(sent: Delivery) -> None:
    reported(sent.message_id, UNKNOWN)
    reported(sent.message_id, SPAM)
    forget("reader-0@readers.example")

    assert not Evidence.objects.exists()
    row = Suppressed.objects.get()
    assert (row.reason, row.said, row.mail) == ("forgotten", "", "")
