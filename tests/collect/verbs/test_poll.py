"""Sources are polled over real HTTP: what is new is kept once, what is wrong is said in words."""

import gzip
from datetime import timedelta
from typing import Any

import pytest

from pamphleteer.collect.models import Source, WireItem
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.claim import claim, give_back
from pamphleteer.collect.verbs.poll import Summary, poll, round_
from pamphleteer.collect.verbs.store import Document, store
from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.ground.http import Answer
from pamphleteer.ground.stopping import never
from pamphleteer.register.models import Entry
from tests.collect.conftest import source_at
from tests.collect.feeds import atom, entry, item, rss
from tests.collect.server import PartnerServer
from tests.collect.sources.test_page import archive
from tests.collect.sources.test_page import entry as teaser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback", "stopped_clock")]


def came() -> list[list[int]]:
    return [line.data["items"] for line in Entry.objects.filter(what="wire.came").order_by("pk")]


def brought(server: PartnerServer, number: int) -> Document:
    content = rss(item(number)).encode()
    source = source_at(server.give(f"/{number}", content))
    claimed = claim(only=[source.pk])
    assert claimed is not None
    answer = Answer(source.url, content, "", "", "", unchanged=False)
    return Document(claimed, answer, understand(content, address=source.url))


def fault_of(url: str) -> str:
    source = source_at(url)
    poll()
    source.refresh_from_db()
    assert not WireItem.objects.filter(source=source).exists()
    assert source.failures == 1
    assert (source.etag, source.last_modified) == ("", "")
    return source.fault


