"""Delivering: nothing is lost, nothing goes out twice, no reader is blamed for what a provider did."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import OperationalError
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.holders import new_holder
from pamphleteer.post.models import Delivery, Digest, Notice, Reader, Rest, State
from pamphleteer.post.pace.circuits import STEPS, back_off
from pamphleteer.post.verbs import claim as claiming
from pamphleteer.post.verbs import ledger, stock
from pamphleteer.post.verbs.claim import claim
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import PATIENCE, deliver, round_
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.forget import forget
from pamphleteer.post.verbs.signup import ask, enrol
from tests.cast import Cast
from tests.post.conftest import account
from tests.post.kills.filling import fill
from tests.post.servers import Server

pytestmark = pytest.mark.django_db

ELSEWHERE = "elsewhere.1.1.abcdef"


@pytest.fixture
def planned(cast: Cast, digest: Digest, readers: list[Reader]) -> None:
    """Plan one edition for three readers."""
    cast.article()
    compose(digest)


def states() -> dict[str, int]:
    rows = list(Delivery.objects.values_list("state", flat=True))
    return {state: rows.count(state) for state in set(rows)}


def test_an_edition_goes_to_each_reader_once(planned: None, relay: Server) -> None:
    first = deliver()
    second = deliver()

    assert (first.done, second.done) == (3, 0)
    assert sorted(relay.recipients) == [f"reader-{n}@readers.example" for n in range(3)]
    assert set(relay.copies.values()) == {1}
    assert relay.connections == 1
    row = Delivery.objects.all()[0]
    assert (row.state, row.relay, row.reply) == (State.DONE, "first", "250 2.0.0 taken")
    assert row.settled_at
    assert row.attempts == 1
    assert (row.held_by, row.held_until) == ("", None)


@pytest.mark.either_database
def test_a_reply_that_no_database_takes_is_kept_as_words(planned: None, relay: Server) -> None:
    relay.refuse["END"] = "250 2.0.0 taken\x00\x1b[1m as 7"

    assert deliver().done == 3

    assert set(Delivery.objects.values_list("reply", flat=True)) == {"250 2.0.0 taken [1m as 7"}


def test_a_database_that_fails_for_a_moment_leaves_nothing_in_doubt(
    planned: None, relay: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark, times = ledger.mark, iter(range(99))

    def once_not(going: Sequence[ledger.Marked], *, holder: str) -> Sequence[ledger.Marked]:
        if next(times) == 1:
            raise OperationalError("deadlock detected")
        return mark(going, holder=holder)

    monkeypatch.setattr(ledger, "mark", once_not)
    with pytest.raises(OperationalError):
        deliver()
    assert states() == {"done": 1, "planned": 2}

    assert deliver().done == 2
    assert set(relay.copies.values()) == {1}
    assert set(Delivery.objects.values_list("doubts", flat=True)) == {0}


def test_notices_go_first(planned: None, relay: Server) -> None:
    ask("ada@example.org")

    assert deliver(at_most=1).done == 1
    assert relay.recipients == ["ada@example.org"]
    assert round_() == 3


def test_while_the_server_is_down_mails_wait_and_then_go_out(
    planned: None, relay: Server, stopped_clock: StoppedClock
) -> None:
    relay.stop()

    down = deliver()

    assert (down.done, down.refused, down.waiting) == (0, 0, 1)
    assert "no connection" in down.said["first"]
    assert states() == {"planned": 3}
    assert Rest.objects.get().failures == 1

    relay.start()
    assert round_() == 0  # it is left alone for a few seconds
    stopped_clock.advance(seconds=STEPS[0].total_seconds() + 1)
    assert round_() == 3
    assert not Rest.objects.exists()
    assert set(relay.copies.values()) == {1}


def test_somebody_who_asks_need_not_wait_for_a_resting_relay(planned: None, relay: Server) -> None:
    relay.stop()
    deliver()
    relay.start()

    assert deliver().done == 0
    assert deliver(anyway=True).done == 3


def test_a_relay_that_stays_down_is_tried_less_and_less(
    planned: None, relay: Server, stopped_clock: StoppedClock
) -> None:
    relay.stop()
    for failures in range(1, 9):
        deliver()
        rest = Rest.objects.get()
        assert rest.failures == failures
        assert rest.until == stopped_clock.at + back_off(failures)
        stopped_clock.advance(seconds=back_off(failures).total_seconds() + 1)
    assert back_off(99) == timedelta(minutes=30)
    assert states() == {"planned": 3}


@pytest.mark.parametrize(
    ("command", "reply", "state"),
    [
        ("EHLO", "421 4.3.2 closing", "planned"),
        ("EHLO", "554 5.7.1 not you", "planned"),
        ("MAIL", "421 4.3.2 closing", "planned"),
        ("MAIL", "550 5.7.1 unknown sender", "planned"),
        ("RCPT", "421 4.3.2 closing", "planned"),
        ("RCPT", "535 5.7.8 log in", "planned"),
        ("RCPT", "450 4.2.0 greylisted", "planned"),
        ("RCPT", "550 5.7.1 policy", "planned"),
        ("RCPT", "550 5.1.1 nobody", "refused"),
        ("DATA", "421 4.3.2 closing", "planned"),
        ("DATA", "550 5.7.1 policy", "planned"),
        ("END", "451 4.3.0 not now", "planned"),
        ("END", "550 5.7.1 spam", "planned"),
        ("END", "550 5.1.1 nobody", "refused"),
    ],
)
def test_what_a_refusal_at_each_command_makes_of_the_mails(
    planned: None,
    relay: Server,
    stopped_clock: StoppedClock,
    command: str,
    reply: str,
    state: str,
) -> None:
    relay.refuse[command] = reply
    tally = deliver()
    assert states() == {state: 3}
    assert (tally.refused > 0) == (state == "refused")
    assert Reader.objects.confirmed().count() == 3

    relay.refuse.clear()
    stopped_clock.advance(minutes=31)
    deliver()

    assert states() == {"done" if state == "planned" else "refused": 3}
    assert set(relay.copies.values()) <= {1}


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("550 5.1.1 nobody", "unknown"),
        ("452 4.2.2 mailbox full", "full"),
        ("450 4.2.0 greylisted", "greylisted"),
        ("535 5.7.8 log in", "login"),
    ],
)
def test_a_row_says_why_its_mail_was_not_taken(
    planned: None, relay: Server, stopped_clock: StoppedClock, reply: str, reason: str
) -> None:
    relay.refuse["RCPT"] = reply
    deliver()
    assert reason in Delivery.objects.values_list("reason", flat=True)
    if reason != "unknown":
        relay.refuse.clear()
        stopped_clock.advance(minutes=31)
        deliver()
        assert not Delivery.objects.exclude(reason="").exists()


def test_a_wrong_password_is_the_relays_matter(
    planned: None, open_server: Callable[..., Server], settings: Settings
) -> None:
    server = open_server(login=("outlet", "right"), auth_require_tls=False)
    url = f"smtp://outlet@127.0.0.1:{server.port}"
    settings.POST_RELAYS = (account(server, url=url, password="wrong"),)

    tally = deliver()

    assert "535" in tally.said["first"]
    assert states() == {"planned": 3}


def test_when_one_relay_drops_the_mail_the_next_one_takes_over(
    planned: None, open_server: Callable[..., Server], settings: Settings
) -> None:
    first, second = open_server(), open_server()
    settings.POST_RELAYS = (account(first), account(second, name="second"))
    first.stop()

    tally = deliver()

    assert tally.done == 3
    assert set(second.copies.values()) == {1}
    assert set(Delivery.objects.values_list("relay", flat=True)) == {"second"}
    assert Rest.objects.get().relay == "first"


def test_a_policy_of_one_relay_is_not_the_policy_of_the_next(
    planned: None, open_server: Callable[..., Server], settings: Settings
) -> None:
    first, second = open_server(), open_server()
    settings.POST_RELAYS = (account(first), account(second, name="second"))
    first.refuse["END"] = "550 5.7.1 looks like spam to us"

    assert deliver().done == 3
    assert set(second.copies.values()) == {1}


def test_a_site_that_refuses_one_reader_does_not_hold_up_the_others(
    planned: None, relay: Server
) -> None:
    relay.refuse["RCPT"] = lambda arg: "550 5.7.1 no" if "reader-0" in arg else None

    tally = deliver()

    assert (tally.done, tally.waiting) == (2, 1)
    assert not Rest.objects.exists()


def test_a_relay_that_refuses_mail_after_mail_is_left_alone(
    cast: Cast, digest: Digest, relay: Server
) -> None:
    for number in range(30):
        enrol(f"r@readers-{number}.example")
    cast.article()
    compose(digest)
    relay.refuse["RCPT"] = "550 5.7.1 not from here"

    deliver()

    assert len(relay.asked) == 5
    assert Rest.objects.get().said.endswith("not from here")
    assert states() == {"planned": 30}


def test_a_relay_that_closed_our_account_is_left_alone_at_once(
    planned: None, relay: Server
) -> None:
    relay.refuse["RCPT"] = "550 5.7.1 this account is suspended"

    deliver()

    assert len(relay.asked) == 1
    assert Rest.objects.get().said.endswith("suspended")
    assert states() == {"planned": 3}


def test_a_site_that_never_takes_the_mail_is_given_up_after_days(
    planned: None, relay: Server, stopped_clock: StoppedClock
) -> None:
    relay.refuse["RCPT"] = "450 4.2.0 greylisted for ever"
    deliver()
    assert states() == {"planned": 3}
    stopped_clock.advance(days=PATIENCE.days, hours=1)

    deliver()

    assert states() == {"refused": 3}


def test_without_a_relay_nothing_is_touched(planned: None) -> None:
    assert round_() == 0
    assert states() == {"planned": 3}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}


def test_whoever_left_before_the_handing_gets_nothing(planned: None, relay: Server) -> None:
    left = find("reader-0@readers.example")
    assert left
    Reader.objects.filter(pk=left.pk).update(state=Reader.State.LEFT)

    tally = deliver()

    assert (tally.done, tally.refused) == (2, 1)
    assert "reader-0@readers.example" not in relay.recipients
    row = Delivery.objects.get(state=State.REFUSED)
    assert (row.reply, row.reader) == ("left", left)


def test_whoever_leaves_while_the_relay_is_spoken_to_gets_nothing(planned: None) -> None:
    [row] = claim(Delivery, holder="me", at_most=1)
    assert not row.unwanted()
    Reader.objects.update(state=Reader.State.LEFT)

    assert not ledger.mark([(row, "first")], holder="me")
    assert set(Delivery.objects.values_list("handed_at", flat=True)) == {None}


def test_a_reader_who_is_forgotten_takes_all_mails_along(planned: None, relay: Server) -> None:
    assert forget("reader-0@readers.example")
    assert deliver().done == 2
    assert not forget("reader-0@readers.example")


def test_whoever_confirmed_meanwhile_is_not_asked_again(
    cast: Cast, digest: Digest, relay: Server
) -> None:
    ask("ada@example.org")
    enrol("ada@example.org")

    deliver()

    assert not relay.envelopes
    assert Notice.objects.get().reply == "confirmed"


def orphan(*, handed: bool, held_by: str = ELSEWHERE, lease: timedelta, at: StoppedClock) -> str:
    """Leave one row as a killed process does; return its Message-ID."""
    row = Delivery.objects.order_by("pk")[0]
    row.state, row.held_by, row.held_until = State.CLAIMED, held_by, at.at + lease
    row.handed_at = at.at if handed else None
    row.save()
    return f"<{row.message_id}>"


def test_what_was_claimed_by_a_dead_process_goes_out_when_the_lease_has_ended(
    planned: None, relay: Server, stopped_clock: StoppedClock
) -> None:
    orphan(handed=False, lease=timedelta(minutes=1), at=stopped_clock)
    assert deliver().done == 2
    stopped_clock.advance(minutes=2)

    assert deliver().done == 1
    assert (states(), set(relay.copies.values())) == ({"done": 3}, {1})
    assert set(Delivery.objects.values_list("doubts", flat=True)) == {0}


def test_a_process_that_died_on_this_machine_is_not_waited_for(
    planned: None, relay: Server, stopped_clock: StoppedClock
) -> None:
    machine, pid, _began, luck = new_holder().split(".")
    dead = f"{machine}.{pid}.1.{luck}"
    orphan(handed=False, held_by=dead, lease=timedelta(hours=1), at=stopped_clock)

    assert deliver().done == 3


def test_a_clock_that_leaps_makes_nobody_send_their_own_mails_twice(
    cast: Cast, digest: Digest, relay: Server, stopped_clock: StoppedClock
) -> None:
    fill(digest, 30)
    cast.article()
    compose(digest)

    def leaps() -> bool:
        stopped_clock.advance(hours=1)
        return False

    assert deliver(stop=leaps).done == 30
    assert set(relay.copies.values()) == {1}
    assert set(Delivery.objects.values_list("doubts", flat=True)) == {0}


def test_what_waits_for_an_answer_is_not_taken_by_others(
    planned: None, relay: Server, stopped_clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "_KEPT", 0)

    def others_come() -> bool:
        stopped_clock.advance(seconds=claiming.lease().total_seconds() * 0.7)
        if Delivery.objects.filter(state=State.CLAIMED).exists():
            assert claim(Delivery, holder=ELSEWHERE, at_most=9) == []
        return False

    assert deliver(stop=others_come).done == 3
    assert set(relay.copies.values()) == {1}


def test_what_was_handed_over_without_an_outcome_goes_out_again_under_the_same_name(
    planned: None, relay: Server, stopped_clock: StoppedClock
) -> None:
    message_id = orphan(handed=True, lease=timedelta(seconds=-1), at=stopped_clock)
    dated = Delivery.objects.order_by("pk")[0].dated
    stopped_clock.advance(hours=1)

    assert deliver().done == 3

    [again] = [mail for mail in relay.mails if mail["Message-ID"] == message_id]
    assert again["Date"].datetime == dated
    row = Delivery.objects.get(doubts=1)
    assert (row.state, row.attempts) == (State.DONE, 2)


def test_or_it_is_held_for_a_person_to_decide(
    planned: None, relay: Server, stopped_clock: StoppedClock, settings: Settings
) -> None:
    settings.POST_DOUBT = "hold"
    message_id = orphan(handed=True, lease=timedelta(seconds=-1), at=stopped_clock)

    assert deliver().done == 2
    assert deliver().done == 0
    assert message_id not in relay.copies
    assert Delivery.objects.get(state=State.DOUBT).doubts == 1


def test_a_connection_lost_before_the_reply_is_a_doubt(
    planned: None, relay: Server, stopped_clock: StoppedClock
) -> None:
    relay.cut_before_reply = True
    tally = deliver()
    assert (tally.done, tally.doubt) == (0, 1)
    assert states() == {"planned": 3}

    relay.cut_before_reply = False
    stopped_clock.advance(minutes=1)
    assert deliver().done == 3
    assert sorted(relay.copies.values()) == [1, 1, 2]
    assert Delivery.objects.get(doubts=1).relay == "first"


def test_a_doubt_is_not_repeated_for_ever(
    planned: None, relay: Server, stopped_clock: StoppedClock
) -> None:
    Delivery.objects.exclude(pk=Delivery.objects.order_by("pk")[0].pk).delete()
    relay.cut_before_reply = True
    for _ in range(10):
        deliver()
        stopped_clock.advance(hours=1)

    assert states() == {"doubt": 1}
    assert list(relay.copies.values()) == [claiming.DOUBTS + 1]


def test_asked_to_stop_it_gives_back_what_it_has_not_begun(
    cast: Cast, digest: Digest, relay: Server
) -> None:
    for number in range(30):
        enrol(f"r{number}@readers.example")
    cast.article()
    compose(digest)

    tally = deliver(stop=lambda: bool(relay.envelopes))

    assert 1 <= tally.done < 30
    assert states() == {"done": tally.done, "planned": 30 - tally.done}
    assert set(Delivery.objects.filter(state="planned").values_list("held_by")) == {("",)}
    assert deliver().done == 30 - tally.done
    assert set(relay.copies.values()) == {1}


def test_a_row_that_another_process_has_taken_over_is_left_to_it(
    planned: None, relay: Server, stopped_clock: StoppedClock
) -> None:
    rows = claim(Delivery, holder="me", at_most=5)
    assert len(rows) == 3
    Delivery.objects.update(held_by=ELSEWHERE)

    claiming.give_back(rows, holder="me")

    assert set(Delivery.objects.values_list("state", "held_by")) == {("claimed", ELSEWHERE)}
