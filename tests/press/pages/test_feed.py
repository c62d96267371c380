"""The feeds, as a reader of feeds understands them."""

from pathlib import Path

import feedparser
import pytest
from django.conf import settings
from lxml import etree
from pytest_django import Settings

from pamphleteer.press.verbs.press import press
from pamphleteer.register.models import Licence
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def feed(path: str = "feed.xml") -> feedparser.FeedParserDict:
    return feedparser.parse((Path(settings.PUBLIC) / path).read_bytes())


def by_headline(beginning: str, path: str = "feed.xml") -> feedparser.FeedParserDict:
    (entry,) = (e for e in feed(path).entries if e.title.startswith(beginning))
    return entry


def test_every_feed_is_well_formed_even_with_hostile_headlines(public: Path) -> None:
    for path in public.rglob("*.xml"):
        etree.fromstring(path.read_bytes())
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, path
        assert parsed.version == "rss20"


def test_a_feed_knows_itself_and_its_page(public: Path, settings: Settings) -> None:
    outlet = feed().feed
    assert outlet.link == settings.SITE_URL
    assert {"rel": "self", "href": f"{settings.SITE_URL}feed.xml"}.items() <= next(
        link for link in outlet.links if link.rel == "self"
    ).items()
    topic = feed("topics/water/feed.xml").feed
    assert topic.link == f"{settings.SITE_URL}topics/water/"


def test_a_piece_has_its_address_date_author_credit_and_licence(public: Path) -> None:
    entry = by_headline("The ferry")
    assert entry.id == entry.link
    assert entry.link.endswith("/articles/the-ferry-is-run-by-its-passengers.html")
    assert entry.published == "Sun, 22 Nov 2026 23:30:00 GMT"
    assert entry.author == "Ada Quay"
    assert entry.source.title == "The Harbour Light"
    assert entry.rights == "CC BY 4.0"
    assert entry.summary == "It took forty years."
    assert "Credit: " in entry.content[0].value
    assert [tag.term for tag in entry.tags] == ["Water"]


def test_an_undated_piece_has_no_date(public: Path) -> None:
    assert "published" not in by_headline("Honduras")


def test_the_whole_piece_is_carried_only_where_its_licence_allows_that(cast: Cast) -> None:
    reserved = Licence.objects.get(slug="all-rights-reserved")
    cast.article(headline="Closed", partner=cast.partner, licence=reserved)
    cast.article(headline="Open", partner=cast.partner)
    cast.article(headline="Ours")
    press()
    assert "content" not in by_headline("Closed")
    assert "four hundred people" in by_headline("Open").content[0].value
    assert "four hundred people" in by_headline("Ours").content[0].value


def test_every_page_names_the_outlets_feed(public: Path) -> None:
    for path in public.rglob("*.html"):
        assert 'type="application/rss+xml"' in path.read_text(), path
