"""What there is to add at an address is found: a feed, the feeds of a page, or the page."""

from typing import Any

import pytest

from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.links import linked, usual
from pamphleteer.collect.models import Source, WireItem
from pamphleteer.collect.pages import tree_of
from pamphleteer.collect.verbs.add import add
from pamphleteer.collect.verbs.discover import discover
from pamphleteer.collect.verbs.poll import poll
from tests.collect.conftest import source_at
from tests.collect.feeds import atom, entry, item, rss
from tests.collect.server import PartnerServer
from tests.collect.sources.test_page import archive
from tests.collect.sources.test_page import entry as teaser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]


@pytest.fixture(autouse=True)
def _no_pause(settings: Any) -> None:
    settings.COLLECT_PAUSE = 0.0


def page(head: str = "", body: str = "") -> str:
    return f"<!doctype html><html><head><title>The Harbour Light</title>{head}</head><body>{body}</body></html>"


def link(href: str, *, kind: str = "application/rss+xml", title: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


def test_a_feed_is_what_it_is(server: PartnerServer) -> None:
    found = discover(server.give("/feed", rss(item(1), item(2))))

    (one,) = found.candidates
    assert (found.is_feed, one.kind, one.format, one.pieces) == (True, "feed", "RSS 2.0", 2)
    assert one.title == "The Harbour Light"
    assert one.newest is not None
    assert one.newest.minute == 2
    assert one.headlines == (
        "The tide comes in for the 1th time",
        "The tide comes in for the 2th time",
    )


def test_the_feeds_that_a_page_names_are_found_those_of_comments_last(
    server: PartnerServer,
) -> None:
    server.give("/comments/feed", rss(item(3)))
    server.give("/feed", rss(item(1), item(2)))
    server.give("/atom", atom(entry()))
    head = (
        link("/comments/feed", title="Comments")
        + link("/feed")
        + link("atom", kind="application/atom+xml; charset=utf-8")
        + link("/oembed", kind="text/xml+oembed")
        + link("/broken")
    )
    found = discover(server.give("/", page(head)))

    assert [(one.url, one.comments) for one in found.candidates] == [
        (server.url("/feed"), False),
        (server.url("/atom"), False),
        (server.url("/comments/feed"), True),
    ]
    assert found.title == "The Harbour Light"
    assert (server.asked["/oembed"], server.asked["/broken"]) == (0, 1)


def test_a_link_in_the_page_that_looks_like_a_feed_is_one(server: PartnerServer) -> None:
    server.give("/posts.rss", rss(item(1)))
    body = '<a href="/feedback">Feedback</a> <a href="posts.rss">RSS</a> <a href="/about">About</a>'
    found = discover(server.give("/", page(body=body)))

    assert [one.url for one in found.candidates] == [server.url("/posts.rss")]
    assert set(server.asked) == {"/", "/posts.rss"}


def test_the_usual_places_are_looked_at_one_after_the_other_until_one_is_right(
    server: PartnerServer,
) -> None:
    server.give("/atom.xml", atom(entry()))
    found = discover(server.give("/", page()))

    assert [one.url for one in found.candidates] == [server.url("/atom.xml")]
    assert set(server.asked) == {"/", "/feed/", "/feed", "/rss.xml", "/atom.xml"}


def test_a_server_that_has_had_enough_is_asked_no_more(server: PartnerServer) -> None:
    server.give("/feed/", "later", status=429)
    with_pieces = archive(teaser(2), teaser(1))
    found = discover(server.give("/", with_pieces))

    assert set(server.asked) == {"/", "/feed/"}
    assert found.candidates[0].kind == "page"


def test_a_page_without_a_feed_is_offered_with_the_pieces_it_would_bring(
    server: PartnerServer,
) -> None:
    found = discover(server.give("/news/", archive(teaser(2), teaser(1))))

    (one,) = found.candidates
    assert (one.kind, one.format, one.pieces) == ("page", "archive page", 2)
    assert one.headlines[0] == "The tide comes in for the 2th time"
    assert server.asked["/news/feed/"] == server.asked["/feed/"] == 1


def test_a_page_can_be_taken_although_it_names_a_feed(server: PartnerServer) -> None:
    url = server.give("/", archive(teaser(2), teaser(1), head=link("/feed")))
    (one,) = discover(url, page=True, selectors={"item": ".teaser"}).candidates
    assert (one.kind, one.pieces, server.asked["/feed"]) == ("page", 2, 0)


def test_a_page_with_nothing_in_it_brings_nothing(server: PartnerServer) -> None:
    found = discover(server.give("/", page(body="<p>Closed for the season.</p>")))
    assert found.candidates == ()
    assert found.tried > 5


def test_a_feed_that_moved_for_good_is_known_by_where_it_ends(server: PartnerServer) -> None:
    server.give("/new", rss(item(1)))
    server.redirect("/old", "/newer", status=301)
    server.redirect("/newer", "/new", status=308)
    server.redirect("/lent", "/new", status=302)

    assert discover(server.url("/old")).candidates[0].url == server.url("/new")
    assert discover(server.url("/lent")).candidates[0].url == server.url("/lent")


def test_a_feed_under_two_addresses_is_shown_once(server: PartnerServer) -> None:
    server.give("/feed", rss(item(1)))
    server.give("/rss", rss(item(1)))
    found = discover(server.give("/", page(link("/feed") + link("/rss"))))
    assert [one.url for one in found.candidates] == [server.url("/feed")]


def test_what_is_a_source_already_is_said(server: PartnerServer) -> None:
    source_at(server.give("/feed", rss(item(1))))
    (one,) = discover(server.give("/", page(link("/feed")))).candidates
    assert one.known_of == "The Harbour Light"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nowhere", "begins with http"),
        ("http://169.254.169.254/", "not public"),
        ("{}/gone", r"/gone answered 404 \(Not Found\)\."),
        ("{}/text", "/text is not a feed .*plain text"),
        ("{}/empty", "is an empty document"),
    ],
)
def test_what_can_not_be_had_is_refused_in_words(
    server: PartnerServer, url: str, words: str
) -> None:
    server.give("/text", "hello")
    server.give("/empty", "")
    with pytest.raises(RefusedError, match=words):
        discover(url.format(server.url("")))


