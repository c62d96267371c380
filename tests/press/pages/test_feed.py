"""The feeds, as readers of feeds and validators understand them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest
from django.conf import settings
from lxml import etree
from pytest_django import DjangoAssertNumQueries, Settings

from pamphleteer.collect.understand import understand
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.correct import correct
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.press import partners
from pamphleteer.press.models import Change
from pamphleteer.press.pages import feed as feeds
from pamphleteer.press.site import Site
from pamphleteer.press.verbs import shelves
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.register.models import Licence
from tests.cast import Cast
from tests.press.feeds import ATOM, faults

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
FILES = ("feed.xml", "atom.xml", "feed.json")
FERRY = "https://harbour-light.example/ferry?a=1&b=2"


def read(path: str) -> bytes:
    return (Path(settings.PUBLIC) / path).read_bytes()


def feed(path: str = "feed.xml") -> feedparser.FeedParserDict:
    return feedparser.parse(read(path))


def told(path: str = "feed.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read(path))
    return found


def by_headline(beginning: str, path: str = "feed.xml") -> feedparser.FeedParserDict:
    (entry,) = (e for e in feed(path).entries if e.title.startswith(beginning))
    return entry


def test_every_feed_is_valid_even_with_hostile_headlines(outlet: Cast) -> None:
    strange = outlet.article(
        headline="\ud7ff\ufffe\x85A <b>bold</b> &amp; claim",
        partner=outlet.partner,
        lead="",
        body='<p><a href="../relative">there</a> <a href="/root">here</a> &lt;i&gt;</p>',
        picture=outlet.picture(alt='A "quoted" & <marked> picture'),
        authors="Ada Quay, Bo Lee and Cy Fox",
    )
    url = "https://müller.example/ä b?q=<x>&%zz#«"
    Article.objects.filter(pk=strange.pk).update(original_url=url)
    press()
    found = [path for name in FILES for path in Path(settings.PUBLIC).rglob(name)]
    assert len(found) == 3 * 4
    for path in found:
        assert faults(path.read_bytes()) == [], path
        understood = understand(path.read_bytes(), address="https://outlet.example/feed")
        assert understood.title
        if path.suffix == ".xml":
            parsed = feedparser.parse(path.read_bytes())
            assert not parsed.bozo, path
            assert parsed.version == ("rss20" if path.name == "feed.xml" else "atom10")


def test_a_headline_that_looks_like_markup_is_escaped_as_such_in_atom(outlet: Cast) -> None:
    headline = "Why <b> & &amp; differ"
    outlet.article(headline=headline, lead="", body="")
    press()
    root = etree.fromstring(read("atom.xml"))
    said = root.findall(f"{ATOM}entry/{ATOM}title") + root.findall(f"{ATOM}entry/{ATOM}summary")
    marked = [one.text for one in said if one.text and one.text.startswith("Why")]
    assert marked == ["Why &lt;b&gt; &amp; &amp;amp; differ"] * 2
    titles = {one.text or "": one.get("type") for one in root.iter(f"{ATOM}title")}
    assert titles[marked[0]] == "html"
    assert titles["The ferry is run by its passengers"] is None
    assert all((kind == "html") == ("&" in words) for words, kind in titles.items())
    for name in FILES:
        items = understand(read(name), address=f"{settings.SITE_URL}{name}").items
        assert headline in {item.headline for item in items} or name == "feed.xml"


def test_all_formats_tell_the_same_of_a_piece(outlet: Cast) -> None:
    picture = outlet.picture()
    Article.objects.filter(headline__startswith="The ferry").update(picture=picture)
    press()
    for name in FILES:
        items = understand(read(name), address=f"{settings.SITE_URL}{name}").items
        (ferry,) = (item for item in items if item.headline.startswith("The ferry"))
        assert ferry.url.endswith("/articles/the-ferry-is-run-by-its-passengers.html")
        assert ferry.id.startswith("urn:uuid:")
        assert ferry.published == datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
        assert [author.name for author in ferry.authors] == ["Ada Quay"]
        assert ferry.tags == ("Water",)
        assert ferry.lead == "It took forty years."
        assert "four hundred people" in ferry.body
        assert "Credit: " in ferry.body
        (arabic,) = (item for item in items if item.headline == "مزارعو الدلتا")
        assert arabic.language == "ar"
    image = f"{settings.SITE_URL}pictures/{picture.files[-1]['name']}"
    for path in ("feed.xml", "atom.xml"):
        media = etree.fromstring(read(path)).findall(".//{http://search.yahoo.com/mrss/}content")
        assert [one.get("url") for one in media] == [image]
        assert [words.text for one in media for words in one] == [picture.alt, picture.credit]
    (item,) = (one for one in told()["items"] if one.get("image"))
    assert (item["image"], item["_pamphleteer"]["image_alt"]) == (image, picture.alt)


def test_whose_a_piece_is_and_under_which_licence_is_told(public: Path) -> None:
    entry = by_headline("The ferry")
    assert entry.source.title == "The Harbour Light"
    assert entry.rights == "CC BY 4.0"
    assert entry.license.startswith("https://creativecommons.org/")
    assert {link.href for link in entry.links if link.rel == "via"} == {FERRY}
    in_atom = by_headline("The ferry", "atom.xml")
    assert (in_atom.rights, in_atom.source.title) == ("CC BY 4.0", "The Harbour Light")
    assert {link.href for link in in_atom.links if link.rel == "license"} == {entry.license}
    (item,) = (one for one in told()["items"] if one["title"].startswith("The ferry"))
    assert item["external_url"] == FERRY
    assert item["_pamphleteer"]["license"] == entry.license


def test_a_feed_knows_itself_its_page_and_its_hubs(outlet: Cast, settings: Settings) -> None:
    settings.PRESS_HUBS = ("https://hub.example/", "https://other-hub.example/?a=1&b=2")
    press()
    for name in FILES:
        for folder in ("", "topics/water/"):
            understood = understand(read(folder + name), address="https://mirror.example/feed")
            assert understood.self_url == f"{settings.SITE_URL}{folder}{name}"
            assert understood.url == f"{settings.SITE_URL}{folder}"
            assert understood.hubs == settings.PRESS_HUBS


def test_an_id_stays_when_the_slug_and_the_outlets_address_change(
    cast: Cast, settings: Settings
) -> None:
    article = cast.article()
    press()
    before = {name: by_headline("The river", name).id for name in FILES[:2]}
    feed_id = feed("atom.xml").feed.id
    article.slug = "another"
    article.save_revision()
    publish(article)
    settings.SITE_URL = "https://elsewhere.example/under/"
    press()
    assert {name: by_headline("The river", name).id for name in FILES[:2]} == before
    assert told()["items"][0]["id"] == before["feed.xml"]
    assert feed("atom.xml").feed.id == feed_id
    assert told()["items"][0]["url"] == "https://elsewhere.example/under/articles/another.html"


def test_a_change_and_a_correction_are_dated_and_what_is_withdrawn_is_gone(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    article = cast.article(headline="Once")
    undated = cast.article(headline="Old", rescued_from="page", place=-3)
    round_()
    assert by_headline("Once", "atom.xml").updated == "2026-11-23T09:30:00Z"
    assert "published" not in by_headline("Old")
    article.lead = "Changed."
    article.save_revision()
    publish(article)
    later = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
    Article.objects.filter(pk=article.pk).update(
        first_published_at=later - timedelta(hours=1), last_published_at=later
    )
    round_()
    assert by_headline("Once", "atom.xml").updated == "2026-11-23T10:30:00Z"
    assert by_headline("Once", "atom.xml").published == "2026-11-23T09:30:00Z"
    stopped_clock.advance(hours=2)
    article.refresh_from_db()
    correct(article, "It was twice.")
    withdraw(undated)
    round_()
    assert by_headline("Once").updated == "2026-11-23T11:30:00Z"
    assert [item["title"] for item in told()["items"]] == ["Once"]


def test_the_whole_piece_is_carried_only_where_its_licence_allows_that(cast: Cast) -> None:
    reserved = Licence.objects.get(slug="all-rights-reserved")
    cast.article(headline="Closed", partner=cast.partner, licence=reserved)
    cast.article(headline="Open", partner=cast.partner)
    cast.article(headline="Ours")
    press()
    for name in FILES[:2]:
        assert "four hundred" not in str(by_headline("Closed", name))
        assert "four hundred people" in by_headline("Open", name).content[0].value
        assert "four hundred people" in by_headline("Ours", name).content[0].value
    whole = {one["title"]: "four hundred" in one["content_html"] for one in told()["items"]}
    assert whole == {"Closed": False, "Open": True, "Ours": True}


def test_a_piece_that_is_a_book_stands_with_its_lead_alone(cast: Cast) -> None:
    cast.article(headline="A book", lead="Of rivers.", body="<p>water </p>" * 20_000)
    press()
    for name in FILES:
        content = read(name)
        assert len(content) < 10_000
        assert b"Of rivers." in content


@pytest.mark.parametrize("body", ["", "<p>Only a body.</p>"])
def test_a_piece_without_a_lead_says_nothing_blank(cast: Cast, body: str) -> None:
    cast.article(lead="", body=body)
    press()
    for name in FILES:
        assert faults(read(name)) == []


def test_each_piece_is_in_the_current_feed_or_in_one_archived_part(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "EACH", 50)
    for number in range(230):
        Article.objects.create(
            headline=f"Piece {number}",
            slug=f"piece-{number}",
            lead="Words.",
            live=True,
            place=number,
        )
    press()
    for name in FILES:
        walked = _walk(name)
        assert [count for _path, count in walked] == [30, *[25] * 8]
    assert len({one["id"] for path, _ in _walk("feed.json") for one in told(path)["items"]}) == 230
    root = etree.fromstring(read("feeds/3/atom.xml"))
    links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
    assert links["current"] == f"{settings.SITE_URL}atom.xml"
    assert links["next-archive"] == f"{settings.SITE_URL}feeds/4/atom.xml"
    assert root.find("{http://purl.org/syndication/history/1.0}archive") is not None
    assert faults(read("feeds/3/atom.xml")) == faults(read("feeds/3/feed.xml")) == []


def test_archived_parts_stay_as_they_are_while_pieces_are_published(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "EACH", 8)
    start = datetime(2024, 5, 1, 12, tzinfo=UTC)
    made: dict[str, set[str]] = {}
    for number in range(40):
        cast.article(headline=f"Piece {number}", date=start + timedelta(days=number))
        last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        round_()
        for change in Change.objects.after(last).filter(path__endswith="atom.xml"):
            made.setdefault(change.path, set()).add(change.sha256)
    parts = {path: len(hashes) for path, hashes in made.items() if path.startswith("feeds/")}
    # Once when it is archived, and once more when there is a newer one that it names.
    assert parts == {f"feeds/{number}/atom.xml": 2 for number in range(1, 9)} | {
        "feeds/9/atom.xml": 1
    }


def _walk(name: str) -> list[tuple[str, int]]:
    """Follow a feed from its newest pieces to its oldest, and count those of each document."""
    path, found = name, []
    while path:
        if name.endswith(".json"):
            document = told(path)
            older, count = document.get("next_url", ""), len(document["items"])
        else:
            parsed = feed(path)
            older = next((one.href for one in parsed.feed.links if one.rel == "prev-archive"), "")
            count = len(parsed.entries)
        found.append((path, count))
        path = unquote(older.removeprefix(settings.SITE_URL))
    return found


def test_every_page_names_the_outlets_feed(public: Path) -> None:
    for path in public.rglob("*.html"):
        assert 'type="application/rss+xml"' in path.read_text(), path


def test_partners_of_many_feeds_are_asked_for_at_once(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    site, slug = Site(), cast.partner.slug
    with django_assert_num_queries(1):
        feeds.kind.ready(site, [f"rss/partner/{slug}", f"atom/partner/{slug}", "rss/all/"])
        feeds.archived.ready(site, ["rss/all/1", "json/topic/water/2"])
        assert partners.at(site, slug)
    with django_assert_num_queries(1):
        feeds.archived.ready(site, [f"rss/partner/{slug}/1", "rss/partner/nobody/12"])
        assert partners.at(site, slug)
        assert partners.at(site, "nobody") is None
