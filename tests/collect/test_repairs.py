"""What people get wrong most often in XML costs nothing of what they meant."""

import pytest

from pamphleteer.collect.found import Feed
from pamphleteer.collect.repairs import repaired
from pamphleteer.collect.understand import understand
from tests.collect.feeds import rss

HERE = "https://harbour-light.example/feed"
BROKEN = "<item><title>Fish & chips</title><guid>9</guid></item>"


def read(document: str) -> Feed:
    return understand(document.encode(), address=HERE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("AT&T", "AT&T"),
        ("R&D budget & more", "R&D budget & more"),
        ("B&amp;B &amp; R&D", "B&B & R&D"),
        ("caf&eacute; &nosuch; & co", "café &nosuch; & co"),
        ("A&#xD800;B&#x110000;C&#0; & co", "ABC & co"),
        ("A&#xD83D;&#xDE00; & &#55357;&#56832;", "A😀 & 😀"),
        ("&acirc;&#128;&brvbar; & co", "… & co"),
        ("&lt;b&gt;bold&lt;/b&gt; & co", "bold & co"),
    ],
)
def test_ampersands_and_references_are_read_as_they_were_meant(written: str, meant: str) -> None:
    feed = read(rss(f"<item><title>{written}</title><guid>x</guid></item>"))
    assert feed.items[0].headline == meant
    assert feed.mended.startswith("its XML was mended: ")


def test_addresses_keep_what_looks_like_the_name_of_a_character() -> None:
    link = "https://harbour-light.example/?a=1&copy=1&lang=de&reg=2"
    feed = read(rss(f"<item><title>x</title><link>{link}</link></item>"))
    assert feed.items[0].url == link


def test_cdata_and_comments_are_left_as_they_are() -> None:
    text = "a & b <![CDATA[c & d &nosuch;]]> <!-- e & f --> g & h"
    assert repaired(text) == ("a &amp; b <![CDATA[c & d &nosuch;]]> <!-- e & f --> g &amp; h")


def test_a_piece_is_the_same_whether_its_feed_is_broken_or_not() -> None:
    pieces = (
        "<item><title>1</title><guid>post-123</guid><description>All of it.</description></item>",
        "<item><title>2</title><guid isPermaLink='false'>1234 at https://ex.org</guid></item>",
        "<item><title>3</title><guid>https://ex.org/3</guid></item>",
    )
    whole = read(rss(*pieces)).items
    assert read(rss(*pieces, BROKEN)).items[:3] == whole
    # What only feedparser can mend.
    worse = read(rss(*pieces) + "<rss>").items
    assert [(one.identity, one.url) for one in worse] == [(o.identity, o.url) for o in whole]


def test_what_is_said_of_a_picture_does_not_stand_in_for_the_text() -> None:
    words = "The whole text of the piece stands here. " * 3
    media = (
        '<media:content xmlns:media="http://search.yahoo.com/mrss/" url="https://a.example/1.jpg" '
        'medium="image"><media:description>A pier</media:description></media:content>'
    )
    piece = f"<item><title>x</title><description>{words}</description>{media}</item>"
    for document in (rss(piece, BROKEN), rss(piece) + "<rss>"):
        assert read(document).items[0].lead == words.strip()
