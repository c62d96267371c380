"""A relay that is a real server, and the outlet's digest with readers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.letters.variant import forget
from pamphleteer.post.models import Digest, Reader
from pamphleteer.post.verbs import progress
from pamphleteer.post.verbs.signup import enrol
from tests.post.servers import Server


@pytest.fixture
def open_server() -> Iterator[Callable[..., Server]]:
    """Start servers that are stopped after the test."""
    opened: list[Server] = []

    def start(**options: Any) -> Server:
        server = Server(**options)
        server.start()
        opened.append(server)
        return server

    yield start
    for server in opened:
        if not server.loop.is_closed():
            server.stop(no_assert=True)


@pytest.fixture
def server(open_server: Callable[..., Server]) -> Server:
    return open_server()


def account(server: Server, **fields: Any) -> dict[str, Any]:
    """Return the options of a relay as the settings have them."""
    return relay_of(**{"url": server.url, **fields})


def relay_of(url: str, **fields: Any) -> dict[str, Any]:
    """Return the options of the relay at an address as the settings have them."""
    filled = {
        "name": "first",
        "password": "",
        "api_url": "",
        "webhook_secret": "",
        "token_command": (),
        "weight": 1,
        "timeout": 5.0,
    }
    return filled | {"url": url} | fields


@pytest.fixture(autouse=True)
def _post(settings: Settings) -> None:
    settings.SITE_URL = "https://example.org/"
    settings.SIGNUP_URL = "https://desk.example.org/digest/"
    settings.POST_SENDER = "digest@example.org"
    settings.POST_UNSUBSCRIBE = ""
    settings.POST_BOUNCES = ""
    settings.POST_MAILBOX = ""
    settings.POST_RELAYS = ()
    settings.POST_DOUBT = "again"
    settings.POST_SITES = "domains"
    settings.POST_SITE_LIMITS = ()
    settings.POST_STALE = 24
    forget()
    progress.forget()


@pytest.fixture
def relay(server: Server, settings: Settings) -> Server:
    """The outlet's only relay."""
    settings.POST_RELAYS = (account(server),)
    return server


@pytest.fixture
def digest(db: None, stopped_clock: StoppedClock) -> Digest:
    """The daily digest, which begins now."""
    Digest.objects.all().delete()
    return Digest.objects.create(name="Daily", slug="daily", hour=7, begins=stopped_clock.at)


@pytest.fixture
def readers(digest: Digest) -> list[Reader]:
    return [enrol(f"reader-{number}@readers.example") for number in range(3)]
