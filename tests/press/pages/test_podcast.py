"""A topic that is a show: its feed, its transcripts, and what the desk asks."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import etree, html
from PIL import Image

from pamphleteer.desk.models import Article, Picture, Show
from pamphleteer.desk.models.show import guid_of
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.recordings import upload
from pamphleteer.ground import transcripts
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.register.models import Topic
from tests.cast import Cast
from tests.desk.test_topics import saved
from tests.drawing import drawn
from tests.press.feeds import faults
from tests.sounds import mp3

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
CAPTIONS = """WEBVTT

NOTE made by a machine

1
00:00.000 --> 00:02.500
<v Ada Quay>The river <i>is</i> clean & again.

00:00:02.500 --> 00:00:04.000 align:start
<v Ada Quay>It took &lt;forty&gt; years.

00:05.000 --> 00:06.000
<v Bo>Who paid? --> You.
"""
ASKED = {
    "show": "on", "show_email": "radio@outlet.example", "show_category": "News / Politics",
    "show_language": "es",
}  # fmt: skip


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def heard(cast: Cast, headline: str, **fields: Any) -> Article:
    """Publish a piece with a recording; the rest of the cast's pieces have none."""
    sound = {"audio": None if "audio_url" in fields else upload(mp3())}
    names = {"audio_url", "transcript"} & set(fields)
    sound |= {name: fields.pop(name) for name in names}
    article = cast.draft(headline=headline, **fields)
    for name, value in sound.items():
        setattr(article, name, value)
    article.save_revision()
    publish(article)
    return article


def feed(slug: str = "water") -> etree._Element:
    content = (Path(settings.PUBLIC) / f"topics/{slug}/podcast.xml").read_bytes()
    assert faults(content) == []
    return etree.fromstring(content)[0]


def said(parent: etree._Element, path: str) -> list[str]:
    return [one.text or "" for one in parent.findall(path, NAMES)]


def test_a_topic_becomes_a_podcast_moves_and_ends(desk: Client, cast: Cast) -> None:
    first = heard(
        cast, "Heard", transcript=CAPTIONS, authors="Ada Quay, Bo Lee",
        partner=cast.partner,
    )  # fmt: skip
    heard(cast, "Elsewhere", audio_url="https://harbour-light.example/a.mp3")
    cast.article(headline="Read")
    round_()
    assert "mail address" in saved(desk, cast.topic, show="on").content.decode()
    saved(desk, cast.topic, picture=cast.picture().pk, **ASKED)
    round_()
    channel = feed()
    assert said(channel, "item/title") == ["Elsewhere", "Heard"]
    assert said(channel, "itunes:owner/itunes:email") == ["radio@outlet.example"]
    assert [one.get("text") for one in channel.iter(f"{{{NAMES['itunes']}}}category")] == [
        "News", "Politics",
    ]  # fmt: skip
    assert said(channel, "itunes:explicit") == ["false"]
    assert said(channel, "language") == ["es"]
    guid = str(guid_of(f"{settings.SITE_URL}topics/water/podcast.xml"))
    assert said(channel, "podcast:guid") == [guid]
    image = channel.find("itunes:image", NAMES)
    assert image is not None
    assert (image.get("href") or "").startswith(f"{settings.SITE_URL}pictures/")
    episode = channel.findall("item")[1]
    assert said(episode, "itunes:duration") == ["13"]
    assert said(episode, "podcast:person") == ["Ada Quay", "Bo Lee"]
    assert said(episode, "podcast:license") == ["cc-by-4.0"]
    named = episode.find("podcast:transcript", NAMES)
    assert named is not None
    assert named.attrib == {
        "url": f"{settings.SITE_URL}transcripts/{first.pk}.vtt", "type": "text/vtt",
    }  # fmt: skip
    page = (Path(settings.PUBLIC) / "topics/water/index.html").read_text()
    assert page.count("topics/water/podcast.xml") == 2
    assert not check()

    later = heard(cast, "Later")
    withdraw(first)
    round_()
    assert said(feed(), "item/title") == ["Later", "Elsewhere"]
    cast.topic.slug = "rivers"
    saved(desk, cast.topic, **ASKED)
    round_()
    assert said(feed("rivers"), "podcast:guid") == [guid]
    assert said(feed(), "itunes:new-feed-url") == [f"{settings.SITE_URL}topics/rivers/podcast.xml"]
    saved(desk, cast.topic)
    publish(later)
    round_()
    assert not list(Path(settings.PUBLIC).rglob("podcast.xml"))
    assert not Show.objects.exists()
    assert not check()


