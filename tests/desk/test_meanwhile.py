"""An article whose form is being saved while a colleague, or the clock, does something to it."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.review import submit
from pamphleteer.desk.verbs.schedule import round_, schedule
from pamphleteer.ground import clock
from pamphleteer.register.models import Person
from tests.cast import Cast
from tests.desk.test_web import form

pytestmark = pytest.mark.django_db
TOMORROW = datetime(2099, 3, 2, 9, 0, tzinfo=UTC)


def save(
    article: Article, person: Person, meanwhile: Callable[[], object], **more: Any
) -> HttpResponse:
    """Save the form of an article as it was read before something else was done to it."""
    path = reverse("wagtailsnippets_desk_article:edit", args=[article.pk])
    sent: Mapping[str, Any] = form(slug=article.slug) | more
    request: Any = RequestFactory().post(path, sent)
    request.user, request.session = person, {}
    request._messages = FallbackStorage(request)
    desk: Any = resolve(path).func
    while not hasattr(desk, "view_class"):
        desk = desk.__wrapped__
    view = desk.view_class(**desk.view_initkwargs)
    view.setup(request, pk=str(article.pk))
    meanwhile()
    answer: HttpResponse = view.dispatch(request, pk=str(article.pk))
    return answer.render() if hasattr(answer, "render") else answer  # type: ignore[no-any-return]


def test_what_a_colleague_published_meanwhile_stays_published(cast: Cast) -> None:
    article = cast.draft(by=cast.contributor)
    answer = save(article, cast.editor, lambda: publish(article, by=cast.publisher))
    article.refresh_from_db()
    assert answer.status_code == 302
    assert (article.live, article.headline) == (True, "The river is clean again")
    assert article.has_unpublished_changes
    newest = article.get_latest_revision_as_object()
    assert newest.headline == form()["headline"]


def test_a_contributor_changes_nothing_that_was_published_meanwhile(cast: Cast) -> None:
    article = cast.draft(by=cast.contributor)
    answer = save(article, cast.contributor, lambda: publish(article, by=cast.editor))
    article.refresh_from_db()
    assert article.live
    assert not article.has_unpublished_changes
    assert "a moment ago it became: published" in unescape(answer.content.decode())


def test_what_was_scheduled_meanwhile_is_published_at_its_time(cast: Cast) -> None:
    article = cast.draft(by=cast.contributor)
    written = str(article.latest_revision_id)
    answer = save(
        article,
        cast.contributor,
        lambda: schedule(article, at=TOMORROW, by=cast.editor),
        overwrite_revision_id=written,
    )
    assert answer.status_code == 200
    with clock.stopped(TOMORROW + timedelta(minutes=1)):
        assert round_() == 1
    article.refresh_from_db()
    assert (article.live, article.scheduled_at) == (True, None)


def test_what_was_withdrawn_meanwhile_stays_withdrawn(cast: Cast) -> None:
    article = cast.article()
    save(article, cast.editor, lambda: withdraw(article, by=cast.publisher, why="It was wrong."))
    article.refresh_from_db()
    assert (article.state, article.withdrawn_why) == ("withdrawn", "It was wrong.")


def test_what_was_handed_in_meanwhile_stays_handed_in(cast: Cast) -> None:
    article = cast.draft(by=cast.contributor)
    save(article, cast.editor, lambda: submit(article, by=cast.contributor))
    article.refresh_from_db()
    assert (article.state, article.submitted_by) == ("submitted", cast.contributor)


def test_a_lock_that_a_colleague_put_on_meanwhile_holds(cast: Cast) -> None:
    article = cast.draft()

    def lock() -> None:
        Article.objects.filter(pk=article.pk).update(
            locked=True, locked_by=cast.publisher, locked_at=clock.now()
        )

    answer = save(article, cast.editor, lock)
    article.refresh_from_db()
    assert answer.status_code == 200
    assert article.locked_by == cast.publisher
    assert article.headline == "The river is clean again"
