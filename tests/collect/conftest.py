from collections.abc import Iterator
from typing import Any

import pytest

from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.add import add
from tests.collect.desk import serving
from tests.collect.hub import Hub, running_hub
from tests.collect.server import PartnerServer, partner_server


@pytest.fixture
def server() -> Iterator[PartnerServer]:
    """A partner's web server on loopback, that misbehaves when it is told to."""
    with partner_server() as running:
        yield running


@pytest.fixture
def loopback(settings: Any) -> None:
    """Let sources be on loopback, where the partner's server is."""
    settings.COLLECT_ALLOW = ("127.0.0.0/8",)
    settings.COLLECT_TIMEOUT = 10.0
    settings.COLLECT_PER_HOST = 20  # all that the tests poll is at one server
    settings.COLLECT_PAUSE = 0.0
    settings.COLLECT_FULL_TEXT = False  # their feeds give a line of each piece, and no pages


@pytest.fixture
def desk(settings: Any) -> Iterator[str]:
    """The house, at an address that hubs can reach."""
    with serving() as address:
        settings.DESK_URL = address
        yield address


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub on loopback, that misbehaves when it is told to."""
    with running_hub() as running:
        yield running


def source_at(url: str, *, partner: str = "The Harbour Light", licence: str = "cc-by") -> Source:
    return add(url, partner_name=partner, licence_slug=licence)
