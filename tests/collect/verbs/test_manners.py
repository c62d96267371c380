"""Servers are asked as seldom as they wish, where they moved to, and no more when they say so."""

import re
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Host, Source, WireItem
from pamphleteer.collect.verbs.add import add
from pamphleteer.collect.verbs.claim import claim_many
from pamphleteer.collect.verbs.import_ import import_
from pamphleteer.collect.verbs.moves import TIMES
from pamphleteer.collect.verbs.pause import known, resume
from pamphleteer.collect.verbs.poll import poll, round_
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.ground.stopping import never
from pamphleteer.register.models import Entry, Licence, Partner
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback", "stopped_clock")]


def polled(source: Source, *, times: int = 1, clock: StoppedClock | None = None) -> Source:
    """Poll a source, with a quarter of an hour after each poll if there is a clock for it."""
    for _ in range(times):
        poll(only=[source.pk])
        if clock:
            clock.advance(minutes=15)
    source.refresh_from_db()
    return source


def told(what: str) -> list[Entry]:
    return list(Entry.objects.filter(what=what))


def wait_of(source: Source, clock: StoppedClock) -> timedelta:
    return source.due_at - clock.at


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_is_believed_when_it_repeats(
    server: PartnerServer, stopped_clock: StoppedClock, status: int
) -> None:
    new = server.give("/new", rss(item(1)))
    old = server.redirect("/old", "/new", status=status)
    source = polled(source_at(old), times=2, clock=stopped_clock)
    assert source.url == old

    polled(source)

    assert (source.url, source.moving_to, source.moving_times) == (new, "", 0)
    assert source.note == f"moved here from {old} on 23 November 2026"
    assert source.health == "well"
    (line,) = told("source.moved")
    assert line.data == {"before": old, "to": new}
    polled(source)
    assert server.asked["/old"] == 3
    assert WireItem.objects.count() == 1


