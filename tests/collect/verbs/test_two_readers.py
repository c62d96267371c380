"""Two processes at once never ask for the same page, and one that is killed loses nothing."""

import os
import signal
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.db import connection

from pamphleteer.collect.models import Text, Visit
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.collect.verbs.texts import round_
from pamphleteer.register.models import Entry
from tests.collect import articles
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer, until
from tests.processes import Process

pytestmark = pytest.mark.usefixtures("own_database", "whole")
CUT = f"{articles.ENGLISH[0]} {articles.ENGLISH[1][:60]} […]"


@pytest.fixture
def whole(settings: Any, loopback: None) -> None:
    settings.COLLECT_FULL_TEXT = True
    settings.COLLECT_MEND_SECONDS = 30.0


def came() -> list[Any]:
    return [line.data for line in Entry.objects.filter(what="wire.came").order_by("pk")]


def rounds(times: int = 4) -> None:
    for _ in range(times):
        round_()


READER = """
import sys
from django.conf import settings
from django.db import connections
settings.COLLECT_ALLOW = ("127.0.0.0/8",)
settings.COLLECT_PAUSE = 0.0
connections["default"].settings_dict["NAME"] = sys.argv[1]
from pamphleteer.collect.verbs.texts import round_
for _ in range(int(sys.argv[2])):
    round_()
"""


def reader(times: int) -> Process:
    name = str(connection.settings_dict["NAME"])
    return Process(READER, name, str(times), pipes=())


def test_each_page_is_asked_once(server: PartnerServer) -> None:
    items = []
    for number in range(6):
        url = server.give(f"/{number}", articles.wordpress(), content_type="text/html")
        items.append(item(number, title=articles.HEADLINE, link=url, description=CUT + str(number)))
    source_at(server.give("/feed", rss(*items)))
    poll()
    with reader(12) as one, reader(12) as other:
        assert one.wait(60) == other.wait(60) == 0
    rounds(8)
    assert [server.asked[f"/{number}"] for number in range(6)] == [1] * 6
    assert len(came()) == Text.objects.filter(state=Text.State.DONE).count() == 6


def test_what_a_killed_one_held_is_fetched_again_and_kept_once(server: PartnerServer) -> None:
    def stall_once(request: BaseHTTPRequestHandler) -> None:
        if server.asked["/1"] == 1:
            server.let_go.wait(30)
        else:
            body = articles.wordpress().encode()
            request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body)

    url = server.do("/1", stall_once)
    source_at(
        server.give("/feed", rss(item(1, title=articles.HEADLINE, link=url, description=CUT)))
    )
    poll()
    with reader(4) as process:
        until(lambda: server.asked["/1"] == 1, seconds=30)
        os.kill(process.pid, signal.SIGKILL)
    rounds()
    assert Text.objects.get().state == Text.State.PLANNED
    Text.objects.update(held_until=Text.objects.get().due_at - timedelta(days=1))
    Visit.objects.all().delete()
    rounds()
    assert Text.objects.get().state == Text.State.DONE
    assert came() == [{"items": [Text.objects.get().pk]}]
