from collections.abc import Iterator

import pytest

from tests.collect.server import PartnerServer, partner_server


@pytest.fixture
def server() -> Iterator[PartnerServer]:
    """A web server that misbehaves when it is told to."""
    with partner_server() as running:
        yield running
