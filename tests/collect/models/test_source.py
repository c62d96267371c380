"""A source says in words how it is, and how often it is asked."""

from datetime import timedelta

import pytest

from pamphleteer.collect.models import Source, WireItem
from pamphleteer.collect.verbs.pause import pause
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.ground.clock import StoppedClock
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback", "stopped_clock")]


def a_source(url: str = "https://light.example/feed", **fields: object) -> Source:
    source = source_at(url)
    for name, value in fields.items():
        setattr(source, name, value)
    source.save()
    return source


def test_it_is_called_by_its_title_or_else_its_address() -> None:
    assert a_source().called == "https://light.example/feed"
    assert a_source("https://light.example/2", title="The Light").called == "The Light"


def test_its_rhythm_is_in_words() -> None:
    assert a_source(interval=1200).rhythm == "every 20 minutes"
    assert a_source("https://light.example/2", interval=1200, active=False).rhythm == ""


def test_a_hub_that_pushes_is_its_rhythm_until_its_promise_ends(
    stopped_clock: StoppedClock,
) -> None:
    source = a_source(interval=3600, pushed_until=stopped_clock.at + timedelta(days=1))
    assert source.rhythm == "pushed by a hub"
    stopped_clock.advance(days=2)
    assert source.rhythm == "every hour"


def test_its_newest_pieces_are_ten_at_most(server: PartnerServer) -> None:
    source = source_at(server.give("/feed", rss(*(item(number) for number in range(12)))))
    other = source_at(server.give("/other", rss(item(99))))
    poll()
    assert len(source.newest) == 10
    assert source.newest[0] == WireItem.objects.filter(source=source).order_by("-pk").first()
    assert [piece.identity for piece in other.newest] == ["piece-99"]


def test_what_fails_again_and_again_or_was_retired_is_in_trouble() -> None:
    a_source("https://light.example/well")
    a_source("https://light.example/twice", failures=2)
    a_source("https://light.example/moved", note="moved here from https://old.example/")
    a_source("https://light.example/paused", active=False)
    a_source("https://light.example/paused-failing", active=False, failures=5)
    failing = a_source("https://light.example/failing", failures=3)
    retired = a_source("https://light.example/retired", active=False, note="gone for good")
    assert set(Source.objects.in_trouble()) == {failing, retired}


def test_who_pauses_a_source_has_seen_its_trouble() -> None:
    source = a_source(active=False, note="gone for good")
    assert pause(source.url).health == "paused"
    assert not Source.objects.in_trouble()


def test_what_fails_for_long_says_since_when(stopped_clock: StoppedClock) -> None:
    source = a_source(failures=9, fault="answered 404 (Not Found)", failing_since=stopped_clock.at)
    assert source.health == "answered 404 (Not Found) (9 times in a row)"
    stopped_clock.advance(days=8)
    assert "9 times in a row, since " in source.health
    assert source.health.endswith("ask the partner, or pause it)")


def test_what_a_process_holds_or_held_when_it_was_killed_is_said(
    stopped_clock: StoppedClock,
) -> None:
    source = a_source(held_until=stopped_clock.at + timedelta(minutes=3))
    asked = "is being asked now, or was when its process was killed: free again by 09:33 UTC"
    assert source.health == f"not polled yet; {asked}"
    assert source.next_at == source.held_until
    source.polled_at = stopped_clock.at
    assert source.health == f"well; {asked}"
    stopped_clock.advance(minutes=4)
    assert (source.health, source.next_at) == ("well", source.due_at)
