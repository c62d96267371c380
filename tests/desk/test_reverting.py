"""Making a former version of an article the newest, whatever the form says that is sent there."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.register.models import Entry
from tests.cast import Cast
from tests.desk.test_editing import edit
from tests.desk.test_web import form

pytestmark = pytest.mark.django_db


def changed(article: Article) -> str:
    """Give an article a newer version; return the address at which the former one is brought back."""
    former = article.latest_revision
    draft = article.get_latest_revision_as_object()
    draft.headline = "The river is dirty again"
    draft.save_revision()
    assert former is not None
    return reverse("wagtailsnippets_desk_article:revisions_revert", args=[article.pk, former.pk])


def newest(article: Article) -> Any:
    return Article.objects.get(pk=article.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("live", [True, False])
def test_an_empty_headline_is_kept_as_a_draft_and_not_published(
    client: Client, cast: Cast, live: bool
) -> None:
    client.force_login(cast.editor)
    article = cast.article() if live else cast.draft()
    address = changed(article)
    sent = form(slug=article.slug, headline="")
    assert client.post(address, sent).status_code == 302
    assert newest(article).headline == ""
    answer = client.post(address, sent | {"action-publish": "1"})
    assert "This field is required" in answer.content.decode()
    with pytest.raises(Refused, match="no headline yet"):
        publish(article)
    article.refresh_from_db()
    assert article.live == live


def test_a_former_version_is_the_newest_and_what_was_done_since_stays(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.editor)
    article = cast.draft()
    address = changed(article)
    publish(article)
    client.post(address, form(slug=article.slug, headline="The river is clean again"))
    article.refresh_from_db()
    assert (article.headline, article.live) == ("The river is dirty again", True)
    assert newest(article).headline == "The river is clean again"
    client.post(address, form(slug=article.slug) | {"action-publish": "1"})
    article.refresh_from_db()
    assert article.headline == "The bridge is open"


def test_a_contributor_brings_back_their_own_drafts_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.contributor)
    own, other = cast.draft(by=cast.contributor), cast.draft(headline="Edith's")
    sent = form(headline="Back again", slug="back")
    assert client.post(changed(own), sent).status_code == 302
    assert newest(own).headline == "Back again"
    client.post(changed(other), sent)
    assert newest(other).headline == "The river is dirty again"
    assert Entry.objects.filter(what="article.refused", by=cast.contributor).count() == 1


@pytest.mark.parametrize("key", ["x", "²", "-1", "9" * 30])
def test_a_version_that_is_none_is_not_written_over(client: Client, cast: Cast, key: str) -> None:
    client.force_login(cast.editor)
    article = cast.draft()
    sent = form(slug=article.slug, headline="No") | {"overwrite_revision_id": key}
    assert client.post(edit(article), sent).status_code == 200
    assert newest(article).headline == article.headline
