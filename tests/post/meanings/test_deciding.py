"""What servers say is understood by command, status and words together, and no reader answers for others."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.errors import Scope
from pamphleteer.post.meanings.deciding import meaning
from pamphleteer.post.meanings.phrases import by_words
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.meanings.said import Stage, reply_in, said

REPLIES = (Path(__file__).parent / "replies.txt").read_text().splitlines()
ROWS = [line.split(" | ", 1) for line in REPLIES if line and not line.startswith("#")]
OF_OTHERS = [words for want, words in ROWS if Reason(want.split()[0]).scope is not Scope.READER]
OF_UNKNOWN = [words for want, words in ROWS if want == "unknown hard"]


def staged(words: str) -> tuple[Stage | None, str]:
    """Return the stage in brackets before the words, if there is one, and the words."""
    name, bracket, reply = words.removeprefix("[").partition("] ")
    return (Stage[name], reply) if bracket and name in Stage.__members__ else (None, words)


@pytest.mark.parametrize(("want", "words"), ROWS, ids=[words[:60] for _, words in ROWS])
def test_replies_in_the_wild_mean(want: str, words: str) -> None:
    stage, reply = staged(words)

    found = meaning(said(reply, stage=stage))

    assert f"{found.reason.value}{' hard' if found.hard else ''}" == want


@given(st.sampled_from(OF_OTHERS), st.sampled_from(["user unknown", "550 5.1.1 no such user"]))
def test_a_reader_is_not_given_up_for_what_is_blamed_on_others_too(words: str, blame: str) -> None:
    stage, reply = staged(words)

    both = meaning(said(f"{reply} - {blame}", stage=stage))

    if by_words(reply):
        assert not (both.scope is Scope.READER and both.hard), both


@given(st.sampled_from(OF_UNKNOWN))
def test_nothing_said_before_a_recipient_was_named_is_about_a_reader(words: str) -> None:
    _, reply = staged(words)

    for stage in (Stage.HELLO, Stage.MAIL):
        assert meaning(said(reply, stage=stage)).scope is not Scope.READER


@given(st.sampled_from([words for _, words in ROWS]))
def test_nothing_is_for_good_as_long_as_the_mail_waits(words: str) -> None:
    stage, reply = staged(words)

    assert not meaning(said(reply, stage=stage, final=False)).hard


@pytest.mark.parametrize(
    "address", ["mailbox-full@example.org", "virus@spam.example.org", "user-unknown@example.org"]
)
def test_what_an_address_is_called_means_nothing(address: str) -> None:
    assert meaning(said(f"550 <{address}>: go away")).reason is Reason.UNCLEAR
    assert meaning(said(f"550 go away, see https://example.org/{address}")).reason is Reason.UNCLEAR


def test_a_status_in_the_reply_comes_before_the_one_beside_it() -> None:
    told = said("550 5.7.1 no", status="5.1.1")

    assert (told.status, told.code, meaning(told).reason) == ("5.7.1", 550, Reason.POLICY)


def test_a_number_in_an_address_is_no_status() -> None:
    assert not said("connect to 192.5.1.1: no, 5.1.1.9 neither").status


def test_a_program_that_fails_is_the_machine_s_fault_but_for_a_full_disk() -> None:
    assert meaning(said("no such user", program=True)).reason is Reason.TROUBLE
    assert meaning(said("Disk quota exceeded", program=True)).reason is Reason.FULL


def test_a_quoted_reply_ends_with_its_paragraph() -> None:
    text = "It said:\n550 5.1.1 no\nsuch user\n\nGoodbye, 554 times"

    assert reply_in(text) == "550 5.1.1 no\nsuch user"


@given(st.text(), st.integers(-1, 999), st.sampled_from([None, *Stage]))
def test_any_words_mean_something(words: str, code: int, stage: Stage | None) -> None:
    assert meaning(said(words, code=code, stage=stage)).reason in Reason
