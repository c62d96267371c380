"""Recordings: known by what they hold, with their length, on the page, in the feed, with a transcript."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import etree, html
from pytest_django import Settings

from pamphleteer.desk import sounding
from pamphleteer.desk.errors import NoRecording
from pamphleteer.desk.models import Article, Recording
from pamphleteer.desk.verbs.recordings import upload, where
from pamphleteer.desk.web.audio import LONGEST
from pamphleteer.press.verbs.press import press
from tests.cast import Cast
from tests.desk.test_editing import edit
from tests.desk.test_web import form
from tests.sounds import m4a, mp3, opus, vorbis

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("file", "kind", "seconds"),
    [
        (mp3("a.txt", frames=5000), "audio/mpeg", 131),
        (mp3(tags=b"ID3\x04\0\0\0\0\x07\x68" + b"\xff\xfb" * 500), "audio/mpeg", 13),
        (opus(), "audio/ogg", 90),
        (vorbis(), "audio/ogg", 90),
        (m4a(), "audio/mp4", 90),
    ],
    ids=["mp3", "mp3 with tags", "opus", "vorbis", "m4a"],
)
def test_what_a_file_holds_says_what_it_is_and_how_long_it_lasts(
    file: SimpleUploadedFile, kind: str, seconds: int
) -> None:
    file.seek(0)
    recording = upload(file)
    assert (recording.type, recording.seconds) == (kind, seconds)
    assert where(recording.name).stat().st_size == recording.size == file.size


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("talk.mp3", b""),
        SimpleUploadedFile("talk.mp3", b"<script>alert(1)</script>" * 5000),
        SimpleUploadedFile("talk.mp3", b"\xff" * 200_000),
        SimpleUploadedFile("talk.ogg", b"OggS\xff\xff"),
        SimpleUploadedFile("talk.m4a", b"\0\0\0\x08ftyp\0\0\0\0moov" * 9),
        m4a("film.m4a", sort=b"vide"),
        SimpleUploadedFile("talk.mp3", b"RIFF\x24\x08\0\0WAVEfmt " + b"\0" * 5000),
        SimpleUploadedFile("talk.mp3", b"fLaC\0\0\0\x22" + b"\0" * 5000),
        SimpleUploadedFile("talk.m4a", b"\xff\xf1\x50\x80\x02\x1f\xfc" * 900),
        SimpleUploadedFile("talk.mp3", b"\x89PNG\r\n\x1a\n" + b"\0" * 5000),
        SimpleUploadedFile("talk.mp3", b"PK\x03\x04" + b"\0" * 5000),
        SimpleUploadedFile("talk.mp3", b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + mp3().read()),
        SimpleUploadedFile("talk.mp3", b"<script>" + mp3(frames=2).read()),
        opus("long.opus", seconds=200_000),
        opus("backwards.opus", seconds=-5),
        vorbis("long.ogg", seconds=200_000),
        m4a("long.m4a", seconds=90_000),
        m4a("short.m4a", seconds=0),
    ],
    ids=[
        "empty",
        "words",
        "noise",
        "cut ogg",
        "boxes without end",
        "a film",
        "wav",
        "flac",
        "adts",
        "png",
        "zip",
        "tags beyond its end",
        "two frames",
        "opus of days",
        "opus of less than nothing",
        "vorbis of days",
        "m4a of a day",
        "m4a of nothing",
    ],
)
def test_what_is_no_recording_is_told(file: SimpleUploadedFile) -> None:
    file.seek(0)
    with pytest.raises(NoRecording, match="is no recording that can be read"):
        upload(file)
    assert not Recording.objects.exists()
    assert not [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    ("file", "ending"),
    [(mp3("talk.ogg"), ".mp3"), (opus("talk.html"), ".opus"), (m4a("talk.svg"), ".m4a")],
    ids=["mp3", "opus", "m4a"],
)
def test_a_name_that_lies_is_kept_as_words_and_the_file_as_what_it_is(
    file: SimpleUploadedFile, ending: str
) -> None:
    file.seek(0)
    file.name = f"../../<script>alert(1)</script>{file.name}"
    recording = upload(file)
    assert recording.name.endswith(ending)
    assert where(recording.name).parent == Path(settings.MEDIA_ROOT) / "audio"
    assert "/" not in recording.called


def test_no_more_frames_are_added_up_than_half_a_day_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounding, "_MOST_FRAMES", 400)
    with pytest.raises(NoRecording):
        upload(mp3())


def test_one_that_is_too_large_is_refused(settings: Settings) -> None:
    settings.DESK_MAX_AUDIO = 1000
    with pytest.raises(NoRecording, match=r"larger than the 0\.001 MB"):
        upload(mp3())


def test_the_same_recording_twice_is_one() -> None:
    assert upload(mp3()) == upload(mp3("other.mp3"))


def test_it_is_uploaded_in_the_form_heard_on_the_page_and_named_in_the_feed(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.editor)
    article = cast.draft()
    sent = form(slug=article.slug, audio_file=mp3(), transcript="She said.\n\nHe <b>said</b>.")
    client.post(edit(article), sent | {"action-publish": "1"})
    recording = Recording.objects.get()
    assert recording.uploaded_by == cast.editor
    press()
    public = Path(settings.PUBLIC)
    seen = html.fromstring((public / f"articles/{article.slug}.html").read_text())
    player = seen.cssselect("audio[controls]")[0]
    assert player.get("src") == f"../audio/{recording.name}"
    assert (public / "audio" / recording.name).read_bytes() == mp3().read()
    told = seen.cssselect("section.audio")[0].text_content()
    assert "0:13" in told
    assert "He <b>said</b>." in told
    enclosure = etree.parse(public / "feed.xml").find(".//enclosure")
    assert enclosure is not None
    assert enclosure.get("url") == f"{settings.SITE_URL}audio/{recording.name}"
    assert (enclosure.get("type"), enclosure.get("length")) == ("audio/mpeg", str(recording.size))


def test_the_partners_own_file_is_a_link_and_no_page_asks_for_it(cast: Cast) -> None:
    article: Article = cast.draft()
    Article.objects.filter(pk=article.pk).update(
        live=True,
        audio_url="https://harbour-light.example/talk.m4a?x=1",
        transcript_url="https://harbour-light.example/talk.txt",
    )
    press()
    public = Path(settings.PUBLIC)
    page = (public / f"articles/{article.slug}.html").read_text()
    assert "<audio" not in page
    assert 'href="https://harbour-light.example/talk.m4a?x=1"' in page
    assert 'href="https://harbour-light.example/talk.txt"' in page
    enclosure = etree.parse(public / "feed.xml").find(".//enclosure")
    assert enclosure is not None
    assert enclosure.get("length") == "0"


def test_what_is_no_recording_is_told_at_its_field(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    article = cast.draft()
    sent = form(slug=article.slug, audio_file=SimpleUploadedFile("a.mp3", b"x"))
    assert "is no recording" in client.post(edit(article), sent).content.decode()


def test_a_transcript_is_words_of_a_bounded_length(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    article = cast.draft()
    long = "He <script>alert(1)</script> said. " * 15_000
    sent = form(slug=article.slug, transcript=long)
    page = client.post(edit(article), sent).content.decode()
    assert f"at most {LONGEST} characters (it has {len(long.strip())})" in page.replace(",", "")
    assert "<script>alert(1)" not in page
    assert client.post(edit(article), form(transcript="x" * 3_000_000)).status_code == 400
    assert not Article.objects.get(pk=article.pk).get_latest_revision_as_object().transcript


def test_people_at_the_desk_hear_it_before_it_is_published(client: Client, cast: Cast) -> None:
    client.force_login(cast.contributor)
    address = reverse("desk_recording_file", args=[upload(opus()).name])
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "audio/ogg"
    assert b"".join(answer.streaming_content) == opus().read()
