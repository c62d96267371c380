"""Our way to publish writes what Wagtail's own writes: whatever a new version of it adds is found here."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.log_actions import LogContext
from wagtail.signals import published

from pamphleteer.desk.models import Article
from pamphleteer.desk.models.article import KEPT, place_of
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.schedule import schedule
from pamphleteer.ground import clock
from pamphleteer.register.models import Licence, Person, Topic
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

Rows = dict[str, list[dict[str, Any]]]


class Wagtails(PublishRevisionAction):  # type: ignore[misc]
    """Wagtail's own action, of the version that is to be published."""

    def __init__(self, version: Article, revision: Any, user: Person | None, **options: Any):
        options.pop("skip_permission_checks", None)
        super().__init__(revision, user, **options)
        self.object = version


class _Undone(Exception):
    pass


def rows_after(deed: Callable[[], object]) -> Rows:
    """Do it, and return all rows as they are then, before it is undone."""
    found: Rows = {}
    with pytest.raises(_Undone), transaction.atomic():
        deed()
        for model in apps.get_models():
            every = model._base_manager.order_by("pk").values()
            found[model._meta.label] = [plain(row, model._meta.label) for row in every]
        raise _Undone
    return found


def plain(row: dict[str, Any], label: str) -> dict[str, Any]:
    """Return a row without moments of just now, and without the keys that sequences gave."""
    told = {name: "now" if is_now(value) else value for name, value in row.items()}
    if label not in {"desk.Article", "wagtailcore.Revision"}:
        told.pop("id", None)
    return told


def is_now(value: object) -> bool:
    """Tell whether this is a moment of just now, or an article's place for one."""
    since = clock.now() - timedelta(minutes=30)
    if isinstance(value, datetime):
        return since < value <= clock.now()
    return isinstance(value, int) and place_of(since) < value <= place_of(clock.now())


def changed(article: Article, **fields: Any) -> Article:
    for name, value in fields.items():
        setattr(article, name, value)
    article.save_revision()
    return article


def first(cast: Cast) -> Callable[[], object]:
    cast.article(headline="An older piece", authors="Ada Quay and Ben Li")
    draft = cast.draft(by=cast.editor, partner=cast.partner, authors="Ada Quay and Ben Li")
    return lambda: publish(draft, by=cast.editor)


def by_nobody(cast: Cast) -> Callable[[], object]:
    draft = cast.draft()
    return lambda: publish(draft)


def with_a_changed_headline(cast: Cast) -> Callable[[], object]:
    article = changed(cast.article(), headline="The river is clean, says everybody")
    return lambda: publish(article, by=cast.editor)


def elsewhere(cast: Cast) -> Callable[[], object]:
    fire = Topic.objects.create(slug="fire", name="Fire")
    article = changed(cast.article(), slug="clean", topics=[fire])
    return lambda: publish(article, by=cast.editor)


def an_old_version(cast: Cast) -> Callable[[], object]:
    article = changed(cast.article(), headline="The river is clean, says everybody")
    return article.revisions.order_by("pk")[0].publish


def withdrawn(cast: Cast) -> Callable[[], object]:
    article = cast.article()
    withdraw(article, by=cast.editor, why="It was not clean.")
    return lambda: publish(article, by=cast.editor)


def scheduled(cast: Cast) -> Callable[[], object]:
    article = cast.draft()
    schedule(article, at=clock.now() + timedelta(days=1), by=cast.editor)
    changed(article, date=None)
    return lambda: publish(article, by=cast.editor)


def without_history(cast: Cast) -> Callable[[], object]:
    draft = cast.draft()
    return lambda: draft.latest_revision.publish(log_action=False)


def in_other_words(cast: Cast) -> Callable[[], object]:
    draft = cast.draft()
    return lambda: draft.latest_revision.publish(log_action="wagtail.edit", changed=False)


def within_a_request(cast: Cast) -> Callable[[], object]:
    draft = cast.draft()
    context = LogContext(user=cast.editor)

    def deed() -> None:
        with context:
            publish(draft)

    return deed


@pytest.fixture
def heard() -> Iterator[list[tuple[Any, ...]]]:
    """What those are told who listen to Wagtail."""
    told: list[tuple[Any, ...]] = []

    def hear(sender: Any, instance: Article, revision: Any, **_more: Any) -> None:
        told.append((sender, instance.pk, instance.live, revision.pk))

    published.connect(hear)
    yield told
    published.disconnect(hear)


@pytest.mark.parametrize(
    "ways",
    [
        first,
        by_nobody,
        with_a_changed_headline,
        elsewhere,
        an_old_version,
        withdrawn,
        scheduled,
        without_history,
        in_other_words,
        within_a_request,
    ],
)
def test_all_rows_are_as_wagtail_leaves_them(
    ways: Callable[[Cast], Callable[[], object]],
    cast: Cast,
    heard: list[tuple[Any, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert cast.editor, "who publishes is there before it is undone"
    deed = ways(cast)
    heard.clear()
    ours = rows_after(deed)
    monkeypatch.setattr("pamphleteer.desk.models.article.Publishing", Wagtails)
    assert rows_after(deed) == ours
    assert ours["desk.Article"][0]["live"]
    assert len(heard) == 2
    assert heard[0] == heard[1]


def test_a_version_is_read_as_wagtail_reads_it(cast: Cast) -> None:
    draft = cast.draft(
        partner=cast.partner, licence=cast.partner.licence, picture=cast.picture(), by=cast.editor
    )
    changed(draft, licence=Licence.objects.get(slug="cc-by-nd"), headline="Another one")
    for revision in draft.revisions:
        ours = revision.as_object()
        its = super(Article, Article.objects.get()).with_content_json(revision.content)
        for field in Article._meta.concrete_fields:
            if field.attname not in (*KEPT, "go_live_at"):
                assert getattr(ours, field.attname) == getattr(its, field.attname), field
        assert list(ours.topics.all()) == list(its.topics.all()) == [cast.topic]
        assert not ours._state.adding
