"""The desk of an outlet of many years: few questions to the database, and the short way to the rows."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pamphleteer.collect.models import Story
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import indexing, reading
from pamphleteer.desk.web import articles as listing
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs.compose import news
from pamphleteer.register.verbs import statistics
from tests.cast import Cast

pytestmark = pytest.mark.django_db
MANY = 300


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def shown(desk: Client, **query: Any) -> str:
    answer = desk.get(reverse("wagtailsnippets_desk_article:list"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def asked(desk: Client, **query: Any) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        shown(desk, **query)
    return [query["sql"] for query in queries.captured_queries]


def old_ones(count: int = MANY) -> None:
    Article.objects.bulk_create(
        Article(headline=f"Old {n}", slug=f"old-{n}", live=True, place=n) for n in range(count)
    )


def plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(str(row[3]) for row in cursor.fetchall())


def test_the_list_asks_as_little_for_many_articles_as_for_a_few(desk: Client, cast: Cast) -> None:
    for n in range(2):
        cast.draft(headline=f"Draft {n}", partner=cast.partner)
    shown(desk)
    few = asked(desk)
    for n in range(9):
        cast.draft(headline=f"Another {n}", partner=cast.partner)
    assert len(asked(desk)) == len(few)


def test_the_list_shows_how_far_each_article_is(desk: Client, cast: Cast) -> None:
    article = cast.draft()
    assert "draft" in shown(desk)
    Article.objects.filter(pk=article.pk).update(submitted_at=article.latest_revision.created_at)
    assert "submitted" in shown(desk)


def test_the_list_is_read_in_the_order_in_which_it_lies(desk: Client, cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans are told of SQLite's")
    cast.draft()
    (rows,) = [sql for sql in asked(desk) if 'ORDER BY "desk_article"."latest_rev' in sql]
    assert "latest_revision_id" in plan(rows)
    assert "TEMP B-TREE" not in plan(rows)


def test_a_search_asks_the_index_once_and_looks_through_no_texts(desk: Client, cast: Cast) -> None:
    cast.draft(headline="The ferry is late")
    assert indexing.round_() == 1
    told = asked(desk, q="ferry")
    assert not [sql for sql in told if "LIKE" in sql.upper()]
    assert len([sql for sql in told if "MATCH" in sql or "@@" in sql]) == 1


def test_many_words_that_are_in_many_articles_are_asked_for_where_a_list_is_narrow(
    desk: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_FOUND", 2)
    wanted = cast.draft(headline="The ferry is late, said the partner", partner=cast.partner)
    for n in range(3):
        cast.draft(headline=f"The ferry is late, day {n}")
    indexing.round_()
    assert str(wanted) in shown(desk, q="ferry", partner=cast.partner.pk)


def test_a_search_that_finds_too_many_shows_the_newest(
    desk: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "_FOUND", 2)
    for n in range(4):
        cast.draft(headline=f"The ferry is late, day {n}")
    page = shown(desk, q="ferry")
    assert [f"day {n}" in page for n in range(4)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("late FERRY", True),
        ("мэр", True),
        ("ÉCOLE", True),
        ("ferry early", False),
        ("%", False),
        ("'\"\\", False),
    ],
)
def test_words_are_found_in_any_order_and_in_every_alphabet(
    desk: Client, cast: Cast, words: str, found: bool
) -> None:
    cast.draft(headline="The ferry is late", lead="Мэр: une école flottante.")
    assert ("The ferry is late" in shown(desk, q=words).split("<table", 1)[-1]) is found


def test_the_articles_of_stories_are_found_without_looking_at_all(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans are told of SQLite's")
    old_ones()
    item = cast.item()
    story = Story.objects.create(first=item, begun=item.seen, latest=item.seen)
    type(item).objects.update(story=story)
    cast.draft(item=item)
    assert statistics.round_() == 0
    with CaptureQueriesContext(connection) as queries:
        (line,) = reading.lines([story])
    assert line.article is not None
    (rows,) = [q["sql"] for q in queries.captured_queries if 'FROM "desk_article"' in q["sql"]]
    assert "SCAN desk_article" not in plan(rows)


def test_whether_a_story_was_taken_is_looked_up_by_its_pieces(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans are told of SQLite's")
    old_ones()
    Article.objects.bulk_create(
        Article(headline="Taken", slug=f"taken-{n}", item=cast.item()) for n in range(30)
    )
    assert statistics.round_() == 0
    with CaptureQueriesContext(connection) as queries:
        list(reading.stories(reading.Wanted()))
    assert "INDEX articles_of_the_wire (item_id=?)" in plan(queries.captured_queries[-1]["sql"])


def test_what_is_news_is_found_without_looking_at_what_was(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans are told of SQLite's")
    old_ones()
    article = cast.article()
    digest = Digest.objects.create(name="Daily", slug="daily", begins=article.news_at)
    assert statistics.round_() == 0
    with CaptureQueriesContext(connection) as queries:
        assert list(news(digest)) == [article]
    assert "SCAN desk_article" not in plan(queries.captured_queries[-1]["sql"])
