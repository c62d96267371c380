"""The picture of a topic: chosen or uploaded in its form, kept by a merge, shown on its page."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from lxml import html

from pamphleteer.desk.models import Picture, TopicPicture
from pamphleteer.desk.verbs import topic_picture
from pamphleteer.desk.verbs.merge import merge
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.register.models import Entry, Topic
from tests.cast import Cast
from tests.desk.test_topics import saved
from tests.desk.test_web import form
from tests.drawing import drawn

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
WORDS = {"picture_alt": "A bridge at noon", "picture_credit": "Ada Quay, CC BY"}


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def figures(topic: Topic) -> list[Any]:
    page = Path(settings.PUBLIC) / f"topics/{topic.slug}/index.html"
    return html.fromstring(page.read_text()).cssselect("figure.picture img")


def test_it_is_chosen_changed_and_taken_away(desk: Client, cast: Cast) -> None:
    picture, water = cast.picture(), cast.topic
    saved(desk, water, picture=picture.pk)
    assert topic_picture.of(water) == picture
    changed = Entry.objects.filter(what="topic.changed").latest("pk")
    assert changed.data == {"picture": ["", str(picture.pk)]}
    address = reverse("wagtailsnippets_register_topic:edit", args=[water.pk])
    page = desk.get(address).content.decode()
    assert reverse("desk_picture_file", args=[picture.small.name]) in page
    assert "selected>A bridge over a river" in page
    saved(desk, water)
    assert topic_picture.of(water) is None


def test_a_new_one_needs_words_and_a_credit(desk: Client, cast: Cast) -> None:
    page = saved(desk, cast.topic, picture_file=drawn()).content.decode()
    assert "Say what the picture shows" in page
    assert "Say who made it" in page
    assert not Picture.objects.exists()
    saved(desk, cast.topic, picture_file=drawn(), **WORDS)
    assert topic_picture.of(cast.topic) == Picture.objects.get(alt="A bridge at noon")


def test_a_new_topic_has_one_from_the_beginning(desk: Client, cast: Cast) -> None:
    sent = {"name": "Rivers", "slug": "rivers", "description": "", "parent": ""}
    desk.post(
        reverse("wagtailsnippets_register_topic:add"), sent | WORDS | {"picture_file": drawn()}
    )
    assert topic_picture.of(Topic.objects.get(slug="rivers"))


def test_its_page_shows_it_also_before_there_are_pieces(desk: Client, cast: Cast) -> None:
    saved(desk, cast.topic, picture=cast.picture().pk)
    press()
    (image,) = figures(cast.topic)
    assert image.get("alt") == "A bridge over a river"
    assert (Path(settings.PUBLIC) / "topics/water" / image.get("src")).resolve().is_file()
    assert len(list(Path(settings.PUBLIC).glob("pictures/*"))) == 3


def test_the_press_hears_of_a_change_of_the_picture_and_of_its_words(
    desk: Client, cast: Cast
) -> None:
    round_(lambda: False)
    picture = cast.picture()
    saved(desk, cast.topic, picture=picture.pk)
    assert round_(lambda: False)
    address = reverse("wagtailsnippets_desk_picture:edit", args=[picture.pk])
    desk.post(address, {"alt": "A bridge at night", "credit": "Ada Quay"})
    assert round_(lambda: False)
    assert figures(cast.topic)[0].get("alt") == "A bridge at night"
    saved(desk, cast.topic)
    assert round_(lambda: False)
    assert not figures(cast.topic)
    assert not list(Path(settings.PUBLIC).glob("pictures/*"))


def test_a_preview_in_the_topic_shows_it(desk: Client, cast: Cast) -> None:
    picture, article = cast.picture(), cast.draft()
    topic_picture.show(cast.topic, picture)
    address = reverse("wagtailsnippets_desk_article:preview_on_edit", args=[article.pk])
    desk.post(f"{address}?mode=entry", form(slug=article.slug, topics=[cast.topic.pk]))
    page = desk.get(f"{address}?mode=entry").content.decode()
    assert f'src="{reverse("desk_picture_file", args=[picture.small.name])}"' in page


@pytest.mark.parametrize(("own", "kept"), [(True, "own"), (False, "merged")])
def test_a_merged_topic_gives_its_picture_where_the_other_has_none(
    cast: Cast, own: bool, kept: str
) -> None:
    rivers = Topic.objects.create(slug="rivers", name="Rivers")
    topic_picture.show(rivers, cast.picture(alt="merged"))
    if own:
        topic_picture.show(cast.topic, cast.picture(alt="own"))
    merge(rivers, cast.topic)
    assert [str(one.picture) for one in TopicPicture.objects.all()] == [kept]
    assert str(topic_picture.of(cast.topic)) == kept
