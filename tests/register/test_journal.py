"""The journal is append-only, ordered, and each reader has a place of its own."""

import pytest
from django.db import DatabaseError, connection, transaction

from pamphleteer.register.models import Entry
from pamphleteer.register.verbs import journal
from tests.cast import Cast


@pytest.mark.django_db
def test_a_line_tells_what_happened_to_which_row(cast: Cast) -> None:
    entry = journal.write("topic.changed", cast.topic, by=cast.editor, name="Water")

    assert entry.subject == f"register.Topic:{cast.topic.pk}"
    assert entry.data == {"name": "Water"}


@pytest.mark.parametrize(
    "statement", ["UPDATE register_entry SET what='x'", "DELETE FROM register_entry"]
)
@pytest.mark.django_db
def test_the_database_itself_refuses_to_change_or_remove_a_line(cast: Cast, statement: str) -> None:
    journal.write("topic.changed", cast.topic)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert Entry.objects.get().what == "topic.changed"


AT_ONCE = {
    "sqlite": "INSERT OR REPLACE INTO register_entry SELECT * FROM register_entry",
    "postgresql": "TRUNCATE register_person, register_entry CASCADE",
}


@pytest.mark.django_db
def test_nor_are_lines_replaced_or_all_removed_at_once(cast: Cast) -> None:
    journal.write("topic.changed", cast.topic, by=cast.publisher)
    connection.check_constraints()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(AT_ONCE[connection.vendor])
    assert Entry.objects.get().by == cast.publisher


@pytest.mark.django_db
def test_querysets_refuse_it_with_a_sentence(cast: Cast) -> None:
    with pytest.raises(TypeError, match="append-only"):
        Entry.objects.all().delete()
    with pytest.raises(TypeError, match="append-only"):
        Entry.objects.update(what="x")


@pytest.mark.django_db
def test_each_reader_goes_on_from_its_own_place(cast: Cast) -> None:
    journal.write("topic.changed", cast.topic, n=1)
    news = journal.unread("press", whats=["topic.changed"])
    assert [entry.data["n"] for entry in news.entries] == [1]
    assert journal.move(news)

    journal.write("topic.changed", cast.topic, n=2)

    assert [e.data["n"] for e in journal.unread("press", whats=["topic.changed"]).entries] == [2]
    assert [e.data["n"] for e in journal.unread("post", whats=["topic.changed"]).entries] == [1, 2]


@pytest.mark.django_db
def test_only_one_of_two_processes_moves_the_place(cast: Cast) -> None:
    journal.write("topic.changed", cast.topic)
    one = journal.unread("press", whats=["topic.changed"])
    other = journal.unread("press", whats=["topic.changed"])

    assert journal.move(one)
    assert not journal.move(other)


@pytest.mark.django_db
def test_other_kinds_of_lines_are_passed_over(cast: Cast) -> None:
    journal.write("topic.changed", cast.topic)

    assert not journal.unread("press", whats=["article.published"])


def test_a_line_outside_a_transaction_is_refused(own_database: str) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        journal.write("topic.changed", Cast().topic)
