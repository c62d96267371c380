"""An article is seen before it is published as readers will meet it: page, topic, letter."""

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.models import Article
from pamphleteer.ground import clock
from pamphleteer.post.models import Digest
from tests.cast import Cast
from tests.desk.test_editing import RICH
from tests.desk.test_web import form

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def seen(desk: Client, article: Article | None, mode: str, **fields: object) -> str:
    """Send what stands in the form, as the panel does, and return what it shows."""
    name = "preview_on_edit" if article else "preview_on_add"
    address = reverse(f"wagtailsnippets_desk_article:{name}", args=[article.pk] if article else [])
    sent = desk.post(f"{address}?mode={mode}", form(**fields))
    assert sent.json()["is_valid"], sent.json()
    answer = desk.get(f"{address}?mode={mode}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_its_page_is_the_presses_with_what_nobody_has_saved(desk: Client, cast: Cast) -> None:
    article = cast.article()
    page = seen(
        desk, article, "page", slug=article.slug, topics=[cast.topic.pk],
        headline="Unsaved <words>", body=RICH % "New text.", credit="The Harbour Light",
    )  # fmt: skip
    assert "<h1>Unsaved &lt;words&gt;</h1>" in page
    assert "New text." in page
    assert "The Harbour Light" in page
    assert "Content-Security-Policy" in page
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().headline == "The river is clean again"


def test_in_its_topic_it_stands_above_those_before_it(desk: Client, cast: Cast) -> None:
    cast.article(headline="Before")
    page = seen(desk, None, "entry", headline="Newest", topics=[cast.topic.pk])
    assert page.index("Newest") < page.index("Before")
    assert "<h1>Water</h1>" in page
    assert "<h1>All pieces</h1>" in seen(desk, None, "entry", headline="Of no topic")


def test_in_the_letter_it_stands_on_top_of_what_is_in_it_so_far(desk: Client, cast: Cast) -> None:
    Digest.objects.all().delete()
    assert "Newest" in seen(desk, None, "letter", headline="Newest")
    Digest.objects.create(name="Daily", slug="daily", begins=clock.now())
    cast.article(headline="Before")
    letter = seen(desk, None, "letter", headline="Newest")
    assert letter.index("Newest") < letter.index("Before")
    assert "Daily" in letter


def test_the_form_offers_the_three_and_no_others(desk: Client, cast: Cast) -> None:
    article = cast.draft()
    page = desk.get(
        reverse("wagtailsnippets_desk_article:edit", args=[article.pk])
    ).content.decode()
    for label in ("Its page", "In its topic", "In the letter"):
        assert label in page
    address = reverse("wagtailsnippets_desk_article:preview_on_edit", args=[article.pk])
    desk.post(address, form(slug=article.slug))
    assert desk.get(f"{address}?mode=other").status_code == 404


def test_an_older_version_is_seen_too(desk: Client, cast: Cast) -> None:
    article = cast.article()
    view = reverse(
        "wagtailsnippets_desk_article:revisions_view", args=[article.pk, article.latest_revision_id]
    )
    assert "The river is clean again" in desk.get(view).content.decode()
