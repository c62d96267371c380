"""A hub pushes to a house that runs: asked, verified and on the wire within moments, and once."""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pamphleteer.collect.models import Source, Subscription, WireItem
from pamphleteer.project import laying, making
from tests.collect.feeds import item, rss
from tests.collect.hub import Hub, running_hub
from tests.collect.server import PartnerServer, partner_server
from tests.journeys.house import DATABASE, Begun, House, free_port

PATIENCE = 150  # seconds


@pytest.fixture
def house(tmp_path: Path, own_database: str) -> House:
    """An outlet that asks loopback, whose database is laid already."""
    laying.lay(name="The Open Page")
    port = free_port()
    making.make(
        tmp_path / "outlet",
        options={
            "site.url": f"http://127.0.0.1:{port}/",
            "server.listen": f"127.0.0.1:{port}",
            "collect.allow": ["127.0.0.0/8"],
        },
        relays=[{"name": "first", "url": "smtp://127.0.0.1:9"}],
    )
    return House(tmp_path / "outlet", {**os.environ, DATABASE: own_database})


@pytest.fixture
def hub() -> Iterator[Hub]:
    with running_hub() as hub:
        yield hub


@pytest.fixture
def server() -> Iterator[PartnerServer]:
    with partner_server() as server:
        yield server


def soon(true: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until, what
        threading.Event().wait(0.05)


def begun(house: House) -> Begun:
    running = house.begin("-C", house.folder, "run")
    running.read_until("Ctrl-C ends it.")
    return running


@pytest.mark.either_database
def test_what_a_hub_pushes_is_on_the_wire_though_the_house_is_killed(
    house: House, hub: Hub, server: PartnerServer
) -> None:
    url = server.url("/feed")
    head = f'<atom:link rel="hub" href="{hub.url}"/><atom:link rel="self" href="{url}"/>'
    server.give("/feed", rss(item(1), channel=head))
    added = house.of("sources", "add", url, "--partner", "The Harbour Light", "--licence", "cc-by")
    assert added.returncode == 0, added.stderr

    running = begun(house)
    try:
        soon(lambda: bool(hub.holds), "the hub was not asked, or not answered")
        assert hub.push(rss(item(1), item(2), channel=head)).status == 202
        soon(lambda: WireItem.objects.count() == 2, "what was pushed did not come")
        # Answered is kept, whatever happens next.
        assert hub.push(rss(item(2), item(3), channel=head)).status == 202
    finally:
        running.end(signal.SIGKILL)

    running = begun(house)
    try:
        soon(lambda: WireItem.objects.count() == 3, "what was answered was lost")
        told = json.loads(house.of("sources", "list", "--json").stdout)
    finally:
        running.end()
    assert [one["fault"] for one in told] == [""]
    assert Subscription.objects.get().state == "active"
    assert Source.objects.get().pushed_until is not None
    (callback, _), *_ = hub.holds
    assert callback not in running.printed
    assert hub.asked[0]["hub.secret"] not in running.printed
