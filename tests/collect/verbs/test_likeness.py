"""What makes two items copies: words, an address, or what one says of where it comes from."""

import json
from dataclasses import replace
from html import escape

import pytest

from pamphleteer.collect.models import Source, Story, WireItem
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs import refrains
from pamphleteer.collect.verbs.wire import keep
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.syndication.pieces import Article, articles
from tests.collect.syndication.tongues import ENGLISH, SPANISH

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ONE, OTHER = articles(ENGLISH, 2, seed=21)


def source(name: str) -> Source:
    return source_at(f"https://{name}.example/feed", partner=name)


def brought(
    by: Source, piece: Article, *, inside: str = "", language: str = "en", **more: str
) -> None:
    html = "".join(f"<p>{escape(text)}</p>" for text in piece.paragraphs)
    usual = {"title": piece.headline, "link": f"https://{by.host}/{piece.key}", "guid": piece.key}
    entry = item(1, inside, **(usual | {"description": html} | more))
    content = rss(entry, channel=f"<language>{language}</language>" if language else "")
    keep(by, understand(content.encode(), address=by.url).items)


def told() -> int:
    assert WireItem.objects.count() == 2
    return Story.objects.told().count()


@pytest.mark.parametrize(
    ("one", "other"), [("en", "en-GB"), ("en", ""), ("", ""), ("nb-NO", "no"), ("en-US", "es")]
)
def test_the_same_words_are_one_language_whatever_is_declared(one: str, other: str) -> None:
    brought(source("one"), ONE, language=one)
    brought(source("two"), ONE, language=other)
    assert told() == 1


@pytest.mark.parametrize(("declared", "stories"), [("en", 1), ("es", 2), ("", 1)])
def test_a_translation_that_names_its_original_is_another_piece(
    declared: str, stories: int
) -> None:
    address = "https://one.example/pieces/7"
    brought(source("one"), ONE, link=address)
    short = replace(ONE, headline="En otra parte", paragraphs=("Todo se lee allí.",))
    brought(source("two"), short, language=declared, inside=f'<source url="{address}">one</source>')
    assert told() == stories


def test_a_table_of_names_and_numbers_is_no_proof_of_one_language() -> None:
    rows = " ".join(f"Hallow {n} Almadre {n + 3} Brack {n * 7}" for n in range(20))
    for n, tongue in enumerate((ENGLISH, SPANISH)):
        words = " ".join(articles(tongue, 4, seed=26)[3].words[:45])
        table = replace(ONE, headline=f"Table {n}", paragraphs=(words, rows))
        brought(source(f"one{n}"), table, language=tongue.code)
    assert told() == 2


@pytest.mark.parametrize("original_first", [True, False])
def test_an_origin_makes_a_copy_whatever_it_says(*, original_first: bool) -> None:
    address = "https://one.example/pieces/7"
    link = f'<source url="{address}">one</source>'
    two, one = source("two"), source("one")
    if original_first:
        brought(one, ONE, link=address)
    brought(two, replace(ONE, headline="Elsewhere", paragraphs=("Read it there.",)), inside=link)
    if not original_first:
        brought(one, ONE, link=address)
    assert told() == 1
    assert Story.objects.told().get().first.source == one  # type: ignore[union-attr]


def test_one_address_makes_copies_whatever_they_say() -> None:
    brought(source("one"), ONE, link="https://one.example/pieces/7")
    short = replace(ONE, headline="Elsewhere", paragraphs=("Read it there.",))
    brought(source("two"), short, link="https://one.example/pieces/7?utm_medium=rss")
    assert told() == 1


def test_a_feed_that_all_name_as_their_source_makes_no_copies() -> None:
    feed = '<source url="https://agency.example/feed">Agency</source>'
    brought(source("one"), ONE, inside=feed)
    brought(source("two"), OTHER, inside=feed)
    assert told() == 2


def test_what_stands_under_each_piece_of_a_source_becomes_a_refrain() -> None:
    one = source("one")
    under = "Give to the Harbour Light: five hundred readers pay for what all can read for nothing."
    for n, piece in enumerate(articles(ENGLISH, 4, seed=22)):
        assert len(refrains.of(one)) == (1 if n >= refrains.SHARED else 0)
        brought(one, replace(piece, paragraphs=(*piece.paragraphs, under)))
        one.refresh_from_db()


def test_one_piece_that_comes_again_and_again_makes_no_refrain() -> None:
    one = source("one")
    for n in range(6):
        brought(one, ONE, guid=f"again-{n}", link=f"https://one.example/again-{n}")
        one.refresh_from_db()
    assert not refrains.of(one)


def test_refrains_are_bounded() -> None:
    one = source("one")
    for n in range(40):
        texts = tuple(f"{text} {n}" for text in articles(ENGLISH, 4)[3].paragraphs)
        brought(one, Article(f"{n}", ENGLISH, f"Headline {n}", texts))
        one.refresh_from_db()
    assert len(json.loads(one.heard)) <= 400


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_the_first_excerpts_of_a_new_partner_are_found_once_its_outro_is_known(
    *, first: bool
) -> None:
    one, two = source("one"), source("two")
    pieces = articles(ENGLISH, 16, seed=23)[3::4]
    outro = " ".join(articles(ENGLISH, 1, seed=24)[0].words[:90])
    if first:
        for piece in pieces:
            brought(one, piece)
    for piece in pieces:
        two.refresh_from_db()
        excerpt = " ".join(piece.words[:60])
        brought(two, replace(piece, headline=f"Read {piece.key}", paragraphs=(excerpt, outro)))
    if not first:
        for piece in pieces:
            brought(one, piece)
    assert Story.objects.told().count() == len(pieces)
    assert {story.items.count() for story in Story.objects.told()} == {2}


def test_a_list_of_links_under_an_excerpt_does_not_hide_it() -> None:
    piece, *others = articles(ENGLISH, 12, seed=25)[3::2]
    brought(source("one"), piece)
    links = "".join(
        f'<li><a href="https://two.example/{n}">{escape(" ".join(other.words[:11]))}</a></li>'
        for n, other in enumerate(others)
    )
    excerpt = f"<p>{escape(' '.join(piece.words[:60]))}</p><p>Read on:</p><ul>{links}</ul>"
    brought(source("two"), replace(piece, headline="Elsewhere"), description=excerpt)
    assert told() == 1
