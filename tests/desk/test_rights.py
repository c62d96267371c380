"""Contributors have their own unpublished work: whoever asks for more is refused, and that is recorded."""

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.register.models import Entry
from tests.cast import Cast
from tests.desk.test_web import form

pytestmark = pytest.mark.django_db
ONE = "wagtailsnippets_desk_article:"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """A browser in which the contributor is logged in."""
    client.force_login(cast.contributor)
    return client


def edit(article: Article) -> str:
    return reverse(f"{ONE}edit", args=[article.pk])


def test_a_contributor_writes_and_goes_on_writing(desk: Client, cast: Cast) -> None:
    desk.post(reverse(f"{ONE}add"), form(topics=[cast.topic.pk]))
    article = Article.objects.get()
    assert article.begun_by == cast.contributor

    answer = desk.post(edit(article), form(slug=article.slug, headline="The bridge is shut"))

    assert answer.status_code == 302
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().headline == "The bridge is shut"
    assert desk.get(reverse(f"{ONE}history", args=[article.pk])).status_code == 200


def test_a_contributor_publishes_nothing(desk: Client, cast: Cast) -> None:
    draft = cast.draft(by=cast.contributor)
    desk.post(reverse(f"{ONE}add"), form() | {"action-publish": "1"})
    desk.post(edit(draft), form(slug=draft.slug) | {"action-publish": "1"})
    assert "action-publish" not in desk.get(edit(draft)).content.decode()
    assert not Article.objects.live().exists()


@pytest.mark.parametrize("whose", ["editor", "nobody", "published", "withdrawn"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_theirs_to_change_is_refused_and_recorded(
    desk: Client, cast: Cast, whose: str, method: str
) -> None:
    by = {"editor": cast.editor, "nobody": None}.get(whose, cast.contributor)
    article = cast.draft(by=by)
    if whose in {"published", "withdrawn"}:
        publish(article)
    if whose == "withdrawn":
        withdraw(article)

    answer = getattr(desk, method)(edit(article), form(headline="Hacked", slug=article.slug))

    assert answer.headers["Location"] == reverse("wagtailadmin_home")
    entry = Entry.objects.get(what="article.refused")
    assert (entry.subject, entry.by) == (f"desk.Article:{article.pk}", cast.contributor)
    assert entry.data == {"deed": "change", "address": edit(article)}
    assert article.get_latest_revision_as_object().headline != "Hacked"


@pytest.mark.parametrize("name", ["unpublish", "lock", "unlock", "delete"])
def test_not_even_their_own_is_withdrawn_locked_or_deleted(
    desk: Client, cast: Cast, name: str
) -> None:
    article = cast.article(by=cast.contributor)
    desk.post(reverse(ONE + name, args=[article.pk]))
    article.refresh_from_db()
    assert article.live
    assert not article.locked
    assert Entry.objects.filter(what="article.refused", by=cast.contributor).count() == 1


def test_a_contributor_sees_no_drafts_of_others(desk: Client, cast: Cast) -> None:
    cast.draft(headline="A secret of Edith's", by=cast.editor)
    own = cast.draft(headline="My own", by=cast.contributor)
    done = cast.article(headline="Mine, and published", by=cast.contributor)
    for query in ({}, {"q": "secret"}):
        page = desk.get(reverse(f"{ONE}list"), query).content.decode()
        assert "A secret of Edith" not in page
    page = desk.get(reverse(f"{ONE}list")).content.decode()
    assert edit(own) in page
    assert "Mine, and published" in page
    assert edit(done) not in page
    ping = reverse("wagtailadmin_editing_sessions:ping", args=["desk", "article", own.pk - 1, 1])
    assert desk.post(ping).headers["Location"] == reverse("wagtailadmin_home")
    assert Entry.objects.filter(what="article.refused").count() == 1


def test_a_story_that_a_colleague_has_taken_is_not_opened(desk: Client, cast: Cast) -> None:
    item = cast.item()
    desk.post(reverse("desk_take", args=[item.pk]))
    article = Article.objects.get()
    assert article.begun_by == cast.contributor

    Article.objects.update(begun_by=cast.editor)
    again = desk.post(reverse("desk_take", args=[item.pk]), follow=True).content.decode()

    assert "A colleague has taken this piece already" in again
    assert edit(article) not in again
    assert not Entry.objects.filter(what="article.refused").exists()


def test_no_version_of_an_article_changes_whose_it_is(cast: Cast) -> None:
    article = cast.draft(by=cast.contributor)
    Article.objects.update(begun_by=cast.editor)
    article.refresh_from_db()
    publish(article)
    assert Article.objects.get().begun_by == cast.editor


@pytest.mark.parametrize("key", ["999999", "abc", "1" * 30])
def test_an_article_that_is_not_there_is_nowhere(desk: Client, key: str) -> None:
    assert desk.get(f"/desk/articles/history/{key}/revisions/compare/1...2/").status_code == 404
