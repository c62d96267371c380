"""The text of an article is found on pages of many makers, with what they tell of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from pamphleteer.collect.errors import UnreadableError
from pamphleteer.collect.workshop.asking import Workshop
from pamphleteer.collect.workshop.extracted import Extracted
from pamphleteer.collect.workshop.rebuilding import rebuilt
from pamphleteer.ground.html import plain, sanitise
from tests.collect import articles

ADDRESS = "https://harbour-light.example/ledgers?utm_source=feed"


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    made = Workshop()
    yield made
    made.close()


def extracted(workshop: Workshop, text: str) -> Extracted:
    found: Any = workshop.ask("extract", seconds=30, text=text, address=ADDRESS)
    return rebuilt(Extracted, found)


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        (articles.wordpress(), articles.ENGLISH),
        (articles.ghost(), articles.SPANISH),
        (articles.ghost(articles.ARABIC, lang="ar"), articles.ARABIC),
        (articles.handmade(), articles.GERMAN),
        (articles.amp(), articles.ENGLISH),
        (articles.wordpress(articles.GERMAN, lang="de"), articles.GERMAN),
        (articles.page(f"<div>{articles.paragraphs(articles.SPANISH)}</div>"), articles.SPANISH),
    ],
    ids=["wordpress", "ghost", "right to left", "handmade", "amp", "german", "bare"],
)
def test_all_of_the_text_is_found_and_nothing_around_it(
    workshop: Workshop, html: str, texts: list[str]
) -> None:
    found = extracted(workshop, html)
    said = plain(sanitise(found.body, base=ADDRESS))
    assert [text for text in texts if text not in said] == []
    for around in ("Home", "Bees return", "First! I knew", "Share", "Buy now", "Imprint"):
        assert around not in said


def test_the_page_tells_who_wrote_it_when_and_in_which_language(workshop: Workshop) -> None:
    found = extracted(workshop, articles.wordpress())
    assert (found.title, found.authors, found.language) == (articles.HEADLINE, ("Ada Quay",), "en")
    assert found.published == "2026-11-23T08:15:00+00:00"
    assert found.canonical == "https://harbour-light.example/2026/11/ledgers/"
    assert found.picture
    assert found.picture.url == "https://harbour-light.example/wp-content/uploads/ledger.jpg"
    assert found.picture.alt == "A ledger, open and wet"
    assert found.description == "What the harbour owed."


def test_linked_data_tells_it_too(workshop: Workshop) -> None:
    found = extracted(workshop, articles.ghost())
    assert (found.authors, found.language) == (("Ada Quay", "Bo Reed"), "es")
    assert found.published == "2026-11-23T08:15:00.000Z"
    assert found.updated == "2026-11-24T10:00:00.000Z"
    assert found.picture
    assert found.picture.url == "https://harbour-light.example/i.jpg"


def test_the_licence_of_the_text_is_told_from_that_of_a_picture(workshop: Workshop) -> None:
    found = extracted(workshop, articles.wordpress(licence=articles.NC_ND))
    assert found.licences == (articles.NC_ND,)
    assert extracted(workshop, articles.ghost()).licences == (articles.BY,)
    assert extracted(workshop, articles.handmade()).licences == (articles.BY,)
    assert extracted(workshop, articles.amp()).licences == ()


def test_a_paywall_is_told_from_a_free_page(workshop: Workshop) -> None:
    assert extracted(workshop, articles.paywall()).paid
    assert not extracted(workshop, articles.ghost()).paid


@pytest.mark.parametrize(
    "html",
    [
        "",
        "words alone",
        "<html></html>",
        "<" * 100_000,
        "<div>" * 200_000,
        "<p>" * 200_000 + "words",
        "<table><tr><td>" * 50_000,
        articles.page(articles.linked()[:-20] + "[" * 100_000),
        articles.page("", head=articles.linked(author={"name": {"name": [[1]]}}, license=[{}, 3])),
        articles.page("<p>" + "a" * 3_000_000),
        articles.page(f"<p>{'word, ' * 200_000}</p>"),
        articles.page("<meta property=og:image content='http://[x'><img src='http://[y'>"),
    ],
)
def test_hostile_pages_end_in_words_or_in_nothing(workshop: Workshop, html: str) -> None:
    try:
        found = workshop.ask("extract", seconds=5, text=html, address=ADDRESS)
    except UnreadableError as error:
        assert str(error)
    else:
        assert isinstance(found["body"], str)
    assert extracted(workshop, articles.ghost()).body
