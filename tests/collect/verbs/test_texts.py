"""The whole of a piece is fetched from its page, where licence and server allow it."""

from datetime import timedelta
from html import escape
from typing import Any

import pytest

from pamphleteer.collect.models import Host, Robots, Source, Text, WireItem
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.collect.verbs.texts import round_
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import rules
from pamphleteer.desk.verbs.take import take
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.ground.html import plain
from pamphleteer.register.models import Entry, Licence, Topic
from tests.collect import articles
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole")]
CUT = f"{articles.ENGLISH[0]} {articles.ENGLISH[1][:60]} […]"


@pytest.fixture
def whole(settings: Any, loopback: None) -> None:
    settings.COLLECT_FULL_TEXT = True
    settings.COLLECT_MEND_SECONDS = 30.0


def piece_at(url: str, *, excerpt: str = CUT, **elements: str) -> str:
    return item(1, title=articles.HEADLINE, link=url, description=excerpt, **elements)


def polled(server: PartnerServer, url: str, *, licence: str = "cc-by", **elements: str) -> Source:
    source = source_at(server.give("/feed", rss(piece_at(url, **elements))), licence=licence)
    assert poll().new == 1
    return source


def told(what: str) -> list[Any]:
    return [line.data for line in Entry.objects.filter(what=what).order_by("pk")]


def rounds(times: int = 4) -> None:
    """Ask for the rules of the server first, then for the page."""
    for _ in range(times):
        round_()


def text() -> Text:
    return Text.objects.select_related("item__licence").get()


def fault_at(server: PartnerServer, url: str, **fields: str) -> str:
    """Return why the text of a piece was refused; the piece stays as it came."""
    polled(server, url, **fields)
    before = WireItem.objects.values().get()
    rounds()
    assert WireItem.objects.values().get() == before
    assert text().state == Text.State.REFUSED
    assert told("wire.came") == [{"items": [text().pk]}]
    assert not told("wire.read")
    return text().fault


def test_a_cut_piece_is_given_whole(server: PartnerServer) -> None:
    polled(server, server.give("/1", articles.wordpress(), content_type="text/html"))
    assert not told("wire.came")

    rounds()

    found = text()
    assert (found.state, found.via, found.fault) == (Text.State.DONE, "trafilatura", "")
    said = plain(found.item.body)
    assert all(paragraph in said for paragraph in articles.ENGLISH)
    assert "<script" not in found.item.body
    assert found.item.authors == ["Ada Quay"]
    assert found.item.credit == "Ada Quay for The Harbour Light, CC BY 4.0"
    assert found.item.language == "en"
    (picture,) = found.item.pictures
    assert picture["url"] == server.url("/wp-content/uploads/ledger.jpg")
    assert picture["alt"] == "A ledger, open and wet"
    assert told("wire.read") == [{"via": "trafilatura"}]
    assert told("wire.came") == [{"items": [found.pk]}]
    assert (server.asked["/robots.txt"], server.asked["/1"]) == (1, 1)


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        (articles.ghost(), articles.SPANISH),
        (articles.handmade(), articles.GERMAN),
        (articles.amp(), articles.ENGLISH),
        (articles.ghost(articles.ARABIC, lang="ar"), articles.ARABIC),
    ],
    ids=["ghost", "handmade", "amp", "right to left"],
)
def test_pages_of_many_makers_give_it(server: PartnerServer, page: str, texts: list[str]) -> None:
    url = server.give("/1", page, content_type="text/html; charset=utf-8")
    polled(server, url, excerpt=f"{texts[0][:130]}…")
    rounds()
    said = plain(text().item.body)
    assert all(paragraph in said for paragraph in texts)


def test_what_the_feed_itself_tells_is_kept(server: PartnerServer) -> None:
    url = server.give("/1", articles.wordpress(), content_type="text/html")
    polled(server, url, **{"dc:creator": "Cy Marsh"})
    rounds()
    assert text().item.authors == ["Cy Marsh"]
    assert text().item.canonical == url


