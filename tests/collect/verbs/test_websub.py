"""Hubs push what is new: asked for, verified, signed, renewed, left, and done without."""

from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from pamphleteer.collect.callbacks import callback_of, reachable_from
from pamphleteer.collect.models import Source, Subscription
from pamphleteer.collect.verbs import hubs
from pamphleteer.collect.verbs.pause import pause, resume
from pamphleteer.collect.verbs.pushing import pushing
from pamphleteer.collect.verbs.subscribe import PATIENCE, subscribe
from pamphleteer.collect.verbs.verify import deny
from pamphleteer.ground.clock import StoppedClock
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.hub import Hub, call, running_hub
from tests.collect.subscribed import TOPIC, source_with, subscribed, the

pytestmark = pytest.mark.usefixtures("own_database", "loopback", "desk")


def test_a_hub_is_asked_in_its_words_and_answered_when_it_calls(
    hub: Hub, stopped_clock: StoppedClock, desk: str
) -> None:
    source = subscribed(hub)

    (form,) = hub.asked
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == TOPIC
    assert form["hub.callback"].startswith(f"{desk}websub/")
    assert form["hub.lease_seconds"] == "864000"
    assert len(form["hub.secret"]) >= 40
    assert form["hub.secret"] not in form["hub.callback"]
    assert hub.verified[0].kind == "text/plain; charset=utf-8"
    assert source.pushed_until == the().leased_until == stopped_clock.at + timedelta(days=10)
    assert hubs.rests(source)


def test_each_subscription_has_an_address_and_a_secret_of_its_own(hub: Hub) -> None:
    subscribed(hub)
    other = source_at("https://night-desk.example/feed", partner="The Night Desk")
    hubs.note(other, hubs=[hub.url], topic=other.url)
    subscribe()

    one, two = hub.asked
    assert one["hub.callback"] != two["hub.callback"]
    assert one["hub.secret"] != two["hub.secret"]


def test_a_source_is_polled_once_more_when_its_hub_begins(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source = source_with(hub.url)
    Source.objects.update(due_at=stopped_clock.at + timedelta(hours=3))
    subscribe()
    source.refresh_from_db()
    assert source.due_at == stopped_clock.at


def test_only_what_was_asked_for_is_confirmed(hub: Hub) -> None:
    source_with(hub.url)
    hub.mood = "silent"
    subscribe()
    door = hub.asked[0]["hub.callback"]
    right = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "x"}

    for wrong in (
        {"hub.mode": "unsubscribe"},
        {"hub.mode": "publish"},
        {"hub.topic": TOPIC + "/"},
        {"hub.topic": "töpic"},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 2_001},
    ):
        assert call(f"{door}?{urlencode(right | wrong)}").status == 404
    for stranger in (door[:-1], door + "x", door.replace("websub/", "websub/9"), door[:-44]):
        assert call(f"{stranger}?{urlencode(right)}").status == 404
    assert the().state == "asked"
    assert call(f"{door}?{urlencode(right)}").body == "x"
    assert the().state == "active"


def test_a_hub_whose_call_was_cut_off_calls_again(hub: Hub) -> None:
    subscribed(hub)
    hub.verify(hub.asked[0])
    assert [one.status for one in hub.verified] == [200, 200]


