"""Excerpts are told from whole pieces, and whole texts from other people's."""

from dataclasses import replace

import pytest

from pamphleteer.collect.excerpts import belongs, excerpt_of, looks_cut
from pamphleteer.collect.found import Enclosure, Found
from tests.collect import articles

PIECE = Found(
    identity="1", id="", url="https://a.example/1", headline="The harbour opens its ledgers",
    lead="", summary="", body="", authors=(), language="", published=None, updated=None, rights="",
    licence_url="",
)  # fmt: skip
LONG = articles.paragraphs(articles.ENGLISH * 3)


def piece(body: str, *, summary: str = "", **fields: object) -> Found:
    return replace(PIECE, body=body, summary=summary, **fields)


@pytest.mark.parametrize(
    "found",
    [
        piece(""),
        piece("<p>Ledgers were opened on Monday.</p>", summary="Ledgers were opened on Monday."),
        piece(f"{LONG}<p>And then the crane […]</p>"),
        piece(f"{LONG}<p>And then the crane [&hellip;]</p>"),
        piece(f"{LONG}<p>And then the crane...</p>"),
        piece(f'{LONG}<p><a href="/1">Read more »</a></p>'),
        piece(f'{LONG}<p><a href="/1">Continue reading <b>The harbour opens</b> →</a></p>'),
        piece(f'{LONG}<a href="/1">Weiterlesen</a>'),
        piece(f'{LONG}<a href="/1">Seguir leyendo</a>'),
        piece(f'{LONG}<a href="/1">اقرأ المزيد</a>'),
        piece(f'{LONG}<a href="/1">Читать далее</a>'),
        piece(f"{LONG}<p>the crane […]</p><p>The post <a>X</a> appeared first on <a>Y</a>.</p>"),
    ],
)
def test_what_a_feed_cuts_is_noticed(found: Found) -> None:
    assert looks_cut(found)


@pytest.mark.parametrize(
    "found",
    [
        piece(LONG),
        piece(LONG, summary="Ledgers were opened."),
        # A short piece that the feed gives whole, beside its summary.
        piece("<p>The ferry is off today. Sorry.</p>", summary="No ferry."),
        # A note without a headline of its own.
        piece("<p>Fog.</p>", summary="Fog.", headline="Fog."),
        piece("", url=""),
        piece("<p>Talk</p>", summary="Talk", enclosures=(Enclosure(url="x", type="audio/mpeg"),)),
        piece(f"{LONG}<p>The post <a>X</a> appeared first on <a>Y</a>.</p>"),
        piece("<p>" + "word " * 100_000),
    ],
)
def test_what_a_feed_gives_whole_is_left_alone(found: Found) -> None:
    assert not looks_cut(found)


@pytest.mark.parametrize("end", ["…", " […]", "... Read more", " [...] Continue reading Ledgers →"])
def test_an_excerpt_loses_the_marks_of_the_cut(end: str) -> None:
    assert excerpt_of(f"Ledgers were opened{end}") == "Ledgers were opened"


def holds(text: str, excerpt: str, *, title: str = "", description: str = "") -> bool:
    return belongs(
        text, headline=articles.HEADLINE, excerpt=excerpt, title=title, description=description
    )


@pytest.mark.parametrize(
    "texts", [articles.ENGLISH, articles.SPANISH, articles.ARABIC, articles.GERMAN]
)
def test_a_text_that_goes_on_from_the_excerpt_is_the_pieces(texts: list[str]) -> None:
    assert holds(" ".join(texts), texts[0][:120] + " […]")


def test_an_excerpt_in_an_editors_own_words_is_found_beside_the_text() -> None:
    text, own = " ".join(articles.ENGLISH), "What the harbour owed its fishers, and the ledgers say"
    title = f"{articles.HEADLINE} - The Harbour Light"
    assert holds(text, own, title=title, description=own)
    assert not holds(text, own, title=title)
    assert not holds(text, own, description=own)


def test_a_piece_without_an_excerpt_is_known_by_its_headline() -> None:
    assert holds(" ".join(articles.ENGLISH), "", title=articles.HEADLINE)
    assert not holds(" ".join(articles.SPANISH), "", title=articles.HEADLINE)
    assert not holds(" ".join(articles.ENGLISH), "", title="Your privacy")


def test_other_words_are_not_the_pieces() -> None:
    excerpt = articles.ENGLISH[0]
    assert not holds(" ".join(articles.GERMAN), excerpt, title=articles.HEADLINE)
    assert not holds("We value your privacy. " * 40, excerpt, description=excerpt)
