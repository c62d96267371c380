"""The address that a mail comes back to: it names one row, fits every server, and can't be made up."""

import hmac
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.post import returning
from pamphleteer.post.letters.writing import written
from pamphleteer.post.models import Delivery, Digest, Notice, Reader, Sending, Trial
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.signup import ask
from tests.cast import Cast
from tests.post.servers import Server

KINDS: tuple[type[Sending], ...] = (Delivery, Notice, Trial)


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.POST_BOUNCES = "bounces@example.org"


def row(kind: type[Sending] = Delivery, pk: int = 7, name: str = "1@example.org") -> Any:
    return kind(pk=pk, message_id=name)


@pytest.mark.parametrize("kind", KINDS)
@given(pk=st.integers(min_value=1, max_value=2**63 - 1))
def test_every_row_has_an_address_that_fits_every_server(kind: type[Sending], pk: int) -> None:
    mail = row(kind, pk)
    local, _, domain = returning.sender_of(mail).rpartition("@")

    assert domain == "example.org"
    assert len(local) <= 64
    assert local.isascii() and local == local.lower()
    folded = f"Delivered-To: <{returning.sender_of(mail).upper()}>".encode()
    (named,) = returning.named_in(folded)
    assert (named.kind, named.row) == (kind, pk)
    assert named.proved(mail)


def test_a_token_proves_no_other_row_and_no_other_kind() -> None:
    (named,) = returning.named_in(returning.sender_of(row()).encode())

    assert named.proved(row())
    assert not named.proved(row(pk=8))
    assert not named.proved(row(Notice))
    # A restored backup numbers new rows as lost ones were.
    assert not named.proved(row(name="2@example.org"))


def test_nobody_makes_one_without_the_outlets_key(settings: Settings) -> None:
    address = returning.sender_of(row())
    settings.SECRET_KEY = "another"

    assert not returning.named_in(address.encode())[0].proved(row())


def test_the_proof_is_hmac_with_sha_256(settings: Settings) -> None:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"pamphleteer token: return path", "sha256")
    proof = hmac.digest(key, b"d7 1@example.org", "sha256")[:10].hex()

    assert returning.sender_of(row()) == f"bounces+d7{proof}@example.org"


@pytest.mark.parametrize(
    "change",
    [
        lambda a: a.replace("bounces", "xbounces"),
        lambda a: a.replace("@example.org", "@example.org.evil.example"),
        lambda a: a.replace("@example.org", "@example.organic"),
        lambda a: a.replace("+d", "+x"),
        lambda a: a.replace("+", "-"),
        lambda a: a[:7] + a[-12:],
    ],
)
def test_what_is_no_address_of_ours_says_nothing(change: Any) -> None:
    assert returning.named_in(change(returning.sender_of(row())).encode()) == []


@given(text=st.binary(max_size=500))
def test_any_bytes_can_be_looked_through(text: bytes) -> None:
    for named in returning.named_in(b"bounces+d" + text + b"@example.org"):
        assert not named.proved(row())


def test_without_the_option_letters_come_from_the_outlets_sender(settings: Settings) -> None:
    address = returning.sender_of(row())
    settings.POST_BOUNCES = ""

    assert returning.sender_of(row()) == "digest@example.org"
    assert returning.named_in(address.encode()) == []
    assert not returning.ours(address)


@pytest.mark.django_db
def test_each_letter_and_notice_leaves_with_an_address_of_its_own(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server
) -> None:
    cast.article()
    compose(digest)
    ask("ada@example.org")

    assert deliver().done == 4
    rows: list[Sending] = [*Delivery.objects.all(), *Notice.objects.all()]
    senders = {returning.sender_of(one) for one in rows}
    assert len(senders) == 4
    assert {one.mail_from for one in relay.envelopes} == senders
    letter = written(Delivery.objects.all()[0])
    assert b"bounces" not in letter.content
    assert b"<digest@example.org>" in letter.content


@pytest.mark.django_db
def test_a_trial_leaves_with_one_too(cast: Cast) -> None:
    trial = Trial.objects.create(
        person=cast.editor,
        message_id="t@example.org",
        dated=clock.now(),
        due_at=clock.now() + timedelta(hours=1),
        subject="So it looks",
        text="So it looks.",
    )

    assert written(trial).sender == returning.sender_of(trial)
    assert written(trial).sender.startswith("bounces+t")
