"""The door for providers: what they report changes what it says, once, for mails that they carried."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from pamphleteer.post.models import Delivery, Digest, Evidence, Reader
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from tests.cast import Cast
from tests.post.conftest import relay_of
from tests.post.relays.api.reporting import SECRET, login, postmark
from tests.post.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

MINE = relay_of("postmark://", webhook_secret=SECRET)
OTHER = relay_of("postmark://", name="other", webhook_secret=SECRET)


@pytest.fixture
def sent(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server, settings: Settings
) -> Delivery:
    """An edition that went by a relay; the first one's letter."""
    cast.article()
    compose(digest)
    deliver()
    settings.POST_RELAYS = (MINE, OTHER)
    return Delivery.objects.get(reader=readers[0])


def post(said: Any, *, relay: str = "first", headers: dict[str, str] | None = None) -> HttpResponse:
    answer: Any = Client(headers=login() if headers is None else headers).post(
        f"/digest/webhooks/{relay}", said, content_type="application/json"
    )
    assert isinstance(answer, HttpResponse)
    return answer


def of(mail: Delivery, **fields: Any) -> dict[str, Any]:
    return postmark(Metadata={"delivery": mail.message_id}, **fields)


def complaint(mail: Delivery) -> dict[str, Any]:
    return of(mail, RecordType="SpamComplaint", Type="SpamComplaint")


def test_a_bounce_is_written_down_once(sent: Delivery) -> None:
    for _ in range(2):
        assert post(of(sent)).status_code == 200
    one = Evidence.objects.get()
    assert (one.delivery, one.scope, one.status) == (sent, "reader", "5.1.1")
    assert "rita@" not in one.said


def test_whoever_complains_leaves(sent: Delivery) -> None:
    assert post(complaint(sent)).status_code == 200
    sent.reader.refresh_from_db()
    assert sent.reader.state != Reader.State.CONFIRMED


def test_without_proof_nothing_changes(sent: Delivery) -> None:
    answer = post(complaint(sent), headers=login(secret="guess"))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic")
    assert not Evidence.objects.exists()


def test_a_provider_says_nothing_of_what_another_carried(sent: Delivery) -> None:
    assert post(complaint(sent), relay="other").status_code == 200
    assert not Evidence.objects.exists()


def test_a_relay_that_is_not_there_has_no_door(sent: Delivery) -> None:
    assert post(of(sent), relay="third").status_code == 404
    assert Client().get("/digest/webhooks/first").status_code == 405


def test_reports_that_are_too_much_or_nonsense_are_refused(
    sent: Delivery, settings: Settings
) -> None:
    assert post("{").status_code == 400
    assert post(of(sent, Details="x" * 3_000_000)).status_code == 413
    assert not Evidence.objects.exists()