def test_the_pages_own_address_is_believed_of_its_site_and_of_partners(
    server: PartnerServer,
) -> None:
    Licence.objects.get(slug="cc-by")
    source = polled(server, server.give("/1", articles.wordpress(), content_type="text/html"))
    source.partner.url = "https://www.harbour-light.example/"
    source.partner.save()
    rounds()
    assert text().item.canonical == "https://harbour-light.example/2026/11/ledgers/"


def test_where_the_licence_forbids_it_the_page_is_never_asked(server: PartnerServer) -> None:
    url = server.give("/1", articles.wordpress(), content_type="text/html")
    polled(server, url, licence="all-rights-reserved")
    rounds()

    kept = WireItem.objects.get()
    assert (kept.headline, kept.body, kept.url) == (articles.HEADLINE, "", url)
    assert kept.lead.startswith("The harbour office")
    assert not Text.objects.exists()
    assert told("wire.came") == [{"items": [kept.pk]}]
    assert server.asked["/1"] == server.asked["/robots.txt"] == 0


def test_what_counts_readers_is_neither_asked_for_nor_linked_to(server: PartnerServer) -> None:
    page = server.give("/1", articles.wordpress(), content_type="text/html")
    polled(server, f"{page}?utm_source=feed&fbclid=x")
    rounds()
    assert text().state == Text.State.DONE
    assert server.asked["/1"] == 1
    assert take(text().item).original_url == page


def test_with_the_option_off_nothing_is_fetched(server: PartnerServer, settings: Any) -> None:
    settings.COLLECT_FULL_TEXT = False
    polled(server, server.give("/1", articles.wordpress()))
    rounds()
    assert not Text.objects.exists()
    assert told("wire.came")
    assert server.asked["/1"] == 0


def test_what_was_planned_is_let_be_when_the_option_goes_off(
    server: PartnerServer, settings: Any
) -> None:
    polled(server, server.give("/1", articles.wordpress()))
    settings.COLLECT_FULL_TEXT = False
    rounds()
    assert text().fault == "was not asked for: the option collect.full_text is off"
    assert told("wire.came") == [{"items": [text().pk]}]
    assert server.asked["/1"] == 0


def html(server: PartnerServer, page: str, **headers: str) -> str:
    return server.give("/1", page, content_type="text/html", **headers)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (articles.paywall(), "stands behind a paywall"),
        (articles.cookie_wall(), "says something else than the feed"),
        (articles.listing(), "says something else than the feed"),
        (articles.page(""), "has no text that could be found"),
        (" ", "is an empty page"),
        (articles.wordpress(licence=articles.NC_ND), "is under CC BY-NC-ND 4.0, which allows less"),
        (
            articles.page(f"<article><p>{articles.ENGLISH[0]}</p></article>"),
            "no more than the feed",
        ),
    ],
    ids=["paywall", "cookie wall", "front page", "no text", "nothing", "licence", "shorter"],
)
def test_a_page_that_is_not_the_piece_is_refused_in_words(
    server: PartnerServer, page: str, words: str
) -> None:
    assert words in fault_at(server, html(server, page))


@pytest.mark.parametrize("status", [401, 402, 403, 404, 410, 451])
def test_a_page_that_is_gone_or_closed_is_not_asked_again(
    server: PartnerServer, status: int
) -> None:
    url = server.give("/1", b"", status=status)
    assert fault_at(server, url).startswith(f"answered {status}")
    assert server.asked["/1"] == 1


def test_a_file_that_is_no_page_is_refused(server: PartnerServer) -> None:
    url = server.give("/1", b"%PDF-1.7", content_type="application/pdf")
    assert fault_at(server, url) == "is no HTML page (application/pdf)"


def test_a_page_without_end_is_refused(server: PartnerServer, settings: Any) -> None:
    settings.COLLECT_MAX_BYTES = 20_000
    url = html(server, articles.page("x" * 30_000))
    assert "larger than 20,000 bytes" in fault_at(server, url)


