"""A server is asked by all processes together no more than it is allowed to be."""

from collections import Counter
from datetime import timedelta
from importlib import import_module
from threading import Barrier, Thread
from typing import Any

import pytest
from django.apps import apps
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from pamphleteer.collect.models import Host, Source, Visit
from pamphleteer.collect.verbs import robots
from pamphleteer.collect.verbs.claim import claim_many
from pamphleteer.collect.verbs.hosts import Taken, full, give_back, resting, take
from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from tests.collect.conftest import source_at
from tests.conftest import MONDAY

HOST = "harbour-light.example:443"


@pytest.mark.django_db
def test_a_host_is_taken_once_and_free_again_after_the_pause(stopped_clock: StoppedClock) -> None:
    taken = take(HOST)
    assert taken is not None
    stopped_clock.advance(seconds=5)
    assert take(HOST) is None
    assert take("night-desk.example:443") is not None

    give_back(taken)
    assert take(HOST) is None
    stopped_clock.advance(seconds=1)
    assert take(HOST) is not None


@pytest.mark.django_db
def test_several_connections_are_an_option_and_still_begin_one_after_another(
    stopped_clock: StoppedClock, settings: Any
) -> None:
    settings.COLLECT_PER_HOST = 2
    assert take(HOST) is not None
    assert take(HOST) is None
    stopped_clock.advance(seconds=1)
    assert take(HOST) is not None
    stopped_clock.advance(seconds=1)
    assert take(HOST) is None
    assert list(full()) == [HOST]


@pytest.mark.django_db
def test_what_a_killed_process_held_is_free_when_its_lease_has_ended(
    stopped_clock: StoppedClock,
) -> None:
    take(HOST)
    stopped_clock.advance(minutes=10)
    assert take(HOST) is not None
    assert Visit.objects.count() == 1


@pytest.mark.django_db
def test_a_host_rests_as_long_as_it_asked_for_but_not_for_ever(
    stopped_clock: StoppedClock, settings: Any
) -> None:
    settings.COLLECT_PAUSE = 0.0
    for asked, rests in ((7200.0, timedelta(hours=2)), (1e9, timedelta(days=7))):
        taken = take(HOST)
        assert taken is not None
        give_back(taken, rest=asked)
        assert [host.name for host in resting()] == [HOST]
        assert Host.objects.get().free_at == stopped_clock.at + rests
        stopped_clock.advance(seconds=rests.total_seconds())


@pytest.mark.django_db
def test_one_server_spelt_in_two_ways_is_one_host(stopped_clock: StoppedClock) -> None:
    del stopped_clock
    spelt = (
        "https://bücher.example/a",
        "https://xn--bcher-kva.example/b",
        "https://BÜCHER.example./",
    )
    rows = [source_at(url).host for url in spelt]
    assert set(rows) == {"xn--bcher-kva.example:443"}
    (_,) = claim_many(at_most=3)
    assert claim_many(at_most=3) == []
    assert {robots.server_of(url) for url in spelt} == {"https://xn--bcher-kva.example"}


@pytest.mark.django_db
def test_a_host_that_was_kept_in_its_own_letters_is_renamed() -> None:
    source = source_at("https://bücher.example:8000/a")
    Source.objects.update(host="bücher.example:8000")
    import_module("pamphleteer.collect.migrations.0009_names").rename(apps, None)
    source.refresh_from_db()
    assert source.host == "xn--bcher-kva.example:8000"


@pytest.mark.usefixtures("own_database")
def test_two_threads_never_take_a_host_at_once(settings: Any) -> None:
    settings.COLLECT_PAUSE = 0.0
    start, both = Barrier(4), Barrier(4)
    found: list[Taken | None] = []

    def run() -> None:
        for number in range(10):
            start.wait()
            taken = take(f"{number}.example:443")
            found.append(taken)
            both.wait()
        connections.close_all()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(one.host for one in found if one) == {f"{n}.example:443": 1 for n in range(10)}


class Hosts(TestCase):
    @given(
        st.lists(
            st.tuples(st.sampled_from(["take", "back", "die", "wait"]), st.integers(0, 2)),
            max_size=25,
        )
    )
    def test_never_more_than_one_is_open_and_a_pause_lies_between(
        self, deeds: list[tuple[str, int]]
    ) -> None:
        held: dict[str, Taken] = {}
        ended: dict[str, Any] = {}
        with clock.stopped(MONDAY) as now:
            for deed, number in deeds:
                host = f"{number}.example:443"
                if deed == "wait":
                    now.advance(seconds=number * 0.6)
                elif deed == "take" and (taken := take(host)):
                    assert host not in held
                    assert now.at - ended.get(host, MONDAY - timedelta(1)) >= timedelta(seconds=1)
                    held[host] = taken
                elif deed == "back" and host in held:
                    give_back(held.pop(host))
                    ended[host] = now.at
            for taken in held.values():
                give_back(taken)
            now.advance(seconds=1)
            assert all(take(f"{number}.example:443") for number in range(3))