def test_a_podcast_may_have_a_square_cover_of_its_own(desk: Client, cast: Cast) -> None:
    heard(cast, "Heard")
    for size, told in (((1200, 1200), "1,200 × 1,200"), ((1500, 1400), "1,500 × 1,400")):
        page = saved(desk, cast.topic, **ASKED, show_cover_file=drawn(size=size)).content.decode()
        assert "A cover is square, with sides of 1,400 to 3,000 pixels" in page
        assert told in page
    assert not Picture.objects.exists()
    saved(desk, cast.topic, **ASKED, show_cover_file=drawn(size=(1400, 1400)))
    round_()
    image = feed().find("itunes:image", NAMES)
    assert image is not None
    name = (image.get("href") or "").removeprefix(f"{settings.SITE_URL}pictures/")
    file = Path(settings.PUBLIC) / "pictures" / name
    with Image.open(file) as shown:
        assert (shown.format, shown.size) == ("JPEG", (1400, 1400))
    page = (Path(settings.PUBLIC) / "topics/water/index.html").read_text()
    assert 'alt="Cover of the podcast “Water”"' in page
    assert not check()

    saved(desk, cast.topic, **ASKED, picture=cast.picture().pk)
    round_()
    assert (
        file.exists()
        and "Cover of" not in (Path(settings.PUBLIC) / "topics/water/index.html").read_text()
    )
    saved(desk, cast.topic, **ASKED, show_no_cover="on")
    round_()
    assert not file.exists()
    assert name not in (Path(settings.PUBLIC) / "topics/water/podcast.xml").read_text()
    assert not check()


def test_merging_keeps_the_podcast(desk: Client, cast: Cast) -> None:
    other = Topic.objects.create(slug="rivers", name="Rivers")
    heard(cast, "Heard")
    saved(desk, cast.topic, **ASKED)
    round_()
    address = reverse("desk_merge_topic", args=[cast.topic.pk])
    desk.post(address, {"into": other.pk})
    round_()
    assert said(feed("rivers"), "item/title") == ["Heard"]
    assert not check()


def test_a_transcript_is_read_on_the_page_and_lies_beside_it(cast: Cast) -> None:
    timed = heard(cast, "Timed", transcript=CAPTIONS)
    plain = heard(cast, "Plain", transcript="One.\n\n<b>Two</b>.")
    press()
    public = Path(settings.PUBLIC)
    page = html.fromstring((public / f"articles/{timed.slug}.html").read_text())
    assert [one.text_content() for one in page.cssselect("section.audio details p")] == [
        "Ada Quay: The river is clean & again. It took <forty> years.",
        "Bo: Who paid? → You.",
    ]
    captions = (public / f"transcripts/{timed.pk}.vtt").read_text()
    assert "00:00:02.500 --> 00:00:04.000\n<v Ada Quay>It took &lt;forty&gt; years.\n" in captions
    assert transcripts.read(captions).cues == transcripts.read(CAPTIONS).cues
    assert (public / f"transcripts/{plain.pk}.txt").read_text() == "One.\n\n<b>Two</b>.\n"
    withdraw(plain)
    round_()
    assert not (public / f"transcripts/{plain.pk}.txt").exists()
    assert not check()


def test_captions_in_other_forms_are_read_and_broken_ones_refused() -> None:
    subrip = "1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\nthere\r\n\r\n2\r\n00:00:09,000 --> 00:00:08,000\r\nNo\r\n"
    (cue,) = transcripts.read(subrip).cues
    assert (cue.start, cue.end, cue.words) == (1.0, 2.0, "Hello there")
    with pytest.raises(ValueError, match="from when"):
        transcripts.read("WEBVTT\n\nnothing")
    with pytest.raises(ValueError, match="from when"):
        transcripts.read("<v " * 50_000 + "-->" + "00:" * 50_000)


def test_the_guid_is_that_of_the_rule() -> None:
    # The example of the rule itself.
    assert guid_of("https://podnews.net/rss") == UUID("9b024349-ccf0-5f69-a609-6b82873eab3c")
