"""Fetches go on in a thread of their own, and end with it."""

from concurrent.futures import CancelledError
from threading import active_count

import pytest

from pamphleteer.ground.http import StatusError
from pamphleteer.ground.http.asking import Limits, fetching
from tests.collect.server import PartnerServer, until

LIMITS = Limits(seconds=10, allow=("127.0.0.0/8",))


def test_a_slow_server_does_not_hold_up_another(server: PartnerServer) -> None:
    with fetching(agent="test", limits=LIMITS) as fetches:
        slow = fetches.start(server.stall("/slow"))
        quick = fetches.start(server.give("/quick", "here"))

        assert quick.result(5).content == b"here"
        assert not slow.done()


def test_a_fault_is_raised_where_the_result_is_asked_for(server: PartnerServer) -> None:
    with fetching(agent="test", limits=LIMITS) as fetches:
        gone = fetches.start(server.url("/nothing"))
        with pytest.raises(StatusError, match="404"):
            gone.result(5)


def test_what_is_under_way_is_cancelled_at_the_end(server: PartnerServer) -> None:
    before = active_count()
    with fetching(agent="test", limits=LIMITS) as fetches:
        slow = fetches.start(server.stall("/slow"))
        until(lambda: server.asked["/slow"] == 1)

    with pytest.raises(CancelledError):
        slow.result(5)
    server.let_go.set()
    until(lambda: active_count() <= before)