def test_links_are_found_whatever_they_look_like() -> None:
    head = (
        '<base href="https://cdn.example/base/">'
        + link("one.xml")
        + '<link rel="feed" href="two"><LINK REL="ALTERNATE" TYPE="Application/Atom+XML" HREF=three>'
        + link("feed://elsewhere.example/four")
        + link("javascript:alert(1)")
        + link("http://[broken")
        + '<link rel="alternate stylesheet" type="text/xml" href="style.xml">'
        + link("/wp-json/1", kind="application/json")
        + link("/feed.json", kind="application/json")
    )
    assert linked(tree_of(page(head)), "https://harbour-light.example/") == [
        "https://cdn.example/base/one.xml",
        "https://cdn.example/base/two",
        "https://cdn.example/base/three",
        "http://elsewhere.example/four",
        "https://cdn.example/feed.json",
    ]


def test_the_usual_places_are_few_and_below_the_page_first() -> None:
    places = usual("https://harbour-light.example/news/today.html")
    assert places[0] == "https://harbour-light.example/news/feed/"
    assert "https://harbour-light.example/feeds/posts/default" in places
    assert len(places) <= 16


def test_a_page_is_polled_like_a_feed_and_says_when_it_was_rebuilt(server: PartnerServer) -> None:
    url = server.give("/news/", archive(teaser(2), teaser(1)), etag='"1"')
    source = add(url, partner_name="The Harbour Light", licence_slug="cc-by", kind=Source.Kind.PAGE)
    every = [source.pk]
    assert poll(only=every).new == 2
    assert poll(only=every).polled[0].unchanged

    server.give("/news/", archive(teaser(3), teaser(2), teaser(1)))
    assert poll(only=every).new == 1
    piece = WireItem.objects.get(url=server.url("/piece-3"))
    assert (piece.identity, piece.body) == (piece.url, "")

    server.give("/news/", page(body="<div id=app></div>"))
    assert "no list of headlines" in poll(only=every).faults[0].fault
    assert WireItem.objects.count() == 3
