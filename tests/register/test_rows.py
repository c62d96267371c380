"""Rows that are read and written by plain statements are as Django reads and writes them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, models, transaction
from wagtail.models import Revision

from pamphleteer.desk.models import Article
from pamphleteer.ground import clock
from pamphleteer.register import rows
from pamphleteer.register.models import Entry, Person, Topic
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_row_is_read_as_django_reads_it(cast: Cast) -> None:
    date = datetime(2026, 11, 2, 9, 30, 15, 123000, tzinfo=UTC)
    article = cast.article(partner=cast.partner, by=cast.editor, date=date)
    Article.objects.update(begun_as=UUID(int=7))
    every: list[type[models.Model]] = [Article, Revision, Entry, Person, Topic]
    for model in every:
        [found] = rows.find(model, "ORDER BY id LIMIT 1")
        known = model._base_manager.order_by("pk")[0]
        assert found == known
        assert values(found) == values(known)
        assert not found._state.adding
    assert rows.held(Article, article.pk).date == date
    assert rows.find(Topic, "WHERE slug = %s", "fire") == []


def test_some_columns_are_read_in_the_order_of_their_names(cast: Cast) -> None:
    date = datetime(2026, 11, 2, 9, 30, 15, 123000, tzinfo=UTC)
    article = cast.article(partner=cast.partner, by=cast.editor, date=date)
    names = "date", "partner_id", "id", "live"
    assert rows.values(Article, names, "WHERE id = %s", article.pk) == [
        (date, cast.partner.pk, article.pk, article.live)
    ]


def test_what_is_not_there_is_missed_as_django_misses_it(cast: Cast) -> None:
    with pytest.raises(Article.DoesNotExist):
        rows.held(Article, 17)


def test_a_row_is_added_and_changed_as_django_does_it(cast: Cast) -> None:
    data = {"came_from": "draft", "words": ["été", None, 1.5]}
    line = Entry(at=clock.now(), what="x.y", subject="z:1", by=cast.editor, data=data)
    rows.add(line)
    assert values(Entry.objects.get(pk=line.pk)) == values(line)

    topic = cast.topic
    topic.name, topic.parent = "Water 100 %", Topic.objects.create(slug="air", name="Air")
    rows.change(topic)
    assert values(Topic.objects.get(slug="water")) == values(topic)
    assert Topic.objects.get(slug="air").name == "Air"


def test_what_the_database_refuses_is_told_in_djangos_words(cast: Cast) -> None:
    assert cast.topic
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.add(Topic(slug="water", name="Water again"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM register_topic")
        assert cursor.fetchone() == (1,)
