"""What a colleague has locked: nobody else does anything to it, by whatever door."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.correct import correct
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.schedule import schedule
from pamphleteer.desk.verbs.topics import add_topic
from pamphleteer.register.models import Person, Topic
from tests.cast import Cast

pytestmark = pytest.mark.django_db
FAR = datetime(2099, 3, 1, 9, 0, tzinfo=UTC)


def lock(article: Article, by: Person) -> None:
    Article.objects.filter(pk=article.pk).update(locked=True, locked_by=by)


def under_seas(article: Article, by: Person) -> None:
    seas, _ = Topic.objects.get_or_create(slug="seas", name="Seas")
    add_topic(article, seas, by=by)


@pytest.mark.parametrize(
    ("live", "deed"),
    [
        (False, lambda article, by: publish(article, by=by)),
        (False, lambda article, by: schedule(article, at=FAR, by=by)),
        (False, under_seas),
        (True, under_seas),
        (True, lambda article, by: correct(article, "It was Monday.", by=by)),
        (True, lambda article, by: withdraw(article, by=by)),
    ],
    ids=["publish", "schedule", "topic", "topic of a published one", "correct", "withdraw"],
)
def test_nobody_does_anything_to_what_a_colleague_has_locked(
    cast: Cast, deed: Callable[[Article, Person], None], *, live: bool
) -> None:
    article = cast.article() if live else cast.draft()
    lock(article, cast.publisher)
    with pytest.raises(Refused, match=r"is locked by paula@example\.org: ask, or unlock it"):
        deed(article, cast.editor)
    article.refresh_from_db()
    assert article.live is live
    deed(article, cast.publisher)


def test_a_rule_or_the_command_does_not_ask_for_locks(cast: Cast) -> None:
    article = cast.draft()
    lock(article, cast.publisher)
    publish(article)
    assert article.live


def test_of_many_ticked_articles_the_locked_ones_are_told(client: Client, cast: Cast) -> None:
    mine, theirs = cast.article(headline="Mine"), cast.article(headline="Theirs")
    lock(theirs, cast.publisher)
    client.force_login(cast.editor)
    path = reverse("wagtail_bulk_action", args=("desk", "article", "withdraw"))
    answer = client.post(
        f"{path}?id={mine.pk}&id={theirs.pk}&next=/desk/articles/", {"why": ""}, follow=True
    )
    told = " ".join(str(one) for one in answer.context["messages"])
    assert "“Theirs” is locked" in told
    assert "1 article withdrawn" in told

    page = reverse("wagtailsnippets_desk_article:unpublish", args=[theirs.pk])
    answer = client.post(page, {"why": ""}, follow=True)
    assert "“Theirs” is locked" in " ".join(str(one) for one in answer.context["messages"])
    theirs.refresh_from_db()
    assert theirs.live
