"""Older pictures and recordings are found, by words and by pages, with a script and without."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.models import Article, Picture, Recording
from pamphleteer.desk.verbs import offered, topic_picture
from pamphleteer.ground import clock
from tests.cast import Cast
from tests.desk.test_editing import edit
from tests.desk.test_topics import saved
from tests.desk.test_web import form

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


@pytest.fixture
def lighthouse(cast: Cast) -> Picture:
    """A picture that lies behind more than a list holds."""
    lighthouse = cast.picture(alt="The lighthouse of Ávila", credit="Ada Quay")
    kept = {name: getattr(lighthouse, name) for name in ("source", "width", "height", "files")}
    Picture.objects.bulk_create(
        Picture(alt=f"A bridge, number {n}", own=True, uploaded_at=clock.now(), **kept)
        for n in range(offered.AT_A_TIME + 5)
    )
    return lighthouse


@pytest.fixture
def talk(cast: Cast) -> Recording:
    """A recording that lies behind more than a list holds."""
    fields = {"type": "audio/mpeg", "size": 1, "seconds": 61, "uploaded_at": clock.now()}
    return Recording.objects.bulk_create(
        Recording(name=f"{n}.mp3", called="talk.mp3" if n == 0 else f"song {n}.mp3", **fields)
        for n in range(offered.AT_A_TIME + 5)
    )[0]


def sends(desk: Client, article: Article, **fields: object) -> str:
    return desk.post(edit(article), form(slug=article.slug) | fields, follow=True).content.decode()


def newest(article: Article) -> Article:
    return Article.objects.get(pk=article.pk).get_latest_revision_as_object()


def asks(desk: Client, name: str, **words: object) -> Any:
    return desk.get(reverse(name), words).json()


def test_an_old_picture_is_found_by_words_without_a_script(
    desk: Client, cast: Cast, lighthouse: Picture
) -> None:
    article = cast.draft()
    assert "lighthouse" not in desk.get(edit(article)).content.decode()

    page = sends(desk, article, headline="Not saved", picture_words="quay LIGHTHOUSE ávila")
    assert "1 found: choose in the list. Nothing was saved yet." in page
    assert f'<option value="{lighthouse.pk}">The lighthouse of Ávila, Ada Quay</option>' in page
    assert 'value="quay' not in page
    assert "A bridge, number" not in page
    assert newest(article).headline != "Not saved"

    sends(desk, article, picture=lighthouse.pk)
    assert newest(article).picture == lighthouse


def test_what_is_chosen_already_stays_chosen_while_others_are_looked_for(
    desk: Client, cast: Cast, lighthouse: Picture
) -> None:
    article = cast.draft(picture=lighthouse)
    page = sends(desk, article, picture=lighthouse.pk, picture_words="bridge")
    assert f'<option value="{lighthouse.pk}" selected>' in page
    assert f"More than {offered.AT_A_TIME} have these words" in page
    other = Picture.objects.get(alt="A bridge, number 0")
    page = sends(desk, article, picture=other.pk, picture_words="nowhere")
    assert "Nothing has all of these words" in page
    assert f'<option value="{other.pk}" selected>' in page


def test_a_topic_finds_it_too(desk: Client, cast: Cast, lighthouse: Picture) -> None:
    page = saved(desk, cast.topic, picture_words="lighthouse").content.decode()
    assert "1 found" in page
    saved(desk, cast.topic, picture=lighthouse.pk)
    assert topic_picture.of(cast.topic) == lighthouse


def test_an_old_recording_is_found_by_what_its_file_was_called(
    desk: Client, cast: Cast, talk: Recording
) -> None:
    article = cast.draft()
    assert "talk.mp3" not in desk.get(edit(article)).content.decode()
    assert "talk.mp3 (1:01)" in sends(desk, article, audio_words="talk")
    assert asks(desk, "desk_choose_recording", words="talk")["found"] == [
        {"id": talk.pk, "label": "talk.mp3 (1:01)"}
    ]
    sends(desk, article, audio=talk.pk)
    assert newest(article).audio == talk


def test_the_texts_chooser_goes_back_page_by_page_to_the_first(
    desk: Client, lighthouse: Picture
) -> None:
    first = asks(desk, "desk_choose_picture")
    assert len(first["found"]) == offered.AT_A_TIME
    rest = asks(desk, "desk_choose_picture", before=first["before"])
    assert rest["found"][-1]["id"] == lighthouse.pk
    assert rest["before"] is None
    keys = [one["id"] for one in first["found"] + rest["found"]]
    assert keys == sorted(set(keys), reverse=True)
    found = asks(desk, "desk_choose_picture", words="lighthouse")
    assert [one["id"] for one in found["found"]] == [lighthouse.pk]
    assert found["told"] == "1 found: choose in the list."


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 30, "²"])
def test_nonsense_in_an_address_is_no_page(desk: Client, lighthouse: Picture, before: str) -> None:
    assert len(asks(desk, "desk_choose_picture", before=before)["found"]) == offered.AT_A_TIME
    assert asks(desk, "desk_choose_picture", words="% _ \\ ' \0")["found"] == []
