"""Files and pictures that belong to a piece say what they are, or their addresses do."""

import pytest

from pamphleteer.collect.found import Enclosure, Found, Picture
from pamphleteer.collect.understand import understand
from pamphleteer.collect.vocabulary.kinds import kind_of
from pamphleteer.collect.vocabulary.numbers import seconds
from tests.collect.feeds import atom, entry, item, rss

HERE = "https://harbour-light.example"
PODCAST = 'xmlns:p="https://podcastindex.org/namespace/1.0"'
LENGTH = '<i:duration xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd">1 h 5 min</i:duration>'


def only(document: str) -> Found:
    (found,) = understand(document.encode(), address=f"{HERE}/feed").items
    return found


@pytest.mark.parametrize(
    ("said", "address", "kind"),
    [
        ("", "https://x.example/a.MP3?session=1.jpg#t=1", "audio/mpeg"),
        ("application/octet-stream", "https://x.example/a.m4a", "audio/mp4"),
        ("mp3", "https://x.example/a.mp3", "audio/mpeg"),
        ("audio/x-m4a", "https://x.example/a.m4a", "audio/x-m4a"),
        ("", "https://mp3.example/", ""),
        ("application/octet-stream", "https://x.example/a", "application/octet-stream"),
    ],
)
def test_a_file_is_known_by_its_type_or_else_by_its_ending(
    said: str, address: str, kind: str
) -> None:
    assert kind_of(said, address) == kind


def test_a_recording_without_a_type_has_its_length_and_a_picture_has_none() -> None:
    picture = '<enclosure url="/a.jpg"/>'
    found = only(rss(item(inside=f'{picture}<enclosure url="/a.mp3"/>{LENGTH}')))
    assert found.enclosures == (
        Enclosure(url=f"{HERE}/a.jpg", type="image/jpeg"),
        Enclosure(url=f"{HERE}/a.mp3", type="audio/mpeg", seconds=3_900),
    )
    assert found.pictures == (Picture(url=f"{HERE}/a.jpg"),)
    assert only(rss(item(inside=picture + LENGTH))).enclosures[0].seconds is None


def test_a_recording_in_other_forms_is_taken_from_the_first_place_that_has_it() -> None:
    torrent = '<p:source uri="https://x.example/a.torrent" contentType="application/x-bittorrent"/>'
    places = '<p:source uri="ipfs://a"/>' + torrent + '<p:source uri="https://x.example/a.opus"/>'
    inside = '<p:alternateEnclosure {} type="audio/opus" length="9" title="Small">{}</p:alternateEnclosure>'
    found = only(rss(item(inside=inside.format(PODCAST, places))))
    assert found.enclosures == (
        Enclosure(url="https://x.example/a.opus", type="audio/opus", title="Small", size=9),
    )
    (alone,) = only(rss(item(inside=inside.format(PODCAST, torrent)))).enclosures
    assert (alone.type, alone.size) == ("application/x-bittorrent", None)
    assert only(rss(item(inside=inside.format(PODCAST, '<p:source uri="x"/>')))).enclosures == ()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1 h 5 min", 3_900), ("1h05m", 3_900), ("1h05", 3_900), ("PT1H5M", 3_900), ("65′", 3_900),
        ("1\u00a0h\u00a05\u00a0min", 3_900), ("1 hour and 5 minutes", 3_900),
        ("1 Std. 5 Min.", 3_900), ("1 heure et 5 minutes", 3_900), ("1 ora e 5 minuti", 3_900),
        ("1 час 5 минут", 3_900), ("3900 s", 3_900), ("5'30\"", 330), ("1:05", 65), ("90", 90),
        ("", None), ("soon", None), ("h", None), ("١٢", None), ("9" * 50, None),
    ],
)  # fmt: skip
def test_a_length_is_read_however_it_is_written(said: str, meant: int | None) -> None:
    assert seconds(said) == meant


@pytest.mark.parametrize("kind", ['type="image/png"', ""])
def test_a_content_elsewhere_that_is_a_picture_is_one(kind: str) -> None:
    found = only(atom(entry(f'<content {kind} src="{HERE}/a.png"/>')))
    assert found.pictures == (Picture(url=f"{HERE}/a.png"),)
    assert found.enclosures == ()


def test_the_description_of_a_picture_goes_before_other_words_about_it() -> None:
    inside = (
        '<m:content xmlns:m="http://search.yahoo.com/mrss/" url="/a.jpg"><m:title>The pier</m:title>'
        "<m:text>What is said there</m:text><m:description>A pier at night</m:description></m:content>"
    )
    assert only(rss(item(inside=inside))).pictures[0].alt == "A pier at night"


def test_what_is_said_of_a_film_is_not_what_its_picture_shows() -> None:
    inside = (
        '<m:group xmlns:m="http://search.yahoo.com/mrss/"><m:title>The pier</m:title>'
        '<m:content url="/a.mp4"/><m:thumbnail url="/a.jpg"/>'
        "<m:description>All about the pier, with links</m:description></m:group>"
    )
    assert only(rss(item(inside=inside))).pictures[0].alt == "The pier"


def test_faces_and_signs_are_no_pictures_and_small_ones_stand_behind_others() -> None:
    html = (
        '<img src="https://s.w.org/images/core/emoji/14.0.0/72x72/1f4a1.png" alt="x">'
        '<img src="https://secure.gravatar.com/avatar/0?s=96"><img src="/l.jpg" width="320">'
    )
    thumb = '<m:thumbnail xmlns:m="http://search.yahoo.com/mrss/" url="/s.jpg" width="72"/>'
    found = only(rss(item(description=html, inside=thumb)))
    assert [one.url for one in found.pictures] == [f"{HERE}/l.jpg", f"{HERE}/s.jpg"]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ('<img srcset="/s.jpg 300w, /l,a.jpg 900w">', "/l,a.jpg"),
        ('<img src="data:image/gif;base64,R0" data-srcset="/l.jpg 2x,/s.jpg">', "/l.jpg"),
        ('<img src="/a.jpg" srcset="/l.jpg 900w">', "/a.jpg"),
        ('<img srcset="javascript:x 2w">', None),
        ('<img srcset=" , ,, ">', None),
    ],
)
def test_of_a_set_of_pictures_the_largest_is_taken(written: str, address: str | None) -> None:
    found = only(rss(item(description=f"<p>Words.</p>{written}")))
    assert [one.url for one in found.pictures] == ([f"{HERE}{address}"] if address else [])
