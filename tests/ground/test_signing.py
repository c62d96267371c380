"""Tokens are keyed, scoped to a purpose, and end."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.ground.signing import Signer, TokenError

CONFIRM = Signer(b"key", "confirm", timedelta(days=7))


def test_a_token_says_what_it_was_made_for() -> None:
    assert CONFIRM.read(CONFIRM.sign("reader-1")) == "reader-1"


def test_a_token_of_another_purpose_or_key_says_nothing() -> None:
    token = CONFIRM.sign("reader-1")

    for other in (
        Signer(b"key", "leave", timedelta(days=7)),
        Signer(b"other", "confirm", timedelta(days=7)),
    ):
        with pytest.raises(TokenError):
            other.read(token)


def test_a_token_ends(stopped_clock: StoppedClock) -> None:
    token = CONFIRM.sign("reader-1")
    stopped_clock.advance(days=6)
    assert CONFIRM.read(token) == "reader-1"

    stopped_clock.advance(days=2)
    with pytest.raises(TokenError, match="expired"):
        CONFIRM.read(token)


@given(st.integers(min_value=0), st.characters())
def test_a_changed_token_says_nothing(at: int, letter: str) -> None:
    token = CONFIRM.sign("reader-1")
    at %= len(token)
    changed = token[:at] + letter + token[at + 1 :]
    if changed != token:
        with pytest.raises(TokenError):
            CONFIRM.read(changed)


@given(st.text(max_size=80))
def test_whatever_comes_is_no_token(text: str) -> None:
    with pytest.raises(TokenError):
        CONFIRM.read(text)


def test_only_plain_words_can_be_signed() -> None:
    with pytest.raises(ValueError, match="cannot sign"):
        CONFIRM.sign("a b")
