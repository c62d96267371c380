"""When a reader is given up: for clear words once, for others time after time, and never with too many at once."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import tokens
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.commands.bounces import command
from pamphleteer.post.models import (
    Consent,
    Delivery,
    Digest,
    Evidence,
    Letter,
    Reader,
    State,
    Suppressed,
)
from pamphleteer.post.verbs import doubting, judging
from pamphleteer.post.verbs.doubting import doubted, usual
from pamphleteer.post.verbs.mailings import Mailing
from pamphleteer.post.verbs.repeated import LEAST, OVER_DAYS, SILENCE
from pamphleteer.post.verbs.returned import said_of
from pamphleteer.post.verbs.signup import ask, confirm, enrol
from pamphleteer.post.verbs.suppression import suppressed
from tests.post.documented import as_documented

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

UNKNOWN = Result("", Kind.BOUNCE, hard=True, reason="unknown", status="5.1.1", reply="550 5.1.1 no")
FULL = Result("", Kind.BOUNCE, reason="full", status="5.2.2", reply="552 5.2.2 full")
_numbers = count(1)


def letter(digest: Digest, at: datetime) -> Letter:
    return Letter.objects.create(
        digest=digest, key=f"{next(_numbers)}", language="en", form="html", subject="x", made_at=at
    )


def mail(reader: Reader, of: Letter, at: datetime, state: State = State.DONE) -> Delivery:
    return Delivery.objects.create(
        reader=reader, letter=of, after=0, message_id=f"{next(_numbers)}@example.org", dated=at,
        due_at=at, handed_at=at, settled_at=at, attempts=1, state=state,
    )  # fmt: skip


@pytest.fixture
def many(digest: Digest) -> Callable[..., list[Reader]]:
    def enrolled(number: int, site: str = "readers.example") -> list[Reader]:
        return [enrol(f"m{n}@{site}") for n in range(number)]

    return enrolled


def judged(clock: StoppedClock, *, hours: float = 1.1) -> int:
    clock.advance(hours=hours)
    return judging.round_()


def on_list(reader: Reader) -> bool:
    return Reader.objects.get(pk=reader.pk).state == Reader.State.CONFIRMED


def test_a_mailbox_that_is_not_there_is_given_up_once_and_after_an_hour(
    digest: Digest, many: Any, stopped_clock: StoppedClock
) -> None:
    readers = many(5)
    of = letter(digest, stopped_clock.at)
    mails = [mail(one, of, stopped_clock.at) for one in readers]
    said_of(mails[0], UNKNOWN)

    assert judging.round_() == 0
    assert judged(stopped_clock) == 1
    assert [on_list(one) for one in readers] == [False, True, True, True, True]
    row = Suppressed.objects.get()
    assert (row.reason, row.status, row.said, row.mail) == (
        "unknown", "5.1.1", "550 5.1.1 no", mails[0].message_id,
    )  # fmt: skip
    assert row.at == stopped_clock.at
    assert judging.round_() == 0


def test_a_full_mailbox_is_not_given_up_for_one_letter_or_one_week(
    digest: Digest, many: Any, stopped_clock: StoppedClock
) -> None:
    (reader,) = many(1)
    for _day in range(OVER_DAYS):
        said_of(mail(reader, letter(digest, stopped_clock.at), stopped_clock.at), FULL)
        stopped_clock.advance(hours=24)
        judging.round_()
    assert on_list(reader)

    said_of(mail(reader, letter(digest, stopped_clock.at), stopped_clock.at), FULL)
    assert judged(stopped_clock) == 1
    assert not on_list(reader)
    assert Suppressed.objects.get().reason == "failing"


def test_a_letter_that_arrived_in_between_begins_it_anew(
    digest: Digest, many: Any, stopped_clock: StoppedClock
) -> None:
    (reader,) = many(1)
    for outcome in (FULL, FULL, None, FULL, FULL):
        row = mail(reader, letter(digest, stopped_clock.at), stopped_clock.at)
        if outcome:
            said_of(row, outcome)
        stopped_clock.advance(hours=24 * 7)
        judging.round_()
    assert on_list(reader)

    said_of(mail(reader, letter(digest, stopped_clock.at), stopped_clock.at), FULL)
    assert judged(stopped_clock) == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(
        st.tuples(st.integers(min_value=1, max_value=9), st.booleans()), min_size=1, max_size=7
    )
)
def test_however_it_goes_the_rule_is_the_plain_one(
    digest: Digest, stopped_clock: StoppedClock, days: Sequence[tuple[int, bool]]
) -> None:
    reader = enrol(f"p{next(_numbers)}@readers.example")
    account: list[tuple[datetime, bool]] = []
    for wait, shut in days:
        if not on_list(reader):
            break
        at = stopped_clock.at
        row = mail(reader, letter(digest, at), at)
        account.append((at, shut))
        if shut:
            said_of(row, FULL)
        judged(stopped_clock)
        assert on_list(reader) is not _given_up(account, stopped_clock.at), account
        stopped_clock.advance(hours=24 * wait - 1.1)


def _given_up(account: Sequence[tuple[datetime, bool]], now: datetime) -> bool:
    if not account[-1][1]:
        return False
    streak = list[datetime]()
    for at, shut in account:
        if shut:
            streak.append(at)
        elif now - at > SILENCE:
            streak.clear()
    long = timedelta(days=OVER_DAYS)
    return len(streak) >= LEAST and streak[-1].date() - streak[0].date() >= long


@pytest.mark.parametrize(
    ("gone", "letters", "as_usual"),
    [(1, 1, True), (2, 2, False), (2, 3, False), (3, 40, True), (4, 40, False), (50, 1000, True), (51, 1000, False)],
)  # fmt: skip
def test_what_is_usual(gone: int, letters: int, as_usual: bool) -> None:
    assert usual(gone, letters) is as_usual


def test_too_many_at_once_are_kept_and_a_person_decides(
    digest: Digest, many: Any, stopped_clock: StoppedClock
) -> None:
    readers = many(12)
    of = letter(digest, stopped_clock.at)
    for one in readers[:5]:
        said_of(mail(one, of, stopped_clock.at), UNKNOWN)
    for one in readers[5:]:
        mail(one, of, stopped_clock.at)

    assert judged(stopped_clock) == 0
    assert Reader.objects.confirmed().count() == 12
    (found,) = doubted()
    assert (found.readers, found.letters, found.said) == (5, 12, "550 5.1.1 no")
    assert found.mailing == Mailing(0, of.pk)

    # One more, later, is doubted like the others.
    said_of(Delivery.objects.get(reader=readers[5]), UNKNOWN)
    assert judged(stopped_clock) == 0
    assert doubted()[0].readers == 6

    assert judging.believe(found.mailing) == 6
    assert Reader.objects.confirmed().count() == 6
    assert doubted() == []


def test_what_is_dismissed_counts_for_nothing(
    digest: Digest, many: Any, stopped_clock: StoppedClock
) -> None:
    of = letter(digest, stopped_clock.at)
    for one in many(2):
        said_of(mail(one, of, stopped_clock.at), UNKNOWN)
    judged(stopped_clock)

    assert judging.dismiss(doubted()[0].mailing) == 2
    assert (doubted(), judged(stopped_clock)) == ([], 0)
    assert Reader.objects.confirmed().count() == 2


@pytest.mark.parametrize(("others", "gone"), [(1, 0), (3, 3)])
def test_a_place_that_knows_none_of_its_readers_any_more_is_doubted(
    digest: Digest, many: Any, stopped_clock: StoppedClock, monkeypatch: pytest.MonkeyPatch,
    others: int, gone: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(doubting, "OF_SITE", 3)
    there, elsewhere = many(3 + others, "small.example"), many(9, "large.example")
    of = letter(digest, stopped_clock.at)
    mails = [mail(one, of, stopped_clock.at) for one in (*there, *elsewhere)]
    for one in mails[:3]:
        said_of(one, UNKNOWN)

    assert judged(stopped_clock) == gone


def test_the_command_tells_and_decides(
    digest: Digest, many: Any, stopped_clock: StoppedClock
) -> None:
    of = letter(digest, stopped_clock.at)
    for one in many(3):
        said_of(mail(one, of, stopped_clock.at), UNKNOWN)
    judged(stopped_clock)

    def call(*words: str) -> Any:
        return CliRunner().invoke(command, ["doubted", *words])

    (told,) = json.loads(call("--json").output)
    assert as_documented("bounces doubted", [told])
    assert (told["mailing"], told["readers"], told["said"]) == (
        f"letter-{of.pk}",
        3,
        "550 5.1.1 no",
    )
    assert "letter-" in call().output
    assert call("--believe", "edition-99").exit_code == 1
    assert call("--believe", "a", "--dismiss", "a").exit_code == 2
    assert call("--believe", told["mailing"]).output == "3 readers are off the list.\n"
    assert json.loads(call("--json").output) == []


def test_refused_letters_are_counted_with_those_that_were_taken(
    digest: Digest, many: Any, stopped_clock: StoppedClock
) -> None:
    of = letter(digest, stopped_clock.at)
    for one in many(3):
        row = mail(one, of, stopped_clock.at, State.REFUSED)
        said_of(row, UNKNOWN)

    assert judged(stopped_clock) == 0
    assert doubted()[0].letters == 3


def test_who_confirms_anew_begins_anew(
    digest: Digest, many: Any, stopped_clock: StoppedClock
) -> None:
    (reader,) = many(1)
    row = mail(reader, letter(digest, stopped_clock.at), stopped_clock.at)
    said_of(row, UNKNOWN)
    assert judged(stopped_clock) == 1

    ask("m0@readers.example")
    stopped_clock.advance(hours=1)
    confirm(tokens.token_for(reader.key, purpose=tokens.CONFIRM))
    assert suppressed("m0@readers.example") is None
    assert judged(stopped_clock) == 0
    assert on_list(reader)


def test_who_has_another_address_meanwhile_is_not_given_up_for_the_old_one(
    digest: Digest, many: Any, stopped_clock: StoppedClock
) -> None:
    (reader,) = many(1)
    said_of(mail(reader, letter(digest, stopped_clock.at), stopped_clock.at), UNKNOWN)
    stopped_clock.advance(hours=0.5)
    consent = reader.consents.first()
    terms = (
        consent.terms if consent else enrol("x@readers.example", source="x").consents.get().terms
    )
    Consent.objects.create(reader=reader, kind=Consent.Kind.MOVED, at=stopped_clock.at, terms=terms)

    assert judged(stopped_clock) == 0
    assert on_list(reader)
    assert Evidence.objects.get().standing == Evidence.Standing.JUDGED
