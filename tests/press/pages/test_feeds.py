"""Feeds are found: by programs in the heads of pages, by people on a page of their own."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from pamphleteer.collect import outlines
from pamphleteer.collect.models import Source
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.ground import clock
from pamphleteer.press.pages.opml import is_public
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.register.verbs import journal
from tests.cast import Cast
from tests.press import documents

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
TYPES = ["application/rss+xml", "application/atom+xml", "application/feed+json"]


def opml() -> Path:
    return Path(settings.PUBLIC) / "partners/partners.opml"


def test_each_page_names_the_feeds_of_what_it_shows(public: Path) -> None:
    for path, page in documents.pages(public).items():
        named = page.xpath("//link[@rel='alternate']")
        assert [one.get("type") for one in named[:3]] == TYPES, path
        for one in named:
            if path != "404.html":
                assert documents.target(public, path, one.get("href")).is_file()
        if path.startswith("topics/water/"):
            assert [one.get("href") for one in named] == [
                f"../../{folder}{name}"
                for folder in ("topics/water/", "")
                for name in ("feed.xml", "atom.xml", "feed.json")
            ]


def test_people_find_all_feeds_on_one_page(public: Path) -> None:
    page = documents.pages(public)["feeds/index.html"]
    links = [one.get("href") for one in page.xpath("//main//a")]
    assert len(links) == 3 * 4 + 1
    for folder in ("", "topics/water/", "partners/harbour-light/"):
        assert f"../{folder}atom.xml" in links
    for link in links:
        assert documents.target(public, "feeds/index.html", link).is_file()


def test_partners_feeds_are_a_list_for_other_readers_without_what_is_private(cast: Cast) -> None:
    article = cast.article(partner=cast.partner)
    assert cast.source.active
    secret = "https://harbour-light.example/feed?token=abc"
    Source.objects.create(partner=cast.partner, url=secret, due_at=clock.now())
    press()
    listed = outlines.read(opml().read_bytes()).items
    assert [one.url for one in listed] == [cast.source.url]
    with transaction.atomic():
        Source.objects.filter(pk=cast.source.pk).update(url="https://harbour-light.example/new")
        journal.write("source.moved", cast.source)
    round_()
    assert b"harbour-light.example/new" in opml().read_bytes()
    withdraw(article)
    round_()
    assert not opml().exists()


def test_a_partner_whose_own_feed_cannot_be_told_is_listed_with_the_one_made_here(
    cast: Cast,
) -> None:
    cast.article(partner=cast.partner)
    press()
    (listed,) = outlines.read(opml().read_bytes()).items
    assert listed.title == cast.partner.name
    assert listed.url == f"{settings.SITE_URL}partners/harbour-light/feed.xml"
    assert (opml().parent / "harbour-light/feed.xml").is_file()


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://a.example/feed", True),
        ("https://a.example/?feed=rss2&cat=3", True),
        ("https://a.example/2026/a-long-name-with-9-words-in-it.xml", True),
        ("https://me:secret@a.example/feed", False),
        ("https://a.example/feed?api_key=1", False),
        ("https://a.example/private/0f3a9c77d21be65a/rss", False),
        ("https://a.example/feed/Zk39aQ81bc7741Xq.rss", False),
        ("https://10.0.0.7/feed", False),
        ("http://intranet/feed", False),
        ("http://news.local/feed", False),
    ],
)
def test_no_address_with_a_key_is_told(url: str, public: bool) -> None:
    assert is_public(url) is public
