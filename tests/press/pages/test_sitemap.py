"""What search engines are told, and what others show of a page."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from lxml import etree
from pytest_django import Settings

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.correct import correct
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.press.models import Change
from pamphleteer.press.verbs import ageing, shelves
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press, round_
from tests.cast import Cast
from tests.press import documents
from tests.press.conftest import HOSTILE

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def addresses(path: str) -> list[str]:
    """Return what a map names; each entry has one address, and the map has its proper form."""
    root = etree.fromstring((Path(settings.PUBLIC) / path).read_bytes())
    assert root.tag in {f"{MAPS}urlset", f"{MAPS}sitemapindex"}
    assert 0 < len(root) <= 50_000
    found = [one.findtext(f"{MAPS}loc") or "" for one in root]
    assert all(one.isascii() and one.startswith(settings.SITE_URL) for one in found)
    return [one.removeprefix(settings.SITE_URL) for one in found]


def pages() -> list[str]:
    """Return all that the maps name together."""
    return [page for one in addresses("sitemap.xml") for page in addresses(one)]


def linked(path: str) -> dict[str, Any]:
    page = documents.pages(Path(settings.PUBLIC))[path]
    (script,) = page.xpath("//script")
    assert script.get("type") == "application/ld+json"
    found: dict[str, Any] = json.loads(script.text)
    return found


def test_every_page_with_something_of_its_own_is_on_a_map_once(public: Path) -> None:
    named = [page for page in pages() if page not in addresses("sitemaps/news.xml")]
    assert len(named) == len(set(named))
    articles = {f"articles/{path.name}" for path in (public / "articles").iterdir()}
    assert {page for page in pages() if page.startswith("articles/")} == {
        page for page in articles if page.isascii()
    } | {page for page in pages() if "%" in page and page.startswith("articles/")}
    assert {"", "topics/water/", "partners/harbour-light/", "archive/", "feeds/"} <= set(named)
    for page in map(unquote, pages()):
        assert (
            public / (page + "index.html" if page.endswith("/") or not page else page)
        ).is_file()
    robots = (public / "robots.txt").read_text()
    assert f"Sitemap: {settings.SITE_URL}sitemap.xml" in robots


def test_publishing_changes_the_newest_map_and_the_news_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "EACH", 4)
    for number in range(18):
        cast.article(headline=f"Piece {number}")
        round_()
    assert addresses("sitemap.xml") == [
        "sitemaps/news.xml", "sitemaps/lists.xml",
        *(f"sitemaps/{number}.xml" for number in range(1, 5)),
    ]  # fmt: skip
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    cast.article(headline="One more")
    round_()
    told = {one.path for one in Change.objects.after(last) if "sitemap" in one.path}
    assert told == {"sitemaps/4.xml", "sitemaps/news.xml"}
    assert len([page for page in pages() if page.startswith("articles/")]) == 2 * 19


def test_news_is_news_for_two_days_though_nobody_publishes(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    cast.article(headline="First")
    stopped_clock.advance(days=1)
    cast.article(headline=HOSTILE)
    round_()
    root = etree.fromstring((Path(settings.PUBLIC) / "sitemaps/news.xml").read_bytes())
    assert [one.text for one in root.iter(f"{NEWS}title")] == [
        HOSTILE.replace("\x0b", "").replace("\x01", ""), "First",
    ]  # fmt: skip
    assert {one.text for one in root.iter(f"{NEWS}language")} == {"en"}
    assert ageing.round_() == 0
    stopped_clock.advance(days=1, seconds=1)
    # The next round sees to it: until then nothing is wrong.
    assert not check()
    stopped_clock.advance(seconds=2 * ageing.EVERY)
    assert check().other == ["sitemaps/news.xml"]
    assert ageing.round_() == 1
    round_()
    assert len(addresses("sitemaps/news.xml")) == 1
    stopped_clock.advance(days=1)
    assert ageing.round_() == 1
    round_()
    assert addresses("sitemaps/news.xml") == [""]
    assert ageing.round_() == 0


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("pt-BR", "pt"), ("ar", "ar"), ("fil-PH", "fil"), ("sr-Cyrl", "sr"), ("zh", "zh-cn"),
        ("zh-Hans-HK", "zh-cn"), ("zh-HK", "zh-tw"), ("zh_Hant", "zh-tw"), ("zh-TW", "zh-tw"),
    ],
)  # fmt: skip
def test_maps_of_news_name_languages_as_search_engines_know_them(
    cast: Cast, told: str, named: str
) -> None:
    cast.article(headline="A bridge", language=told)
    round_()
    root = etree.fromstring((Path(settings.PUBLIC) / "sitemaps/news.xml").read_bytes())
    assert [one.text for one in root.iter(f"{NEWS}language")] == [named]


def test_an_article_tells_programs_what_it_is(outlet: Cast) -> None:
    picture = outlet.picture()
    ferry = Article.objects.get(headline__startswith="The ferry")
    Article.objects.filter(pk=ferry.pk).update(picture=picture)
    correct(ferry, "It was not </script> forty years.")
    press()
    path = f"articles/{ferry.slug}.html"
    told = linked(path)
    assert (told["@type"], told["headline"], told["inLanguage"]) == (
        "NewsArticle", ferry.headline, "en",
    )  # fmt: skip
    assert told["isBasedOn"] == ferry.original_url
    assert told["license"].startswith("https://creativecommons.org/")
    assert told["author"] == [{"@type": "Person", "name": "Ada Quay"}]
    assert told["sourceOrganization"]["name"] == "The Harbour Light"
    assert told["correction"][0]["text"] == "It was not </script> forty years."
    assert told["datePublished"] == "2026-11-22T23:30:00Z"
    assert told["image"]["caption"] == picture.alt
    page = documents.pages(Path(settings.PUBLIC))[path]
    card = {one.get("property"): one.get("content") for one in page.xpath("//meta[@property]")}
    assert card["og:type"] == "article"
    assert card["og:title"] == ferry.headline
    assert card["og:image"].startswith(f"{settings.SITE_URL}pictures/")
    assert card["og:image:alt"] == picture.alt
    assert page.xpath("//link[@rel='canonical']/@href") == [settings.SITE_URL + path]
    front = documents.pages(Path(settings.PUBLIC))["index.html"]
    assert front.xpath("//link[@rel='canonical']/@href") == [settings.SITE_URL]
    assert front.xpath("//meta[@property='og:title']/@content") == [outlet.outlet.name]
    assert not documents.pages(Path(settings.PUBLIC))["404.html"].xpath("//link[@rel='canonical']")


def test_a_hostile_headline_ends_no_script(public: Path) -> None:
    slug = Article.objects.get(headline__startswith="He said").slug
    told = linked(f"articles/{slug}.html")
    assert told["headline"] == HOSTILE.replace("\x0b", "").replace("\x01", "")


def test_what_moved_or_was_withdrawn_names_no_address_of_its_own(cast: Cast) -> None:
    article = cast.article()
    withdraw(article)
    press()
    page = documents.pages(Path(settings.PUBLIC))[f"articles/{article.slug}.html"]
    assert not page.xpath("//link[@rel='canonical']|//script")


def test_another_address_of_the_site_changes_all_that_names_it(
    cast: Cast, settings: Settings
) -> None:
    cast.article()
    press()
    settings.SITE_URL = "https://elsewhere.example/under/"
    press()
    assert (
        "https://elsewhere.example/under/sitemap.xml"
        in (Path(settings.PUBLIC) / "robots.txt").read_text()
    )
    assert pages()
    assert linked("articles/the-river-is-clean-again.html")["url"].startswith(settings.SITE_URL)
