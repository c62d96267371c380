"""How relays share the mail: by their weights, and by how quick they are."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from pamphleteer.post.models import Digest, Evidence, Reader
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.signup import enrol
from tests.cast import Cast
from tests.post.conftest import account
from tests.post.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def planned(cast: Cast, digest: Digest, readers: list[Reader]) -> None:
    cast.article()
    compose(digest)


def test_weights_share_the_mail_out(
    cast: Cast,
    digest: Digest,
    open_server: Callable[..., Server],
    settings: Settings,
) -> None:
    first, second = open_server(), open_server()
    settings.POST_RELAYS = (account(first, weight=2), account(second, name="second"))
    for number in range(12):
        enrol(f"r{number}@readers.example")
    cast.article()
    compose(digest)

    assert deliver().done == 12
    assert (len(first.envelopes), len(second.envelopes)) == (8, 4)


def test_a_slow_relay_does_not_hold_up_a_quick_one(
    cast: Cast, digest: Digest, open_server: Callable[..., Server], settings: Settings
) -> None:
    slow, quick = open_server(), open_server()
    slow.thinks = 0.5
    settings.POST_RELAYS = (account(slow, connections=1), account(quick, name="second"))
    for number in range(200):
        enrol(f"r{number}@readers.example")
    cast.article()
    compose(digest)

    assert deliver(stop=lambda: len(quick.envelopes) >= 140).done >= 140
    assert len(slow.envelopes) < 40


def test_whom_one_relay_does_not_know_the_next_one_may(
    planned: None, open_server: Callable[..., Server], settings: Settings
) -> None:
    first, second = open_server(), open_server()
    first.refuse["RCPT"] = "550 5.1.1 user unknown in local recipient table"
    settings.POST_RELAYS = (account(first), account(second, name="second"))

    assert deliver().done == 3
    assert set(second.copies.values()) == {1}
    assert not Evidence.objects.exists()


def test_whom_no_relay_knows_is_given_up(
    planned: None, open_server: Callable[..., Server], settings: Settings
) -> None:
    first, second = open_server(), open_server()
    for one in (first, second):
        one.refuse["RCPT"] = "550 5.1.1 no such user"
    settings.POST_RELAYS = (account(first), account(second, name="second"))

    assert deliver().refused == 3
    assert len(first.asked) == len(second.asked) == 3
