"""The picture of an article: chosen or uploaded in its form, without any script."""

import json
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.models import Article, Picture
from tests.cast import Cast
from tests.desk.test_editing import edit
from tests.desk.test_web import form
from tests.drawing import drawn

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
WORDS = {"picture_alt": "A bridge at noon", "picture_credit": "Ada Quay, CC BY"}


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def save(desk: Client, article: Article, **fields: object) -> str:
    sent = form(slug=article.slug, topics=[]) | fields
    answer = desk.post(edit(article), sent, follow=True)
    return answer.content.decode()


def newest(article: Article) -> Picture | None:
    version: Article = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    return version.picture


def test_a_picture_is_chosen_among_those_that_are_here(desk: Client, cast: Cast) -> None:
    picture, article = cast.picture(), cast.draft()
    assert "A bridge over a river, Ada Quay" in desk.get(edit(article)).content.decode()
    save(desk, article, picture=picture.pk)
    assert newest(article) == picture
    page = desk.get(edit(article)).content.decode()
    assert reverse("desk_picture_file", args=[picture.small.name]) in page
    save(desk, article, picture="")
    assert newest(article) is None


def test_a_new_one_takes_its_place_and_is_published_with_it(desk: Client, cast: Cast) -> None:
    article = cast.draft(picture=cast.picture())
    new = drawn(colour="red")
    save(desk, article, picture_file=new, **WORDS, **{"action-publish": "1"})
    article.refresh_from_db()
    assert article.live
    assert article.picture == Picture.objects.get(alt="A bridge at noon")
    assert article.picture.uploaded_by == cast.editor


def test_without_words_and_credit_nothing_is_uploaded(desk: Client, cast: Cast) -> None:
    article = cast.draft()
    page = save(desk, article, picture_file=drawn())
    assert "Say what the picture shows" in page
    assert "Say who made it" in page
    assert not Picture.objects.exists()
    save(desk, article, picture_file=drawn(), picture_alt="Our house", picture_own="on")
    assert newest(article) == Picture.objects.get(own=True)


def test_what_is_no_picture_is_told_at_the_field(desk: Client, cast: Cast) -> None:
    broken = drawn()
    broken.file.truncate(300)
    page = save(desk, cast.draft(), picture_file=broken, **WORDS)
    assert "is damaged" in page
    assert not Picture.objects.exists()


def test_what_saves_by_itself_uploads_nothing(desk: Client, cast: Cast) -> None:
    article = cast.draft()
    sent = form(slug=article.slug, headline="By itself", picture_file=drawn(), **WORDS)
    answer = desk.post(edit(article), sent, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert not Picture.objects.exists()


def test_a_preview_shows_the_picture_before_the_site_has_it(desk: Client, cast: Cast) -> None:
    picture, article = cast.picture(), cast.draft()
    address = reverse("wagtailsnippets_desk_article:preview_on_edit", args=[article.pk])
    desk.post(f"{address}?mode=page", form(slug=article.slug, picture=picture.pk))
    page = desk.get(f"{address}?mode=page").content.decode()
    assert f'src="{reverse("desk_picture_file", args=[picture.small.name])}"' in page


def test_a_picture_within_the_text_is_kept_and_shown_by_the_editor(
    desk: Client, cast: Cast
) -> None:
    picture, article = cast.picture(), cast.draft()
    [offered] = desk.get(reverse("desk_choose_picture")).json()["found"]
    assert (offered["id"], offered["alt"]) == (picture.pk, picture.alt)
    entity = {"type": "PICTURE", "mutability": "IMMUTABLE", "data": offered}
    block = {"key": "b", "text": " ", "type": "atomic", "depth": 0, "inlineStyleRanges": []}
    block["entityRanges"] = [{"offset": 0, "length": 1, "key": 0}]
    save(desk, article, body=json.dumps({"blocks": [block], "entityMap": {"0": entity}}))
    version = Article.objects.get(pk=article.pk).get_latest_revision_as_object()
    assert f'<embed embedtype="picture" id="{picture.pk}"/>' in version.body
    assert reverse("desk_picture_file", args=[picture.small.name]) in unescape(
        desk.get(edit(article)).content.decode()
    )
