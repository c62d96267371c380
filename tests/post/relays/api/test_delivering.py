"""Providers among the outlet's relays: what they refuse, a server takes."""

import pytest
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.models import Notice, Rest, State
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.signup import ask
from tests.post.conftest import account, relay_of
from tests.post.relays.api.providing import Said, running
from tests.post.servers import Server

TAKEN = Said(201, {"messageId": "<20@brevo>"})


@pytest.mark.django_db
def test_what_a_provider_does_not_take_the_next_relay_takes(
    settings: Settings, server: Server
) -> None:
    with running(Said(401, {"message": "Key not found"})) as provider:
        first = relay_of("brevo://", password="key", api_url=provider.url, weight=1000)
        settings.POST_RELAYS = (first, account(server, name="second"))
        for name in ("rita", "rob", "ruth"):
            ask(f"{name}@readers.example")
        deliver()
    assert {notice.relay for notice in Notice.objects.all()} == {"second"}
    assert Rest.objects.get().relay == "first"
    assert len(provider.heard) == 1


@pytest.mark.django_db
def test_a_doubt_that_a_provider_settles_is_none(settings: Settings) -> None:
    with running(Said(cut=True), TAKEN) as provider:
        settings.POST_RELAYS = (relay_of("brevo://", password="key", api_url=provider.url),)
        ask("rita@readers.example")
        deliver()
    notice = Notice.objects.get()
    assert (notice.state, notice.doubts, notice.attempts) == (State.DONE, 0, 1)
    assert notice.reply == "201 queued as <‹reader›>"


@pytest.mark.django_db
def test_a_letter_in_doubt_is_asked_for_by_its_key_and_a_refused_one_by_another(
    settings: Settings, stopped_clock: StoppedClock
) -> None:
    cut = Said(cut=True)
    with running(Said(402, "no credits"), cut, cut, cut, TAKEN) as provider:
        settings.POST_RELAYS = (relay_of("brevo://", password="key", api_url=provider.url),)
        ask("rita@readers.example")
        for _ in range(3):
            deliver()
            stopped_clock.advance(hours=7)
    [refused, *doubted, taken] = [one.json["headers"]["idempotencyKey"] for one in provider.heard]
    assert {*doubted} == {taken} != {refused}
    notice = Notice.objects.get()
    assert (notice.state, notice.attempts, notice.doubts) == (State.DONE, 3, 1)
