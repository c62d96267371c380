"""Processes that are killed in the middle lose nothing, and all together burden no server."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler
from threading import Lock

import pytest
from django.db import connection

from pamphleteer.collect.models import Host, Source, Visit, WireItem
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.ground import clock
from pamphleteer.register.models import Entry
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer, partner_server, until
from tests.processes import Process

pytestmark = pytest.mark.usefixtures("own_database", "loopback")
HOSTS, EACH, PAUSE = 3, 4, 0.05

POLLER = f"""
import sys
from django.conf import settings
from django.db import connections
settings.COLLECT_ALLOW = ("127.0.0.0/8",)
settings.COLLECT_FULL_TEXT = False
settings.COLLECT_PER_HOST, settings.COLLECT_PAUSE = 1, {PAUSE}
connections["default"].settings_dict["NAME"] = sys.argv[1]
from pamphleteer.collect.verbs.poll import poll
poll()
"""


class Watched:
    """A server that notes how many requests it answers at once, and when each began."""

    def __init__(self, server: PartnerServer) -> None:
        self.server = server
        self.begun: list[float] = []
        self.open = self.most = 0
        self._lock = Lock()

    def feed(self, number: int) -> str:
        content = rss(*(item(piece, guid=f"{number}-{piece}") for piece in range(3))).encode()

        def answer(request: BaseHTTPRequestHandler) -> None:
            with self._lock:
                self.begun.append(time.monotonic())
                self.open += 1
                self.most = max(self.most, self.open)
            request.connection.settimeout(5)
            request.wfile.write(b"HTTP/1.1 200 OK\r\nETag: x\r\n\r\n" + content)
            with self._lock:
                self.open -= 1

        return self.server.do(f"/{number}", answer)

    @property
    def shortest_gap(self) -> float:
        return min(b - a for a, b in zip(self.begun, self.begun[1:], strict=False))


@pytest.fixture
def watched() -> Iterator[list[Watched]]:
    """Several servers, each with a few sources that are due."""
    with ExitStack() as stack:
        servers = [Watched(stack.enter_context(partner_server())) for _ in range(HOSTS)]
        for host, one in enumerate(servers):
            for number in range(EACH):
                source_at(one.feed(number), partner=f"Partner {host}")
        yield servers


@contextmanager
def poller() -> Iterator[Process]:
    with Process(POLLER, str(connection.settings_dict["NAME"]), pipes=()) as process:
        try:
            yield process
        finally:
            process.kill()


def asked(servers: list[Watched]) -> int:
    return sum(len(one.begun) for one in servers)


def all_is_there_once() -> None:
    assert WireItem.objects.count() == HOSTS * EACH * 3
    told = [key for line in Entry.objects.filter(what="wire.came") for key in line.data["items"]]
    assert sorted(told) == sorted(WireItem.objects.values_list("pk", flat=True))


def test_two_processes_together_ask_a_server_once_at_a_time_with_a_pause(
    watched: list[Watched],
) -> None:
    with poller() as one, poller() as other:
        assert (one.wait(60), other.wait(60)) == (0, 0)

    assert [one.most for one in watched] == [1] * HOSTS
    assert [len(one.begun) for one in watched] == [EACH] * HOSTS
    # The pause lies between the deeds of the pollers; what the server sees of it jitters.
    assert all(one.shortest_gap > PAUSE / 2 for one in watched)
    all_is_there_once()
    assert not Visit.objects.exists()


@pytest.mark.parametrize("after", [1, 2, 5, 9])
def test_what_a_process_held_when_it_was_killed_is_done_by_the_next(
    watched: list[Watched], after: int
) -> None:
    with poller() as process:
        until(lambda: asked(watched) >= after, seconds=60)
        process.kill()
        process.wait(10)

    # Its leases end in time; here the time is now.
    past = clock.now()
    Source.objects.exclude(held_until=None).update(held_until=past)
    Visit.objects.update(until=past)
    Host.objects.update(free_at=past)
    poll()

    all_is_there_once()
    assert all(source.health == "well" for source in Source.objects.all())
    assert not Source.objects.exclude(held_until=None).exists()
