"""What hubs push is on the wire once, if it is signed as agreed; a hub that keeps news is noticed."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from pamphleteer.collect.models import Push, Source, WireItem
from pamphleteer.collect.verbs import hubs, receive
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.collect.verbs.subscribe import subscribe
from pamphleteer.collect.verbs.trust import GRACE
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.models import Entry
from tests.collect.conftest import source_at
from tests.collect.feeds import atom, entry, item, rss
from tests.collect.hub import Hub
from tests.collect.server import PartnerServer
from tests.collect.sources.test_page import archive
from tests.collect.sources.test_page import entry as teaser
from tests.collect.subscribed import TOPIC, source_with, subscribed, the

pytestmark = pytest.mark.usefixtures("own_database", "loopback", "desk")


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_what_is_pushed_is_on_the_wire(hub: Hub, method: str, stopped_clock: StoppedClock) -> None:
    hub.method = method
    source = subscribed(hub)
    assert hub.push(rss(item(1), item(2))).status == 202
    assert (Push.objects.count(), WireItem.objects.count()) == (1, 0)

    assert receive.round_() == 1

    assert (Push.objects.count(), WireItem.objects.count()) == (0, 2)
    assert Entry.objects.filter(what="wire.came").count() == 1
    source.refresh_from_db()
    assert source.news_at == the().pushed_at == stopped_clock.at
    assert source.held_until is None


def test_what_is_pushed_twice_is_there_once(hub: Hub) -> None:
    subscribed(hub)
    for _ in range(3):
        hub.push(rss(item(1)))
    assert receive.round_() == 3
    assert WireItem.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"X_Hub_Signature": ""}, "was not signed"),
        ({"X_Hub_Signature": "sha256"}, "was not signed"),
        ({"X_Hub_Signature": "sha256=" + "0" * 64}, "has a wrong signature"),
        ({"X_Hub_Signature": "sha256=töpic"}, "has a wrong signature"),
        ({"X_Hub_Signature": "md5=" + "0" * 32}, "in a way that is not known (“md5”)"),
        ({"Content_Encoding": "gzip"}, "is packed"),
    ],
)
def test_what_is_not_signed_as_agreed_is_thanked_for_and_ignored(
    hub: Hub, headers: dict[str, str], words: str
) -> None:
    subscribed(hub)
    headers = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    assert hub.push(rss(item(1)), **headers).status == 202
    assert not Push.objects.exists()
    assert words in the().fault
    assert the().failures == 1


def test_a_body_that_is_too_large_is_not_taken(hub: Hub, settings: Any) -> None:
    subscribed(hub)
    settings.COLLECT_MAX_BYTES = 100_000
    assert hub.push(b"x" * 100_001).status == 413
    assert "larger than 100,000 bytes" in the().fault
    assert not Push.objects.exists()


def test_a_push_that_is_no_feed_is_dropped_in_words(hub: Hub) -> None:
    subscribed(hub)
    hub.push("<html><body>Under construction</body></html>")
    assert receive.round_() == 1
    assert not Push.objects.exists()
    assert "a push is not a feed" in the().fault


def test_a_push_is_known_by_its_address_whatever_topic_it_names(hub: Hub) -> None:
    subscribed(hub)
    moved = '<atom:link rel="self" href="https://harbour-light.example/moved"/>'
    links = '<https://harbour-light.example/moved>; rel="self"'
    hub.push(rss(item(1), channel=moved), Link=links)
    hub.push(rss(item(2), channel=moved), Link="")
    assert receive.round_() == 2
    assert (WireItem.objects.count(), the().fault) == (2, "")


def test_a_push_that_comes_again_after_a_later_one_changes_nothing(hub: Hub) -> None:
    subscribed(hub)
    first = entry("<summary>The lamps are out.</summary>")
    later = first.replace("09:00", "10:00").replace("are out", "are lit again")
    for document in (first, later, first):
        hub.push(atom(document), Content_Type="application/atom+xml")
        receive.round_()
    piece = WireItem.objects.get()
    assert (piece.version, piece.lead) == (2, "The lamps are lit again.")


def test_so_many_pushes_wait_and_no_more(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR")
    subscribed(hub)
    answers = [hub.push(rss(item(n))).status for n in range(receive.WAITING + 1)]
    assert set(answers[:-1]) == {202}
    assert answers[-1] == 429
    assert not [told for told in caplog.messages if the().token in told]
    assert receive.round_() == receive.WAITING
    assert WireItem.objects.count() == receive.WAITING


def test_a_push_that_a_killed_process_held_is_read_by_the_next(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source = subscribed(hub)
    hub.push(rss(item(1)))
    later = stopped_clock.at + timedelta(minutes=4)
    Push.objects.update(held_until=later, held_by="killed", tries=1)
    assert receive.round_() == 0
    stopped_clock.advance(minutes=5)
    assert receive.round_() == 1
    assert WireItem.objects.filter(source=source).count() == 1


def test_a_push_that_kills_its_reader_is_dropped_in_the_end(hub: Hub) -> None:
    subscribed(hub)
    hub.push(rss(item(1)))
    Push.objects.update(tries=3)
    assert receive.round_() == 1
    assert "three times over" in the().fault


def test_a_push_waits_for_a_poll_of_its_source(hub: Hub, stopped_clock: StoppedClock) -> None:
    subscribed(hub)
    hub.push(rss(item(1)))
    Source.objects.update(held_until=stopped_clock.at + timedelta(seconds=60), held_by="a poll")
    assert receive.round_() == 0
    assert Source.objects.get().held_by == "a poll"
    stopped_clock.advance(seconds=90)
    assert receive.round_() == 1
    assert WireItem.objects.count() == 1


def test_two_at_once_put_each_push_on_the_wire_once(hub: Hub) -> None:
    subscribed(hub)
    for number in range(6):
        hub.push(rss(item(number), item(number + 1)))
    start = Barrier(2)

    def work() -> None:
        start.wait()
        while Push.objects.filter(held_until=None).exists():
            receive.round_()
        connections.close_all()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [k for line in Entry.objects.filter(what="wire.came") for k in line.data["items"]]
    assert sorted(told) == sorted(WireItem.objects.values_list("pk", flat=True))


def test_two_at_once_ask_a_hub_once(hub: Hub) -> None:
    source_with(hub.url)
    start = Barrier(2)

    def work() -> None:
        start.wait()
        subscribe()
        connections.close_all()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hub.asked) == 1
    assert the().state == "active"


# What a hub keeps from us


def test_news_that_a_hub_kept_from_us_ends_the_trust_in_it(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source = subscribed(hub)
    stopped_clock.advance(hours=2)
    hubs.missed(source, polled_before=stopped_clock.at - timedelta(hours=1))
    subscribe()
    assert the().state == "active"
    stopped_clock.advance(seconds=GRACE.total_seconds() + 1)
    subscribe()
    source.refresh_from_db()
    assert (the().state, hubs.rests(source)) == ("wanted", False)
    assert "did not push what polling found" in the().fault


def test_news_that_is_pushed_a_little_later_is_no_breach(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source = subscribed(hub)
    stopped_clock.advance(hours=2)
    hubs.missed(source, polled_before=stopped_clock.at - timedelta(hours=1))
    hub.push(rss(item(1)))
    receive.round_()
    stopped_clock.advance(hours=1)
    subscribe()
    assert the().state == "active"


def test_what_came_up_before_the_promise_is_no_breach(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source = subscribed(hub)
    hubs.missed(source, polled_before=stopped_clock.at - timedelta(minutes=1))
    stopped_clock.advance(hours=1)
    subscribe()
    assert the().state == "active"


def test_a_poll_finds_the_hub_and_rests_while_it_pushes(
    hub: Hub, server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    url = server.url("/feed")
    head = f'<atom:link rel="hub" href="{hub.url}"/><atom:link rel="self" href="{TOPIC}"/>'
    server.give("/feed", rss(item(1), channel=head))
    source_at(url)
    poll()
    subscribe()
    assert hub.asked[0]["hub.topic"] == TOPIC

    stopped_clock.advance(minutes=1)
    poll()
    assert Source.objects.get().due_at > stopped_clock.at + timedelta(hours=20)

    stopped_clock.advance(days=2)
    server.give("/feed", rss(item(1), item(2), channel=head))
    poll()
    stopped_clock.advance(hours=1)
    subscribe()
    assert the().state == "wanted"
    assert Source.objects.get().due_at < stopped_clock.at + timedelta(hours=1)


def test_a_hub_in_the_head_of_the_answer_is_found_before_one_in_the_document(
    hub: Hub, server: PartnerServer
) -> None:
    head = '<atom:link rel="hub" href="https://other.example/"/>'
    links = f'<{hub.url}>; rel="hub", <{TOPIC}>; rel="self"'
    source_at(server.give("/feed", rss(item(1), channel=head), link=links))
    poll()
    source = Source.objects.get()
    assert (source.hubs, source.hub_topic) == ([hub.url, "https://other.example/"], TOPIC)


def test_a_page_names_its_hub_and_what_is_pushed_of_it_is_read_as_a_page(
    hub: Hub, server: PartnerServer
) -> None:
    topic = server.url("/news")
    head = f'<link rel="hub" href="{hub.url}"><link rel="Self" href="/news">'
    html = archive(teaser(2), teaser(1), head=head)
    source = source_at(server.give("/news", html))
    Source.objects.update(kind=Source.Kind.PAGE)
    poll()
    source.refresh_from_db()
    assert (source.hubs, source.hub_topic) == ([hub.url], topic)

    subscribe()
    hub.push(archive(teaser(3), teaser(2)), Content_Type="text/html")
    assert receive.round_() == 1
    assert WireItem.objects.count() == 3


def test_a_hub_that_a_page_names_below_its_head_is_not_believed(server: PartnerServer) -> None:
    comment = '<p><link rel="hub" href="https://evil.example/"></p>'
    html = archive(teaser(2), teaser(1), comment)
    source_at(server.give("/news", html))
    Source.objects.update(kind=Source.Kind.PAGE)
    poll()
    assert Source.objects.get().hubs == []
