"""A hub is relied on as long as it pushes, and no longer, whatever it verifies."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

import pytest

from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs import hubs, receive
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.collect.verbs.subscribe import subscribe
from pamphleteer.ground.clock import StoppedClock
from tests.collect.conftest import source_at
from tests.collect.feeds import atom, item, rss
from tests.collect.hub import Hub, running_hub
from tests.collect.server import PartnerServer
from tests.collect.subscribed import TOPIC, source_with, subscribed, the

pytestmark = pytest.mark.usefixtures("own_database", "loopback", "desk")
DAY = timedelta(days=1)


def caught(source: Source, at: StoppedClock) -> None:
    """Let a poll find what the hub did not push, and the hub be asked anew."""
    at.advance(hours=2)
    hubs.missed(source, polled_before=at.at - timedelta(hours=1))
    at.advance(minutes=16)
    subscribe()
    at.advance(minutes=6)
    subscribe()
    source.refresh_from_db()


def test_a_hub_that_verifies_but_does_not_push_is_not_relied_on_again(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source = subscribed(hub)
    caught(source, stopped_clock)
    assert (the().state, hubs.rests(source)) == ("active", False)
    assert "did not push what polling found" in the().fault
    for _ in range(4):
        stopped_clock.advance(days=8.5)
        subscribe()
        source.refresh_from_db()
        assert (the().state, hubs.rests(source)) == ("active", False)
    assert len(hub.asked) == 6


def test_a_hub_that_kept_news_from_us_is_relied_on_again_when_it_has_pushed(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source = subscribed(hub)
    caught(source, stopped_clock)
    hub.push(atom())
    receive.round_()
    source.refresh_from_db()
    assert not hubs.rests(source)  # a document without a piece is no news

    hub.push(rss(item(1)))
    receive.round_()
    source.refresh_from_db()
    assert source.pushed_until == the().leased_until
    assert (the().missed_at, the().fault) == (None, "")

    caught(source, stopped_clock)
    assert not hubs.rests(source)


def test_the_next_hub_has_to_push_too_before_it_is_relied_on(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    with running_hub() as other:
        source = source_with(hub.url, other.url)
        subscribe()
        caught(source, stopped_clock)
        assert (the().hub, the().state) == (other.url, "active")
        assert not hubs.rests(source)
        other.push(rss(item(1)))
        receive.round_()
    source.refresh_from_db()
    assert hubs.rests(source)


def test_hubs_that_promise_and_do_not_push_are_asked_by_turns(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    with running_hub() as other:
        source = source_with(hub.url, other.url)
        subscribe()
        caught(source, stopped_clock)
        names = [the().hub]
        for _ in range(3):
            stopped_clock.advance(days=8.5)
            subscribe()
            stopped_clock.advance(minutes=6)
            subscribe()
            names.append(the().hub)
        assert names == [other.url, hub.url, other.url, hub.url]
        assert len(hub.asked) + len(other.asked) == 5


def test_a_source_whose_hub_never_pushes_keeps_its_ordinary_interval(
    hub: Hub, server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    url = server.url("/feed")
    head = f'<atom:link rel="hub" href="{hub.url}"/><atom:link rel="self" href="{url}"/>'
    source_at(url)
    polls = []
    for hour in range(24 * 3):
        server.give("/feed", rss(*(item(n) for n in range(20 + hour // 6)), channel=head))
        polls += [stopped_clock.at] if poll().polled else []
        subscribe()
        stopped_clock.advance(hours=1)
    waits = [later - before for before, later in pairwise(polls)]
    # Relied on once; as often as it brings news ever after.
    assert sum(wait > DAY * 0.8 for wait in waits) == 1
    assert len(polls) > 20


def test_a_promise_that_broke_while_its_source_was_polled_is_no_reason_to_rest(
    hub: Hub, server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    source = subscribed(hub)
    Source.objects.update(url=server.url("/feed"), due_at=stopped_clock.at)

    def answer(request: BaseHTTPRequestHandler) -> None:
        hub.deny(hub.asked[0]["hub.callback"], TOPIC)
        head = f'<atom:link rel="hub" href="{hub.url}"/><atom:link rel="self" href="{TOPIC}"/>'
        server.give("/other", rss(item(1), channel=head))
        server.answers["/other"](request)

    server.do("/feed", answer)
    assert len(poll().polled) == 1
    source.refresh_from_db()
    assert source.due_at < stopped_clock.at + timedelta(hours=1)


def test_hubs_that_come_and_go_make_no_source_be_polled_without_rest(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source = source_with(hub.url)
    polls = 0
    for turn in range(20):
        hubs.note(source, hubs=[hub.url], topic=f"{source.url}?{turn}")
        subscribe()
        source.refresh_from_db()
        if source.due_at <= stopped_clock.at:
            polls += 1
            Source.objects.update(due_at=stopped_clock.at + DAY, polled_at=stopped_clock.at)
        stopped_clock.advance(minutes=1)
    assert polls <= 2
