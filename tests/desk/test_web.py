"""The desk: log in, read the wire, write, publish; and nobody else gets in."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.collect.models import Story
from pamphleteer.desk.models import Article
from pamphleteer.ground import clock
from pamphleteer.ground.text import slugify
from pamphleteer.register.models import Entry
from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """A browser in which the editor is logged in."""
    client.force_login(cast.editor)
    return client


def form(**changes: object) -> dict[str, object]:
    empty = {
        "headline": "The bridge is open",
        "lead": "At last.",
        "body": "null",
        "topics": [],
        "authors": "",
        "partner": "",
        "credit": "",
        "licence": "",
        "original_url": "",
        "date": "",
        "embargo": "",
        "correction": "",
        "audio_url": "",
        "transcript": "",
        "transcript_url": "",
        "language": "",
        "slug": "",
    }
    return empty | changes


def test_an_editor_logs_in_with_e_mail_and_password(client: Client, cast: Cast) -> None:
    answer = client.post(
        reverse("wagtailadmin_login"), {"username": cast.editor.email, "password": PASSWORD}
    )
    assert answer.status_code == 302
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_an_outsider_sees_nothing_of_the_desk(client: Client, cast: Cast) -> None:
    client.force_login(cast.outsider)
    for name in ("wagtailadmin_home", "wagtailsnippets_desk_article:list"):
        assert client.get(reverse(name)).status_code == 302
    item = cast.item()
    client.post(reverse("desk_take", args=[item.pk]))
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "page",
    ["desk_article:list", "desk_article:add", "collect_wireitem:list", "register_topic:list"],
)
def test_the_desk_shows_its_pages(desk: Client, cast: Cast, page: str) -> None:
    cast.article()
    cast.item()
    answer = desk.get(reverse(f"wagtailsnippets_{page}"))
    assert answer.status_code == 200
    assert "Pages" not in answer.content.decode().split("<main")[0]


def test_an_editor_publishes_what_she_writes(desk: Client, cast: Cast) -> None:
    desk.post(
        reverse("wagtailsnippets_desk_article:add"),
        form(topics=[cast.topic.pk]) | {"action-publish": "1"},
    )

    article = Article.objects.get()
    assert article.live
    assert article.slug == "the-bridge-is-open"
    assert list(article.topics.all()) == [cast.topic]
    assert [one.what for one in Entry.objects.order_by("pk")] == [
        "article.begun",
        "article.published",
    ]


@pytest.mark.parametrize("headline", ["नमस्ते दुनिया", "ข่าววันนี้", "أُلمانيا", "100 % ÉTÉ_"])
def test_an_address_is_written_in_any_script(desk: Client, cast: Cast, headline: str) -> None:
    slug = slugify(headline)
    publish = {"headline": headline, "slug": slug, "action-publish": "1"}
    desk.post(reverse("wagtailsnippets_desk_article:add"), form(**publish))
    assert Article.objects.get().live
    assert cast.draft(headline=headline).slug == f"{slug}-2"


@pytest.mark.parametrize("slug", ["a b", "a/b", "../b", "a%2fb", "\u200fb", "."])
def test_an_address_is_words_and_nothing_else(desk: Client, slug: str) -> None:
    answer = desk.post(reverse("wagtailsnippets_desk_article:add"), form(slug=slug))
    assert (answer.status_code, Article.objects.count()) == (200, 0)


def test_a_draft_is_not_published(desk: Client) -> None:
    desk.post(reverse("wagtailsnippets_desk_article:add"), form())

    assert not Article.objects.get().live
    assert not Entry.objects.filter(what="article.published").exists()


def test_an_edited_article_keeps_its_place_when_it_is_published_again(
    desk: Client, cast: Cast
) -> None:
    article = cast.article()
    edit = reverse("wagtailsnippets_desk_article:edit", args=[article.pk])
    assert desk.get(edit).status_code == 200

    desk.post(edit, form(slug=article.slug, headline="Clean!") | {"action-publish": "1"})

    changed = Article.objects.get()
    assert changed.headline == "Clean!"
    assert (changed.place, changed.news_at) == (article.place, article.news_at)


def test_an_editor_withdraws_an_article(desk: Client, cast: Cast) -> None:
    article = cast.article()

    desk.post(reverse("wagtailsnippets_desk_article:unpublish", args=[article.pk]))

    assert not Article.objects.get().live
    assert Entry.objects.order_by("pk").last().what == "article.withdrawn"


def test_a_wire_item_becomes_a_draft_once(desk: Client, cast: Cast) -> None:
    item = cast.item()
    shown = desk.get(reverse("wagtailsnippets_collect_wireitem:inspect", args=[item.pk]))
    assert "Draft an article from this" in shown.content.decode()
    take = reverse("desk_take", args=[item.pk])
    assert desk.get(take).status_code == 405

    desk.post(take)
    desk.post(take)

    article = Article.objects.get()
    assert (article.item, article.credit, article.live) == (item, "The Harbour Light", False)


def test_another_piece_of_a_story_that_was_taken_leads_to_its_article(
    desk: Client, cast: Cast
) -> None:
    story = Story.objects.create(begun=clock.now(), latest=clock.now())
    first, second = cast.item(story=story), cast.item(story=story)
    desk.post(reverse("desk_take", args=[first.pk]))

    again = desk.post(reverse("desk_take", args=[second.pk]), follow=True)

    article = Article.objects.get()
    assert article.item == first
    assert "carries this story already" in again.content.decode()


def test_what_changes_a_page_is_told_to_the_journal(desk: Client, cast: Cast) -> None:
    desk.post(
        reverse("wagtailsnippets_register_topic:edit", args=[cast.topic.pk]),
        {"name": "Rivers", "slug": "water", "description": ""},
    )

    entry = Entry.objects.get()
    assert (entry.what, entry.by) == ("topic.changed", cast.editor)


@pytest.mark.parametrize("model", ["desk_article", "register_topic"])
def test_nothing_is_deleted_at_the_desk(desk: Client, cast: Cast, model: str) -> None:
    cast.editor.is_superuser = True
    cast.editor.save()
    row = cast.article() if model == "desk_article" else cast.topic

    desk.post(reverse(f"wagtailsnippets_{model}:delete", args=[row.pk]))

    row.refresh_from_db()


def test_the_publisher_names_the_outlet(client: Client, cast: Cast) -> None:
    client.force_login(cast.publisher)
    edit = reverse("wagtailsnippets_register_outlet:edit", args=[1])
    assert client.get(edit).status_code == 200

    client.post(
        edit,
        {
            "name": "The Open Page",
            "tagline": "",
            "language": "en",
            "zone": "Europe/Lisbon",
            "signup_heading": "Get it",
            "signup_words": "",
            "postal_address": "",
        },
    )

    cast.outlet.refresh_from_db()
    assert cast.outlet.name == "The Open Page"
    assert Entry.objects.get().what == "outlet.changed"


@pytest.mark.parametrize("page", ["desk_article:list", "collect_wireitem:list"])
def test_no_date_in_a_list_can_be_misread(desk: Client, cast: Cast, page: str) -> None:
    moment = datetime(2026, 11, 5, 14, 5, tzinfo=UTC)
    cast.article(date=moment)
    cast.item(published=moment)

    answer = desk.get(reverse(f"wagtailsnippets_{page}")).content.decode()

    assert "5 Nov 2026, 14:05" in answer
    assert "p.m." not in answer
