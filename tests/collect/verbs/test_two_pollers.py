"""Two processes at once never poll the same source, and one that is killed loses nothing."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from pamphleteer.collect.models import Source, WireItem
from pamphleteer.collect.verbs.poll import Summary, poll
from pamphleteer.register.models import Entry
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer, until
from tests.processes import Process

pytestmark = pytest.mark.usefixtures("own_database", "loopback")
SOURCES = 12

POLLER = """
import sys
from django.conf import settings
from django.db import connections
settings.COLLECT_ALLOW = ("127.0.0.0/8",)
settings.COLLECT_PER_HOST, settings.COLLECT_PAUSE = 20, 0.0
settings.COLLECT_FULL_TEXT = False
connections["default"].settings_dict["NAME"] = sys.argv[1]
from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.poll import poll
everybody = list(Source.objects.values_list("pk", flat=True)) if "all" in sys.argv else None
settings.COLLECT_AT_ONCE = 4 if everybody else 50
done = poll(only=everybody)
print(len(done.polled), done.elsewhere)
"""


@contextmanager
def poller(*words: str) -> Iterator[Process]:
    """Start a process that polls once, in the database of the tests: what is due, or `all`."""
    name = str(connection.settings_dict["NAME"])
    with Process(POLLER, name, *words) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def many_sources(server: PartnerServer) -> None:
    for number in range(SOURCES):
        source_at(server.give(f"/{number}", rss(item(number))))


def all_came_once(server: PartnerServer) -> None:
    assert set(server.asked.values()) == {1}
    assert WireItem.objects.count() == SOURCES
    told = [key for line in Entry.objects.filter(what="wire.came") for key in line.data["items"]]
    assert sorted(told) == sorted(WireItem.objects.values_list("pk", flat=True))


def test_two_threads_never_poll_the_same_source(server: PartnerServer) -> None:
    many_sources(server)
    summaries: list[Summary] = []
    start = Barrier(2)

    def run() -> None:
        start.wait()
        summaries.append(poll())
        connections.close_all()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(len(summary.polled) for summary in summaries) == SOURCES
    all_came_once(server)


def test_two_processes_never_poll_the_same_source(server: PartnerServer) -> None:
    many_sources(server)
    with poller() as one, poller() as other:
        polled = [process.communicate(timeout=60)[0].split() for process in (one, other)]

    assert sum(int(number) for number, _ in polled) == SOURCES
    all_came_once(server)


def test_two_processes_that_are_told_to_poll_all_poll_each_once_together(
    server: PartnerServer,
) -> None:
    def when_both_ask(request: BaseHTTPRequestHandler) -> None:
        # One process asks for four at once.
        until(lambda: len(server.asked) > 4, seconds=60)
        content = rss(item(int(request.path[1:]))).encode()
        request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n" + content)

    for number in range(SOURCES):
        source_at(server.do(f"/{number}", when_both_ask))
    with poller("all") as one, poller("all") as other:
        told = [process.communicate(timeout=90)[0].split() for process in (one, other)]

    polled, elsewhere = ([int(line[place]) for line in told] for place in (0, 1))
    assert sum(polled) == SOURCES
    # Each counts what the other did, but for what that still holds when it looks.
    assert all(many <= SOURCES - own for many, own in zip(elsewhere, polled, strict=True))
    assert max(elsewhere) > 0
    all_came_once(server)


def test_what_a_killed_process_held_is_polled_again_and_kept_once(
    server: PartnerServer,
) -> None:
    def stall_once(request: BaseHTTPRequestHandler) -> None:
        if server.asked["/feed"] == 1:
            server.let_go.wait(30)
        else:
            content = rss(item(1)).encode()
            request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n" + content)

    source = source_at(server.do("/feed", stall_once))
    with poller() as process:
        until(lambda: server.asked["/feed"] == 1, seconds=30)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    assert poll().polled == []
    Source.objects.update(held_until=source.due_at)

    assert poll().new == 1
    assert WireItem.objects.count() == 1
