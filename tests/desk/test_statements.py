"""To write and publish an article asks as little of a large archive as of a small one."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import publish
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

_READS_ALL = re.compile(r"SCAN (?:desk_|wagtailcore_|register_entry)")


def scanned(deed: Callable[[], object]) -> set[str]:
    """Do it, and return the statements that read whole tables, by SQLite's own plans."""
    found: set[str] = set()

    def explained(execute: Any, sql: str, told: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH", "INSERT")) and not many:
            lite = context["connection"].connection
            plan = lite.execute(f"EXPLAIN QUERY PLAN {sql.replace('%s', '?')}", told)
            if any(_READS_ALL.match(row[3]) for row in plan.fetchall()):
                found.add(sql)
        return execute(sql, told, many, context)

    with connection.execute_wrapper(explained):
        deed()
    return found


def test_no_statement_reads_a_whole_table(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans are told in SQLite's words")
    article = cast.article(authors="Ada Quay", partner=cast.partner)
    assert not scanned(lambda: cast.draft(headline="Another one", authors="Ada Quay"))
    article.slug = "another-address"
    article.save_revision()
    assert not scanned(lambda: publish(article, by=cast.editor))
    assert Article.objects.get(live=True).slug == "another-address"


def test_publishing_takes_fifteen_statements_beside_its_locks(cast: Cast) -> None:
    cast.article()
    draft = cast.draft(headline="Another one", by=cast.editor)
    with CaptureQueriesContext(connection) as captured:
        publish(draft, by=cast.editor)
    locks = re.compile("SAVEPOINT|RELEASE|LOCK TABLE|SELECT pg_advisory")
    assert sum(not locks.match(one["sql"]) for one in captured) == 15