def test_a_hostile_page_harms_nobody(server: PartnerServer, settings: Any) -> None:
    settings.COLLECT_MEND_SECONDS = 3.0
    url = html(server, "<html><table><tr><td>" * 100_000)
    assert fault_at(server, url)


def test_a_server_in_trouble_is_asked_again_later_and_not_for_ever(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    polled(server, server.give("/1", b"", status=503))
    for asked in range(1, 5):
        rounds()
        assert (server.asked["/1"], text().tries) == (asked, asked)
        rounds()
        assert server.asked["/1"] == asked
        stopped_clock.advance(hours=8)
    assert (text().state, text().fault) == (
        Text.State.REFUSED,
        "answered 503 (Service Unavailable)",
    )


@pytest.mark.parametrize("path", ["/1", "/robots.txt"])
def test_a_busy_server_rests_with_its_feeds_and_its_pages(
    server: PartnerServer, stopped_clock: StoppedClock, settings: Any, path: str
) -> None:
    server.give(path, b"", status=429)
    polled(server, server.url("/1"))
    rounds()
    until = stopped_clock.at + timedelta(seconds=settings.COLLECT_EVERY)
    assert (server.asked[path], Host.objects.get().free_at) == (1, until)


def test_news_is_told_at_last_though_its_text_never_comes(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    polled(server, server.give("/1", b"", status=503))
    rounds()
    assert not told("wire.came")
    stopped_clock.advance(minutes=31)
    rounds()
    assert told("wire.came") == [{"items": [text().pk]}]
    stopped_clock.advance(days=9)
    rounds()
    stopped_clock.advance(days=9)
    rounds()
    assert len(told("wire.came")) == 1


def disallowed(server: PartnerServer, rules: str) -> bool:
    server.give("/robots.txt", rules, content_type="text/plain")
    polled(server, html(server, articles.wordpress()))
    rounds()
    return server.asked["/1"] == 0


@pytest.mark.parametrize(
    ("rules", "closed"),
    [
        ("User-agent: *\nDisallow: /", True),
        ("User-agent: *\nDisallow: /*1$", True),
        ("User-agent: Pamphleteer\nDisallow: /1\n\nUser-agent: *\nAllow: /", True),
        ("User-agent: pamphleteer\nAllow: /\n\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /private", False),
        ("User-agent: *\nDisallow: /\nAllow: /1", False),
        ("User-agent: OtherBot\nDisallow: /", False),
        ("", False),
        ("<html>not found, but kindly</html>", False),
    ],
)
def test_robots_txt_is_obeyed(server: PartnerServer, rules: str, *, closed: bool) -> None:
    assert disallowed(server, rules) is closed
    if closed:
        assert text().fault == "was not asked for: its server's robots.txt asks robots not to"
        assert told("wire.came")


def test_a_server_that_cannot_say_what_it_allows_is_asked_later(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    server.give("/robots.txt", b"", status=500)
    polled(server, html(server, articles.wordpress()))
    rounds()
    assert (server.asked["/1"], text().state) == (0, Text.State.PLANNED)
    assert text().fault == (
        "was not asked for: its server's robots.txt answered 500 (Internal Server Error)"
    )
    server.give("/robots.txt", "User-agent: *\nAllow: /")
    stopped_clock.advance(hours=2)
    rounds()
    assert text().state == Text.State.DONE


def test_what_a_server_allows_is_asked_once_a_day(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    pages = [html(server, articles.wordpress())]
    pages += [server.give(f"/{n}", articles.wordpress(), content_type="text/html") for n in (2, 3)]
    items = [item(n, title=articles.HEADLINE, link=url, description=f"{CUT[: 150 - n]} […]")
             for n, url in enumerate(pages)]  # fmt: skip
    source_at(server.give("/feed", rss(*items)))
    poll()
    rounds(6)
    assert server.asked["/robots.txt"] == 1
    assert Text.objects.filter(state=Text.State.DONE).count() == 3
    assert Robots.objects.get().until == stopped_clock.at + timedelta(days=1)


def test_a_server_that_asks_for_a_delay_has_it(
    server: PartnerServer, stopped_clock: StoppedClock, settings: Any
) -> None:
    settings.COLLECT_PER_HOST = 1
    server.give("/robots.txt", "User-agent: *\nCrawl-delay: 20")
    pages = [server.give(f"/{n}", articles.wordpress(), content_type="text/html") for n in range(2)]
    pieces = [item(n, link=url, description=f"{CUT} {n} […]") for n, url in enumerate(pages)]
    source_at(server.give("/feed", rss(*pieces)))
    poll()
    rounds(6)
    assert sum(server.asked[f"/{n}"] for n in range(2)) == 1
    stopped_clock.advance(seconds=21)
    rounds()
    assert sum(server.asked[f"/{n}"] for n in range(2)) == 2


def test_the_whole_text_finds_the_copies_that_the_excerpt_did_not(server: PartnerServer) -> None:
    own = "What the harbour owed."
    whole = articles.paragraphs(articles.ENGLISH)
    full = f"<content:encoded>{escape(whole)}</content:encoded>"
    copy = item(2, full, title="Ledgers, at last", link="https://night-desk.example/2")
    source_at(server.give("/other", rss(copy)), partner="The Night Desk")
    polled_here = piece_at(html(server, articles.wordpress()), excerpt=own)
    source_at(server.give("/feed", rss(polled_here)))
    poll()
    assert WireItem.objects.values("story").distinct().count() == 2
    rounds()
    assert text().state == Text.State.DONE
    assert WireItem.objects.values("story").distinct().count() == 1


def test_a_pattern_made_to_last_closes_its_own_server_only(
    server: PartnerServer, settings: Any
) -> None:
    settings.COLLECT_MEND_SECONDS = 1.0
    pattern = "/" + "*a" * 60 + "b$"
    server.give("/robots.txt", f"User-agent: *\nDisallow: {pattern}")
    path = "/" + "a" * 1500
    polled(server, server.give(path, articles.wordpress(), content_type="text/html"))
    rounds()
    assert server.asked[path] == 0 or text().state == Text.State.DONE


def test_a_page_at_another_server_is_fetched_as_that_one_allows(server: PartnerServer) -> None:
    other = f"http://localhost:{server.port}/1"
    url = server.redirect("/out", other)
    html(server, articles.wordpress())
    polled(server, url)
    rounds(6)
    assert (text().url, text().state) == (other, Text.State.DONE)
    assert set(Robots.objects.values_list("server", flat=True)) == {
        f"http://127.0.0.1:{server.port}",
        f"http://localhost:{server.port}",
    }


def test_a_piece_that_changes_is_fetched_anew(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    url = html(server, articles.wordpress())
    source = polled(server, url)
    rounds()
    other = piece_at(url, excerpt=f"{articles.ENGLISH[0]} {articles.ENGLISH[2][:90]} […]")
    server.give("/feed", rss(other))
    stopped_clock.advance(days=2)
    poll(only=[source.pk])
    assert text().state == Text.State.PLANNED
    rounds()
    assert articles.ENGLISH[5] in plain(text().item.body)
    assert len(told("wire.came")) == 1
    assert text().item.version == 2


def test_a_rule_publishes_the_whole_piece_and_not_what_the_feed_gave(
    server: PartnerServer,
) -> None:
    source = source_at(server.give("/feed", rss(piece_at(html(server, articles.wordpress())))))
    rules.set_rule(source, topics=[Topic.objects.create(slug="water", name="Water")])
    poll()
    assert rules.round_() == 0
    rounds()
    assert rules.round_() == 1
    assert articles.ENGLISH[5] in plain(Article.objects.get().body)
