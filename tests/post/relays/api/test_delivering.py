"""Providers among the outlet's relays: what they refuse, a server takes."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytest_django import Settings

from pamphleteer.post.models import Notice, Rest, State
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.signup import ask
from tests.post.conftest import account, relay_of
from tests.post.relays.api.providing import Provider, Said, providing
from tests.post.servers import Server

TAKEN = Said(201, {"messageId": "<20@brevo>"})


@contextmanager
def running(*says: Said) -> Iterator[Provider]:
    """Let a provider run in a thread of its own."""
    stands, done, found = threading.Event(), asyncio.Event(), list[Provider]()
    loop = asyncio.new_event_loop()

    async def work() -> None:
        async with providing(*says) as provider:
            found.append(provider)
            stands.set()
            await done.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=[work()])
    thread.start()
    assert stands.wait(10)
    try:
        yield found[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join(10)
        loop.close()


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
