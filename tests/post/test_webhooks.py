"""The door for providers: what they report changes what it says, once, for mails that they carried."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.ground.sealing import SealError
from pamphleteer.post.models import (
    Delivery,
    Digest,
    Evidence,
    Notice,
    Proof,
    Reader,
    Sending,
    State,
)
from pamphleteer.post.verbs import evidence
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.signup import enrol
from tests.cast import Cast
from tests.post.conftest import relay_of
from tests.post.relays.api.reporting import SECRET, login, mailgun, postmark
from tests.post.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

MINE = relay_of("postmark://", webhook_secret=SECRET)
GUN = relay_of("mailgun://mg.example.org", webhook_secret=SECRET)
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


def of(mail: Sending, **fields: Any) -> dict[str, Any]:
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


def of_mailgun(mail: Sending, **fields: Any) -> dict[str, Any]:
    return mailgun(message={"headers": {"message-id": mail.message_id}}, **fields)


def test_a_signature_of_mailguns_counts_for_one_report_for_it_covers_none(
    sent: Delivery, settings: Settings, stopped_clock: StoppedClock
) -> None:
    settings.POST_RELAYS = (GUN,)
    assert post(of_mailgun(sent)).status_code == 200
    other = Delivery.objects.exclude(pk=sent.pk).earliest("pk")
    for said in (of_mailgun(sent, event="complained"), of_mailgun(other, event="unsubscribed")):
        assert post(said).status_code == 200
    assert Evidence.objects.get().kind == "bounce"
    assert post(of_mailgun(other, event="complained", by="new")).status_code == 200
    assert Evidence.objects.filter(kind="complaint").count() == 1

    stopped_clock.advance(days=4)
    post(of_mailgun(sent, by="later"))
    assert Proof.objects.count() == 1


def test_a_report_that_could_not_be_acted_on_may_be_said_again(
    sent: Delivery, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.POST_RELAYS = (GUN,)
    with monkeypatch.context() as without:
        without.setattr(evidence, "discreet", fails)
        assert post(of_mailgun(sent)).status_code == 503
    assert post(of_mailgun(sent)).status_code == 200
    assert Evidence.objects.count() == 1


def fails(*_: Any, **__: Any) -> str:
    raise SealError("no key today")


def test_a_wish_to_leave_that_is_said_again_takes_nobody_off_who_came_back(
    sent: Delivery, stopped_clock: StoppedClock
) -> None:
    reader, asked = sent.reader, Notice.objects.create(
        reader=sent.reader, message_id="n@example.org", dated=clock.now(), due_at=clock.now(),
        state=State.DONE, relay="first",
    )  # fmt: skip
    wish = {"RecordType": "SubscriptionChange", "Origin": "Recipient", "SuppressSending": True}
    wish |= {"SuppressionReason": "ManualSuppression"}
    for mail in (sent, asked):
        post(of(mail, **wish))
        reader.refresh_from_db()
        assert reader.state == Reader.State.LEFT
        stopped_clock.advance(days=2)
        enrol(reader.address, again=True)
        post(of(mail, **wish))
        reader.refresh_from_db()
        assert reader.state == Reader.State.CONFIRMED


def test_a_relay_that_is_not_there_has_no_door(sent: Delivery) -> None:
    assert post(of(sent), relay="third").status_code == 404
    assert Client().get("/digest/webhooks/first").status_code == 405


def test_reports_that_are_too_much_or_nonsense_are_refused(
    sent: Delivery, settings: Settings
) -> None:
    assert post("{").status_code == 400
    assert post(of(sent, Details="x" * 3_000_000)).status_code == 413
    assert not Evidence.objects.exists()