def test_a_redirect_that_changes_its_mind_is_not_believed(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    server.give("/a", rss(item(1)))
    server.give("/b", rss(item(1)))
    source = source_at(server.redirect("/old", "/a", status=301))
    polled(source, times=2, clock=stopped_clock)
    server.redirect("/old", "/b", status=301)
    polled(source, times=2, clock=stopped_clock)
    server.redirect("/old", "/b", status=302)
    polled(source, clock=stopped_clock)
    assert (source.moving_to, source.url) == ("", server.url("/old"))
    server.redirect("/old", "/b", status=301)
    assert polled(source, times=2, clock=stopped_clock).url == server.url("/old")
    assert polled(source).url == server.url("/b")


def test_a_redirect_of_a_few_minutes_is_not_believed_however_often_it_is_met(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    server.give("/new", rss(item(1)))
    source = source_at(server.redirect("/old", "/new", status=301))
    for _ in range(9):
        assert polled(source).url == server.url("/old")
        stopped_clock.advance(minutes=3)
    stopped_clock.advance(minutes=3)
    assert polled(source).url == server.url("/new")
    assert source.moving_since is None


def test_a_failed_poll_between_begins_the_count_anew(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    server.give("/new", rss(item(1)))
    source = source_at(server.redirect("/old", "/new", status=301))
    polled(source, times=2, clock=stopped_clock)
    server.give("/new", "", status=500)
    polled(source, clock=stopped_clock)
    assert (source.failures, source.moving_to, source.moving_times) == (1, "", 0)
    server.give("/new", rss(item(1)))
    assert polled(source, times=2, clock=stopped_clock).url == server.url("/old")
    assert polled(source).url == server.url("/new")


def test_a_temporary_redirect_is_never_believed(server: PartnerServer) -> None:
    server.give("/new", rss(item(1)))
    source = polled(source_at(server.redirect("/old", "/new", status=307)), times=4)
    assert source.url == server.url("/old")


def test_a_move_behind_unchanged_answers_is_noticed_too(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    server.give("/new", rss(item(1)), etag='"a"')
    source = source_at(server.redirect("/old", "/new", status=301))
    polled(source, times=3, clock=stopped_clock)
    assert source.url == server.url("/new")
    assert server.asked["/new"] == 3


def test_a_source_that_moves_onto_another_is_retired_in_its_favour(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    kept = source_at(server.give("/new", rss(item(1))))
    source = source_at(server.redirect("/old", "/new", status=301))
    polled(source, times=3, clock=stopped_clock)

    assert not source.active
    assert source.health == f"moved for good to {kept.url}, which is a source already"
    assert [line.subject for line in told("source.retired")] == [f"collect.Source:{source.pk}"]
    assert polled(kept).health == "well"


def test_what_is_gone_for_good_is_retired_with_a_note_and_can_be_resumed(
    server: PartnerServer,
) -> None:
    source = polled(source_at(server.give("/feed", "", status=410)))

    assert not source.active
    assert source.health.startswith("gone for good since 23 November 2026 (410): ask the partner")
    assert source.fault == "answered 410 (Gone)"
    assert len(told("source.retired")) == 1
    assert list(Source.objects.in_trouble()) == [source]
    assert polled(source).active is False
    assert server.asked["/feed"] == 1

    server.give("/feed", rss(item(1)))
    assert polled(resume(source.url)).health == "well"


def test_gone_behind_a_temporary_redirect_is_a_passing_fault(server: PartnerServer) -> None:
    server.give("/other", "", status=410)
    source = polled(source_at(server.redirect("/feed", "/other", status=302)))
    assert source.active
    assert source.fault.endswith("/other, which answered 410 (Gone)")


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_us_to_wait_rests_with_all_its_sources(
    server: PartnerServer, stopped_clock: StoppedClock, status: int
) -> None:
    busy = source_at(server.give("/busy", "", status=status, retry_after="7200"))
    other = source_at(server.give("/other", rss(item(1))))
    polled(busy)
    assert wait_of(busy, stopped_clock) == timedelta(hours=2)

    summary = poll(only=[other.pk])
    assert (summary.polled, summary.waiting) == ([], 1)
    assert round_(never) == 0
    assert not server.asked["/other"]

    stopped_clock.advance(hours=2)
    assert polled(other).health == "well"


def test_a_wait_of_days_is_obeyed_but_none_of_years(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    for number, (asked, obeyed) in enumerate([("259200", 3), ("99999999", 7)]):
        source = source_at(server.give(f"/{number}", "", status=503, retry_after=asked))
        assert wait_of(polled(source), stopped_clock) == timedelta(days=obeyed)
        Host.objects.update(free_at=stopped_clock.at)


def test_a_limit_that_was_raised_is_in_effect_although_nothing_changed(
    server: PartnerServer, settings: Any
) -> None:
    settings.COLLECT_MAX_ITEMS = 2
    pieces = [item(number) for number in range(3)]
    source = polled(source_at(server.give("/feed", rss(*pieces), etag='"0"')))
    assert WireItem.objects.count() == 2
    polled(source)
    assert WireItem.objects.count() == 2

    settings.COLLECT_MAX_ITEMS = 10
    polled(source)
    assert WireItem.objects.count() == 3


def test_how_often_a_source_is_asked_is_what_its_server_asks_for(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    url = server.give("/feed", rss(item(1), channel="<ttl>720</ttl>"))
    rhythm = polled(source_at(url)).rhythm
    assert re.fullmatch(r"every 1[1-4] hours, as its server asks", rhythm)


def test_the_interval_follows_the_news(
    server: PartnerServer, stopped_clock: StoppedClock, settings: Any
) -> None:
    old = [item(number) for number in range(10)]
    source = polled(source_at(server.give("/feed", rss(*old), etag='"0"')))
    assert source.interval == settings.COLLECT_EVERY

    polled(source, times=30)
    assert source.interval == settings.COLLECT_SELDOM
    assert source.rhythm == "every day"
    assert timedelta(hours=21) < wait_of(source, stopped_clock) <= timedelta(days=1)

    server.give("/feed", rss(item(77), *old), etag='"1"')
    assert polled(source).interval == settings.COLLECT_SELDOM / 2


def test_a_document_and_its_server_say_how_long_to_wait(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    ttl = source_at(server.give("/ttl", rss(item(1), channel="<ttl>120</ttl>"), etag='"a"'))
    fresh = source_at(server.give("/fresh", rss(item(1)), cache_control="max-age=18000"))
    for source, hours in ((ttl, 2), (fresh, 5)):
        for _ in range(2):
            wait = wait_of(polled(source), stopped_clock)
            assert timedelta(hours=hours) <= wait <= timedelta(hours=hours * 1.11)


def test_the_same_document_again_is_not_read_again(server: PartnerServer) -> None:
    source = polled(source_at(server.give("/feed", rss(item(1)))))
    WireItem.objects.all().delete()
    polled(source)
    assert not WireItem.objects.exists()
    server.give("/feed", rss(item(1), channel="<ttl>60</ttl>"))
    polled(source)
    assert WireItem.objects.count() == 1


def change_selectors(source: Source) -> None:
    Source.objects.filter(pk=source.pk).update(kind="page", selectors={"item": "item"})


def change_licence(source: Source) -> None:
    Partner.objects.filter(pk=source.partner_id).update(
        licence=Licence.objects.get(slug="cc-by-nd")
    )


@pytest.mark.parametrize("change", [change_selectors, change_licence])
def test_a_source_that_is_read_in_another_way_is_asked_without_what_it_said_before(
    server: PartnerServer, change: Callable[[Source], None]
) -> None:
    url = server.give("/feed", rss(item(1)), etag='"a"', last_modified="Mon, 23 Nov 2026 09:00 GMT")
    source = polled(source_at(url), times=2)
    change(source)
    polled(source)
    polled(source, times=2)
    sent = [headers.get("If-None-Match") for headers in server.headers]
    validated = ["If-Modified-Since" in headers for headers in server.headers]
    assert validated == [tag is not None for tag in sent]
    assert sent[:3] == [None, '"a"', None]
    assert sent[3:] == ([None, None] if source.failures else ['"a"', '"a"'])


def test_a_validator_that_changes_with_a_304_is_the_next_one_sent(server: PartnerServer) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        known = request.headers.get("If-None-Match")
        request.send_response(304 if known else 200)
        request.send_header("ETag", '"second"' if known else '"first"')
        request.end_headers()
        if not known:
            request.wfile.write(rss(item(1)).encode())

    source = polled(source_at(server.do("/feed", answer)), times=3)
    sent = [headers.get("If-None-Match") for headers in server.headers]
    assert (sent, source.failures) == ([None, '"first"', '"second"'], 0)


def test_a_304_that_nobody_asked_for_is_a_fault(server: PartnerServer) -> None:
    source = polled(source_at(server.give("/feed", "", status=304)))
    assert source.fault == "answered 304 (Not Modified)"


def test_a_host_is_asked_once_at_a_time_with_a_pause_between(
    server: PartnerServer, stopped_clock: StoppedClock, settings: Any
) -> None:
    settings.COLLECT_PER_HOST = 1
    settings.COLLECT_PAUSE = 0.2
    for number in range(3):
        source_at(server.give(f"/{number}", rss(item(number))))
    summary = poll()
    assert (len(summary.polled), summary.waiting) == (1, 2)
    stopped_clock.advance(seconds=1)
    assert len(poll().polled) == 1


def test_a_page_that_blocks_programs_is_told_on_the_source(server: PartnerServer) -> None:
    body = "<!DOCTYPE html><html><title>Just a moment...</title><script>_cf_chl_opt</script></html>"
    for status, begins in ((403, "answered 403 (Forbidden) with a page"), (200, "answered with a")):
        source = polled(source_at(server.give(f"/{status}", body, status=status)))
        assert source.fault.startswith(begins)
        assert "blocks programs (Cloudflare): ask the partner to let “Pamphleteer/" in source.fault


def test_a_missing_page_is_just_missing(server: PartnerServer) -> None:
    body = "<html>Please enable JavaScript</html>"
    source = polled(source_at(server.give("/feed", body, status=404)))
    assert source.fault == "answered 404 (Not Found)"


def test_what_is_missing_for_weeks_is_told_as_such(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    source = source_at(server.url("/feed"))
    polled(source)
    stopped_clock.advance(days=31)
    assert "since 23 Nov 2026: ask the partner" in polled(source).health
    server.give("/feed", rss(item(1)))
    assert (polled(source).health, source.failing_since) == ("well", None)


def test_the_address_that_a_source_had_means_the_source(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    new = server.give("/new", rss(item(1)))
    source = source_at(server.give("/old", "", status=301, location=new))
    old = source.url
    polled(source, times=TIMES, clock=stopped_clock)
    assert source.url == new

    assert known(old) == source
    line = f'<outline text="x" xmlUrl="{old}"/>'
    done = import_(f'<opml version="2.0"><body>{line}</body></opml>'.encode(), licence_slug="cc-by")
    assert (done.added, done.known) == ([], [old])
    with pytest.raises(RefusedError, match="which moved to"):
        add(old, partner_name="The Other", licence_slug="cc-by")


def test_another_feed_at_an_address_that_a_source_had_can_be_added(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    new = server.give("/new", rss(item(1)))
    source = source_at(server.give("/old", "", status=301, location=new))
    old = source.url
    polled(source, times=TIMES, clock=stopped_clock)
    add(old, partner_name="The Other", licence_slug="cc-by", looked_at=True)
    assert known(old).partner.name == "The Other"


def test_what_a_killed_process_holds_is_counted_and_not_said_to_rest(server: PartnerServer) -> None:
    source = source_at(server.give("/feed", rss(item(1))))
    (_,) = claim_many(at_most=1, only=[source.pk])
    summary = poll(only=[source.pk])
    assert (summary.polled, summary.waiting, summary.held) == ([], 0, 1)


def test_what_waits_for_a_server_that_another_process_asks_is_held_too(
    server: PartnerServer, settings: Any
) -> None:
    settings.COLLECT_PAUSE, settings.COLLECT_PER_HOST = 0.0, 1
    sources = [source_at(server.give(f"/{n}", rss(item(n))), partner=f"P{n}") for n in range(2)]
    (_,) = claim_many(at_most=1, only=[sources[0].pk])
    summary = poll(only=[one.pk for one in sources])
    assert (summary.polled, summary.waiting, summary.held) == ([], 0, 2)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_that_does_not_say_for_how_long_rests_longer_each_time(
    server: PartnerServer, stopped_clock: StoppedClock, settings: Any, status: int
) -> None:
    busy = source_at(server.give("/busy", "", status=status))
    other = source_at(server.give("/other", rss(item(1))))
    for rest in (1, 2, 4):
        polled(busy)
        assert Host.objects.get().free_at == stopped_clock.at + timedelta(
            seconds=rest * settings.COLLECT_EVERY
        )
        assert wait_of(busy, stopped_clock) > timedelta(seconds=rest * settings.COLLECT_EVERY)
        assert poll(only=[other.pk]).waiting == 1
        stopped_clock.at = Host.objects.get().free_at
    assert not server.asked["/other"]
    assert polled(other).health == "well"


def test_another_fault_lets_no_other_source_of_the_server_wait(server: PartnerServer) -> None:
    polled(source_at(server.give("/broken", "", status=500)))
    assert polled(source_at(server.give("/other", rss(item(1))))).health == "well"