def test_nobody_is_confirmed_before_we_ask_or_long_after(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    hub.mood = "silent"
    one = Subscription.objects.create(
        source=source_with(hub.url), hub=hub.url, topic=TOPIC, due_at=stopped_clock.at
    )
    form = {"hub.callback": callback_of(one), "hub.topic": TOPIC, "hub.mode": "subscribe"}
    hub.verify({**form, "hub.secret": ""})
    subscribe()
    stopped_clock.advance(hours=25)
    hub.verify(hub.asked[0])
    assert [answer.status for answer in hub.verified] == [404, 404]


@pytest.mark.parametrize(
    ("topic", "told"),
    [
        ("https://harbour-light.example/föhr", "https://harbour-light.example/f%c3%b6hr"),
        ("https://harbour-light.example/%7Eanna/", "https://harbour-light.example/~anna/"),
        ("https://harbour-light.example/a%2fb", "https://harbour-light.example/a%2Fb"),
    ],
)
def test_a_hub_may_escape_a_topic_in_its_own_way(hub: Hub, topic: str, told: str) -> None:
    source_with(hub.url, topic=topic)
    hub.mood = "silent"
    subscribe()
    door = hub.asked[0]["hub.callback"]
    right = {"hub.mode": "subscribe", "hub.challenge": "x"}
    assert call(f"{door}?{urlencode(right | {'hub.topic': told + '%2f'})}").status == 404
    assert call(f"{door}?{urlencode(right | {'hub.topic': told})}").body == "x"


def test_strangers_find_nothing(desk: str) -> None:
    assert call(f"{desk}websub/1.x").status == 404
    assert call(f"{desk}websub/1.x", b"x" * 10).status == 404


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "hub"])
def test_other_methods_are_refused_and_change_nothing(
    hub: Hub, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("ERROR")
    subscribed(hub)
    before = Subscription.objects.values().get()
    door = urlsplit(hub.asked[0]["hub.callback"])
    asking = HTTPConnection(door.netloc, timeout=20)
    asking.request(method, f"{door.path}?hub.mode=denied&hub.topic={TOPIC}", body=b"garbage")
    assert asking.getresponse().status == 405
    asking.close()
    assert Subscription.objects.values().get() == before
    assert not caplog.messages


# When it does not work out


def test_a_hub_that_refuses_is_asked_less_and_less_often(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source_with(hub.url)
    hub.mood = "refuses"
    waits = []
    for _ in range(12):
        subscribe()
        one = the()
        assert (one.state, one.fault) == ("wanted", "answered 400 (Bad Request)")
        waits.append((one.due_at - stopped_clock.at).total_seconds())
        assert not subscribe()
        stopped_clock.at = one.due_at
    assert 250 < waits[0] < 350
    assert waits[3] > 3 * waits[1]
    assert waits[-1] < 86_400 * 1.1

    hub.mood = "well"
    subscribe()
    assert (the().state, the().failures, the().fault) == ("active", 0, "")


def test_a_hub_that_never_calls_back_is_asked_again(hub: Hub, stopped_clock: StoppedClock) -> None:
    source_with(hub.url)
    hub.mood = "silent"
    subscribe()
    assert the().state == "asked"
    stopped_clock.advance(seconds=PATIENCE.total_seconds() + 1)
    subscribe()
    assert (the().state, the().fault) == ("wanted", "the hub never called back")
    stopped_clock.advance(minutes=10)
    subscribe()
    assert len(hub.asked) == 2


def test_a_hub_that_denies_is_believed_and_polling_goes_on(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source = subscribed(hub)
    assert hub.deny(hub.asked[0]["hub.callback"], TOPIC + "x").status == 404
    assert hub.deny(hub.asked[0]["hub.callback"], TOPIC).status == 200

    assert (the().state, the().fault) == ("denied", "the hub denied it (not you)")
    source.refresh_from_db()
    assert not hubs.rests(source)
    assert hub.push(rss(item(1))).status == 410
    subscribe()
    assert len(hub.asked) == 1
    stopped_clock.advance(hours=25)
    subscribe()
    assert the().state == "active"


def test_what_a_hub_says_may_hold_anything(hub: Hub) -> None:
    subscribed(hub)
    door = hub.asked[0]["hub.callback"]
    right = {"hub.mode": "subscribe", "hub.topic": TOPIC, "hub.challenge": "\0\ud83d\uff21"}
    odd = {"hub.lease_seconds": "\0" * 20}
    told = urlencode(right | odd, errors="surrogatepass")
    assert call(f"{door}?{told}").status == 200
    assert call(f"{door}?hub.mode=%00&hub.topic=%ff&hub.challenge=%00").status == 404
    for reason in ("%00%ff", "%ed%a0%80", "x" * 5_000):
        assert call(f"{door}?hub.mode=denied&hub.topic={TOPIC}&hub.reason={reason}").status == 200
        assert len(the().fault) <= 500


def test_the_next_hub_is_asked_when_one_does_not_work(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    with running_hub(mood="refuses") as first:
        source_with(first.url, hub.url)
        subscribe()
        stopped_clock.advance(minutes=1)
        subscribe()
        assert (the().state, the().hub) == ("active", hub.url)
        assert first.asked[0]["hub.callback"] != hub.asked[0]["hub.callback"]
        assert first.asked[0]["hub.secret"] != hub.asked[0]["hub.secret"]


def test_a_hub_that_is_not_there_is_a_fault_in_words(stopped_clock: StoppedClock) -> None:
    source_with("http://127.0.0.1:9/hub")
    subscribe()
    assert "could not be reached" in the().fault


# Renewing and leaving


def test_a_lease_is_renewed_before_it_ends(hub: Hub, stopped_clock: StoppedClock) -> None:
    source = subscribed(hub)
    since = the().since
    stopped_clock.advance(days=7)
    assert not subscribe()
    stopped_clock.advance(days=1.5)
    assert len(subscribe()) == 1

    first, second = hub.asked
    assert first["hub.secret"] == second["hub.secret"]
    assert first["hub.callback"] == second["hub.callback"]
    source.refresh_from_db()
    assert source.pushed_until == stopped_clock.at + timedelta(days=10)
    assert (the().state, the().since) == ("active", since)


def test_a_promise_that_is_not_renewed_is_not_counted_on(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    source = subscribed(hub)
    hub.mood = "refuses"
    Source.objects.update(due_at=stopped_clock.at + timedelta(days=20))
    stopped_clock.advance(days=8.5)
    subscribe()
    assert the().state == "active"
    stopped_clock.advance(days=2)
    subscribe()
    source.refresh_from_db()
    assert the().state == "wanted"
    assert not hubs.rests(source)
    assert source.due_at <= stopped_clock.at + timedelta(seconds=900)


def test_a_lease_of_a_second_is_no_reason_to_ask_every_second(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    hub.lease = 1
    subscribed(hub)
    stopped_clock.advance(seconds=30)
    subscribe()
    assert len(hub.asked) == 1


def test_a_paused_source_takes_leave_of_its_hub(hub: Hub, stopped_clock: StoppedClock) -> None:
    subscribed(hub)
    (callback, _), = hub.holds  # fmt: skip
    pause(TOPIC)
    subscribe()

    assert hub.asked[-1]["hub.mode"] == "unsubscribe"
    assert "hub.secret" not in hub.asked[-1]
    assert hub.holds == {}
    assert the().state == "ended"
    assert call(callback, b"x", X_Hub_Signature="sha1=00").status == 410

    resume(TOPIC)
    subscribe()
    assert Subscription.objects.living().get().state == "active"
    stopped_clock.advance(days=2)
    subscribe()
    assert Subscription.objects.count() == 1


def test_a_source_that_is_gone_takes_leave_too(hub: Hub) -> None:
    subscribed(hub).delete()
    subscribe()
    assert hub.holds == {}


def test_a_hub_that_does_not_let_go_is_left_all_the_same(
    hub: Hub, stopped_clock: StoppedClock
) -> None:
    subscribed(hub)
    stopped_clock.advance(hours=1)
    hub.mood = "refuses"
    pause(TOPIC)
    for _ in range(8):
        subscribe()
        stopped_clock.advance(days=1)
    subscribe()
    assert not Subscription.objects.exists()
    assert len(hub.asked) == 6


def test_a_source_that_names_another_hub_or_address_is_followed(hub: Hub) -> None:
    source = subscribed(hub)
    with running_hub() as other:
        hubs.note(source, hubs=[other.url], topic=TOPIC)
        subscribe()
        assert (hub.holds, len(other.holds)) == ({}, 1)

        hubs.note(source, hubs=[other.url], topic=TOPIC + "2")
        subscribe()
        assert {topic for _, topic in other.holds} == {TOPIC + "2"}
    source.refresh_from_db()
    assert hubs.rests(source)
    hubs.note(source, hubs=[], topic=TOPIC)
    assert not hubs.rests(source)
    assert not Subscription.objects.living().exists()


def test_without_the_option_no_hub_is_asked_and_those_that_were_are_left(
    hub: Hub, settings: Any
) -> None:
    subscribed(hub)
    settings.COLLECT_WEBSUB = False
    subscribe()
    assert hub.holds == {}
    subscribe()
    assert len(hub.asked) == 2


def test_a_private_desk_is_told_to_no_hub_that_can_not_reach_it(settings: Any) -> None:
    source_with("https://hub.example/")
    assert not subscribe()
    assert not Subscription.objects.exists()
    assert reachable_from("http://127.0.0.1:9/")
    assert not reachable_from("http://10.0.0.1/")
    settings.DESK_URL = "https://desk.example.org/"
    assert reachable_from("https://hub.example/")
    for private in ("http://localhost:8000/", "http://[::1]/", "http://desk/", "http://10.1.1.1/"):
        settings.DESK_URL = private
        assert not reachable_from("https://hub.example/")


def test_how_it_stands_with_a_hub_is_told_in_words(hub: Hub, settings: Any) -> None:
    source = source_with(hub.url)
    assert "will be asked" in pushing(source)
    hub.mood = "silent"
    subscribe()
    assert "has not called back yet" in pushing(source)
    deny(the(), topic=TOPIC, reason="too many")
    assert "does not push; the hub denied it (too many); polled meanwhile" in pushing(source)
    settings.COLLECT_WEBSUB = False
    assert "collect.websub is off" in pushing(source)


def test_a_hub_that_pushes_is_told_with_its_promise(hub: Hub) -> None:
    source = subscribed(hub)
    assert pushing(source).startswith(f"{hub.url} pushes until 2026-")


def test_a_paused_source_promises_no_asking(hub: Hub) -> None:
    source = subscribed(hub)
    hub.mood = "silent"
    source = pause(TOPIC)
    assert pushing(source) == "no hub is asked, for the source is paused"
    subscribe()
    assert pushing(pause(TOPIC)) == f"{hub.url} is being told to push no more"
    hub.verify(hub.asked[-1])
    assert pushing(pause(TOPIC)) == "no hub is asked, for the source is paused"
    assert "will be asked" in pushing(resume(TOPIC))


def test_a_hub_that_only_promises_is_told_as_such(hub: Hub) -> None:
    source = subscribed(hub)
    Source.objects.update(pushed_until=None)
    Subscription.objects.update(fault="the hub did not push what polling found")
    source.refresh_from_db()
    words = "has promised to push; the hub did not push what polling found; polled until it does"
    assert words in pushing(source)


def test_a_private_desk_says_why_no_hub_is_asked(settings: Any) -> None:
    settings.DESK_URL = "http://127.0.0.1:8000/"
    source = source_with("https://hub.example/")
    assert "none could reach the desk at http://127.0.0.1:8000/ (site.desk)" in pushing(source)
    assert pushing(source_at("https://night-desk.example/feed", partner="The Night Desk")) == ""
