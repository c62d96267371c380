"""Patterns: quicker than the engine, and to the byte what it makes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.press import patterns, theme
from pamphleteer.press.entries import Entry, Image, Told, way
from pamphleteer.press.patterns import Pattern
from pamphleteer.press.piece import Heading, Piece
from pamphleteer.press.teasers import written
from pamphleteer.register.models import Licence, Outlet

AT = datetime(2026, 11, 28, tzinfo=UTC)
HOSTILE = st.sampled_from("\x00\b\n\x0b\x1f\x7f\x85\x9f\ufdd0\ufdd1\ufffe<>&\"'/\\ {%}0«ñعربي🏝 ")
WORDS = st.just("") | st.text(HOSTILE | st.characters(exclude_categories=["Cs"]), max_size=8)

LEADS = st.lists(WORDS | st.just("word " * 80), max_size=4).map("\n\n".join)


def _topic(name: str) -> Heading:
    return Heading(1, "water", name, "", "", "")


PIECES = st.builds(
    Piece,
    pk=st.just(1),
    headline=WORDS,
    lead=WORDS | LEADS,
    authors=WORDS,
    path=st.just("articles/flood.html"),
    language=st.sampled_from(["", "fr", "ar", "<x>"]),
    date=st.none(),
    day=WORDS,
    exact=WORDS,
    year=st.none(),
    changed=st.just(AT),
    publisher=WORDS,
    credit=WORDS,
    original=WORDS,
    partner_url=WORDS,
    partner_path=WORDS,
    licence=st.none() | st.builds(Licence, name=WORDS),
    full_text=st.booleans(),
    topics=st.lists(st.builds(_topic, WORDS), max_size=3).map(tuple),
)
SIZES = st.integers(0, 4000)
ENTRIES = st.builds(
    Entry,
    piece=PIECES,
    id=WORDS,
    address=WORDS,
    authors=st.lists(WORDS, max_size=3).map(tuple),
    headline_in_html=WORDS,
    lead=WORDS,
    full=WORDS,
    published_822=WORDS,
    published_3339=WORDS,
    changed_3339=WORDS,
    image=st.none() | st.builds(Image, WORDS, WORDS, SIZES, SIZES, WORDS, WORDS),
    sound=st.none(),
    original=WORDS,
    source=WORDS,
    licence=WORDS,
)


@pytest.fixture
def own() -> Path:
    """The outlet's own folder of templates."""
    folder = Path(settings.THEME) / "press"
    folder.mkdir(parents=True)
    return folder


@given(ENTRIES, st.sampled_from(["rss", "atom"]))
def test_a_pattern_makes_of_an_entry_what_the_template_makes(one: Entry, sort: str) -> None:
    told = Told.of(one)
    assert told
    template = f"press/entry.{sort}.xml"
    made = theme.made(template, entry=one, piece=one.piece, episode=False)
    assert way(sort)(one, told) == made


@given(ENTRIES)
def test_a_pattern_of_json_makes_of_an_entry_what_json_has_otherwise(one: Entry) -> None:
    assert way("json")(one, Told.of(one)) == way("json")(one, None)


@given(PIECES, st.booleans(), st.sampled_from(["h2", "h3"]), st.sampled_from(["en", "ar"]))
def test_a_pattern_makes_of_a_piece_in_a_list_what_the_template_makes(
    piece: Piece, whole: bool, level: str, language: str
) -> None:
    outlet, told = Outlet(language=language), {"level": level, "whole": whole, "class": "piece"}
    made = theme.part("press/piece.html", outlet=outlet, piece=piece, **told)
    assert written(outlet, piece, level=level, whole=whole, look="piece") == made


def test_an_outlets_own_template_of_a_piece_is_asked_about_each(own: Path) -> None:
    (own / "piece.html").write_text("{{ piece.headline | length }}")
    outlet, piece = Outlet(language="en"), _entry("Flood").piece
    assert written(outlet, piece, level="h2", whole=False, look="piece") == b"5"


def test_an_outlets_own_template_is_asked_about_each_entry(own: Path) -> None:
    (own / "entry.media.xml").write_text("{{ piece.headline | length }} {{ entry.full | cut(5) }}")
    one = _entry("Flood")
    assert b"\n5 Fort\xe2\x80\xa6</" in way("rss")(one, Told.of(one))
    assert b"\n5 Fort\xe2\x80\xa6</" in way("atom")(one, Told.of(one))


def test_a_pattern_knows_its_words_wherever_and_however_often_they_stand() -> None:
    first, none, last = patterns.marks([True, False, True])
    pattern = Pattern.read(f"<a>{last}</a>{first}{none}{first}".encode())
    words = patterns.joined(["one", "two", '<\0"thr\x7f\x85ee">'])
    assert (
        pattern.filled(patterns.in_xml(words))
        == "<a>&lt;&quot;thr\x85ee&quot;&gt;</a>oneone".encode()
    )
    assert pattern.filled(patterns.in_json(words)) == b'<a><\\"three\\"></a>oneone'


def _entry(headline: str) -> Entry:
    piece = Piece(
        1, headline, "", "", "", "", None, "", "", None, AT, "", "", "", "", "", None, True, ()
    )
    return Entry(piece, "", "", (), "", "", "Forty years", "", "", "", None, None, "", "", "")