def test_what_a_source_brings_is_kept_with_where_it_is_from(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    source = source_at(server.give("/feed", rss(item(1), item(2)), etag='"a"'))

    summary = poll()

    second, first = WireItem.objects.order_by("-pk")[::-1]
    assert summary.new == 2
    assert (first.identity, second.identity) == ("piece-1", "piece-2")
    assert (first.source, first.licence, first.credit) == (
        source,
        source.partner.licence,
        "The Harbour Light, CC BY 4.0",
    )
    assert first.seen == stopped_clock.at
    assert came() == [[second.pk, first.pk]]
    assert Entry.objects.get(what="wire.came").subject == f"collect.Source:{source.pk}"
    source.refresh_from_db()
    assert (source.etag, source.polled_at, source.news_at) == ('"a"', stopped_clock.at, first.seen)
    assert source.health == "well"


def test_both_formats_come_in_one_round(server: PartnerServer) -> None:
    source_at(server.give("/rss", rss(item(1))))
    source_at(server.give("/atom", atom(entry())), partner="The Night Desk")
    assert poll().new == 2


def test_a_second_round_with_nothing_new_stores_nothing_and_transfers_no_body(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    source_at(server.give("/feed", rss(item(1)), etag='"a"', last_modified="yesterday"))
    poll()
    sent = server.body_bytes
    stopped_clock.advance(hours=1)

    (polled,) = poll().polled

    assert (polled.new, polled.unchanged, polled.fault) == (0, True, "")
    assert server.asked["/feed"] == 2
    assert server.body_bytes == sent
    assert server.headers[-1]["If-Modified-Since"] == "yesterday"
    assert WireItem.objects.count() == 1
    assert len(came()) == 1


def test_a_feed_without_validators_is_read_again_and_stores_nothing(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    source_at(server.give("/feed", rss(item(1))))
    poll()
    stopped_clock.advance(hours=1)

    (polled,) = poll().polled

    assert (polled.new, polled.unchanged) == (0, False)
    assert WireItem.objects.count() == 1
    assert len(came()) == 1


def test_only_what_is_new_is_added(server: PartnerServer, stopped_clock: StoppedClock) -> None:
    source_at(server.give("/feed", rss(item(1))))
    poll()
    server.give("/feed", rss(item(2), item(1, title="Rewritten since")))
    stopped_clock.advance(hours=1)

    assert poll().new == 1
    assert len(came()[-1]) == 1
    assert WireItem.objects.get(identity="piece-1").headline == "Rewritten since"


def test_a_licence_without_full_text_keeps_headline_lead_and_link(
    server: PartnerServer, cast: Any
) -> None:
    licence = cast.partner.licence
    licence.full_text = False
    licence.save()
    body = f"<content:encoded><![CDATA[<p>{'The whole piece. ' * 90}</p>]]></content:encoded>"
    source_at(server.give("/feed", rss(item(1, inside=body))))

    poll()

    found = WireItem.objects.get()
    assert (found.body, found.lead) == ("", "Nobody was surprised, 1 times.")
    assert found.url == "https://harbour-light.example/1"


def test_scripts_in_bodies_are_never_stored(server: PartnerServer) -> None:
    body = (
        "<p>Fine. <script>alert(1)</script><img src=x onerror=alert(1)></p>" + "<p>More.</p>" * 150
    )
    source_at(server.give("/feed", rss(item(1, description=body))))
    poll()
    stored = WireItem.objects.get()
    assert "<p>More.</p>" in stored.body
    assert "alert" not in stored.body + stored.lead


@pytest.mark.parametrize("status", [404, 410, 500])
def test_an_answer_that_is_no_document_is_a_fault(server: PartnerServer, status: int) -> None:
    assert fault_of(server.give("/feed", "x", status=status)).startswith(f"answered {status} (")


def test_a_source_that_never_answers_is_a_fault(server: PartnerServer, settings: Any) -> None:
    settings.COLLECT_TIMEOUT = 0.3
    assert fault_of(server.stall("/feed")) == "did not answer within 0.3 seconds (collect.timeout)"


def test_an_answer_that_is_cut_off_is_a_fault(server: PartnerServer) -> None:
    reply = f"HTTP/1.1 200 OK\r\nETag: x\r\nContent-Length: 9999\r\n\r\n{rss(item(1))}".encode()
    assert fault_of(server.raw("/feed", reply)).startswith("broke off after ")


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (rss(item(1))[:-80], "stops in the middle"),
        ("<!DOCTYPE html><html></html>", "is not a feed"),
        ("", "is an empty document"),
    ],
)
def test_a_document_that_is_no_feed_is_a_fault(
    server: PartnerServer, document: str, words: str
) -> None:
    assert fault_of(server.give("/feed", document, etag='"bad"')).startswith(words)


def test_a_bomb_is_a_fault(server: PartnerServer, settings: Any) -> None:
    settings.COLLECT_MAX_BYTES = 100_000
    bomb = gzip.compress(bytes(20_000_000))
    fault = fault_of(server.give("/feed", bomb, content_encoding="gzip"))
    assert fault == "is larger than 100,000 bytes (collect.max_bytes)"


def test_a_private_address_is_refused_by_default(server: PartnerServer, settings: Any) -> None:
    settings.COLLECT_ALLOW = ()
    fault = fault_of(server.give("/feed", rss(item(1))))
    assert "not public" in fault
    assert "collect.allow" in fault
    assert not server.asked


def test_a_redirect_to_a_private_address_is_refused(server: PartnerServer, settings: Any) -> None:
    settings.COLLECT_ALLOW = ("127.0.0.1/32",)
    server.give("/secret", rss(item(1)))
    fault = fault_of(server.redirect("/feed", f"http://127.0.0.9:{server.port}/secret"))
    assert "not public" in fault
    assert not server.asked["/secret"]


def test_an_empty_feed_is_no_fault(server: PartnerServer) -> None:
    source = source_at(server.give("/feed", rss()))
    assert poll().faults == []
    source.refresh_from_db()
    assert (source.health, came()) == ("well", [])


def test_a_mislabelled_feed_is_read_all_the_same(server: PartnerServer) -> None:
    document = rss(
        item(1, title="Marée “haute”"), declaration='<?xml version="1.0" encoding="utf-8"?>'
    )
    source_at(server.give("/feed", document.encode("cp1252"), content_type="text/xml"))
    poll()
    assert WireItem.objects.get().headline == "Marée “haute”"


def test_one_failing_source_harms_no_other(server: PartnerServer, settings: Any) -> None:
    settings.COLLECT_TIMEOUT = 2.0
    for number, url in enumerate(
        [
            server.give("/gone", "x", status=404),
            server.stall("/stalled"),
            server.give("/page", "<html></html>"),
            server.raw("/torn", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss"),
            server.give("/good", rss(item(1))),
            server.give("/fine", atom(entry())),
        ]
    ):
        source_at(url, partner=f"Partner {number}")

    summary = poll()

    assert len(summary.polled) == 6
    assert summary.new == 2
    assert len(summary.faults) == 4


def test_faults_make_the_wait_longer_up_to_a_day_and_success_ends_them(
    server: PartnerServer, stopped_clock: StoppedClock, settings: Any
) -> None:
    source = source_at(server.url("/feed"))
    waits = []
    for _ in range(10):
        poll(only=[source.pk])
        source.refresh_from_db()
        waits.append(source.due_at - stopped_clock.at)

    every = timedelta(seconds=settings.COLLECT_EVERY)
    assert every * 1.7 < waits[0] < every * 2.3
    assert waits[0] < waits[1] < waits[2]
    assert waits[-1] == timedelta(days=1)
    assert source.health == "answered 404 (Not Found) (10 times in a row)"

    server.give("/feed", rss(item(1)))
    poll(only=[source.pk])
    source.refresh_from_db()
    assert (source.failures, source.fault, source.health) == (0, "", "well")
    assert source.due_at - stopped_clock.at < every * 1.2


def test_a_server_that_asks_us_to_wait_is_left_alone_so_long(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    source = source_at(server.give("/feed", "", status=503, retry_after="7200"))
    poll()
    source.refresh_from_db()
    assert source.due_at == stopped_clock.at + timedelta(hours=2)


def test_only_what_is_due_is_polled(server: PartnerServer, stopped_clock: StoppedClock) -> None:
    source = source_at(server.give("/feed", rss(item(1))))
    assert round_(never) == 1
    assert round_(never) == 0
    assert len(poll(only=[source.pk]).polled) == 1
    stopped_clock.advance(hours=1)
    assert round_(never) == 1


def test_a_paused_source_is_not_polled(server: PartnerServer) -> None:
    source = source_at(server.give("/feed", rss(item(1))))
    Source.objects.update(active=False)
    assert poll().polled == []
    assert poll(only=[source.pk]).polled == []
    assert not server.asked


def test_a_drain_ends_the_round_and_gives_back_what_was_held(server: PartnerServer) -> None:
    source_at(server.stall("/slow"))
    summary = poll(stop=lambda: bool(server.asked["/slow"]))

    assert summary == Summary()
    assert Source.objects.due(clock.now()).count() == 1


def test_a_source_that_is_held_is_not_polled_by_another(server: PartnerServer) -> None:
    source_at(server.give("/feed", rss(item(1))))
    assert claim() is not None
    assert poll().polled == []
    assert not server.asked


def test_the_hold_of_a_killed_process_ends_and_another_takes_over(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    source_at(server.give("/feed", rss(item(1))))
    claim()
    stopped_clock.advance(minutes=10)
    assert poll().new == 1


def test_what_had_to_be_mended_stands_on_the_source(server: PartnerServer) -> None:
    source = source_at(server.give("/feed", rss("<item><title>Fish & chips</title></item>")))
    assert poll().new == 1
    source.refresh_from_db()
    assert source.health.startswith("well, though its XML was mended: ")


def test_what_selectors_find_without_a_link_is_told_on_the_source(server: PartnerServer) -> None:
    bare = '<div class="teaser"><h2>Soon here</h2></div>'
    url = server.give("/news", archive(teaser(1), bare, teaser(2)), content_type="text/html")
    source = source_at(url)
    Source.objects.update(kind="page", selectors={"item": ".teaser"})
    assert poll().new == 2
    source.refresh_from_db()
    assert source.health.startswith("well, though 1 item had a headline but no link")


def test_of_documents_kept_together_one_whose_hold_was_lost_is_left_out(
    server: PartnerServer,
) -> None:
    documents = [brought(server, number) for number in range(3)]
    give_back(documents[1].claim)

    kept = store(documents)

    first, _, last = (document.claim.source.pk for document in documents)
    assert kept == {first: 1, last: 1}
    assert {one.source_id for one in WireItem.objects.all()} == {first, last}
    assert Entry.objects.filter(what="wire.came").count() == 2


def test_who_lost_its_hold_keeps_nothing(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    source_at(server.give("/feed", rss(item(1)), etag='"new"'))
    slow = claim()
    assert slow is not None
    stopped_clock.advance(minutes=10)
    poll()

    late = Answer(slow.source.url, b"", "", '"old"', "", unchanged=False)
    feed = understand(rss(item(9)).encode(), address=slow.source.url)
    assert store([Document(slow, late, feed)]) == {}

    assert Source.objects.get().etag == '"new"'
    assert WireItem.objects.count() == 1


def test_nothing_is_kept_of_a_poll_that_fails_while_it_is_stored(
    server: PartnerServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    source_at(server.give("/feed", rss(item(1)), etag='"a"'))

    def torn(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pamphleteer.register.verbs.journal.write", torn)
    with pytest.raises(KeyboardInterrupt):
        poll()
    monkeypatch.undo()

    assert Source.objects.get().etag == ""
    assert not WireItem.objects.exists()


def test_we_say_who_we_are(server: PartnerServer, settings: Any) -> None:
    settings.COLLECT_CONTACT = "https://outlet.example/contact"
    source_at(server.give("/feed", rss()))
    poll()
    assert server.headers[0]["User-Agent"].startswith("Pamphleteer/")
    assert server.headers[0]["User-Agent"].endswith("(+https://outlet.example/contact)")


def test_a_feed_that_moves_on_redirect_is_read_where_it_is(server: PartnerServer) -> None:
    server.give("/new/feed", rss(item(1, link="pieces/1")))
    source_at(server.redirect("/feed", "/new/feed", status=301))
    poll()
    assert WireItem.objects.get().url == server.url("/new/pieces/1")
