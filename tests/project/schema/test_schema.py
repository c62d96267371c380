"""What the statements for a new database make of it is what all steps would."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoDbBlocker

from pamphleteer.project import laying, snapshot
from pamphleteer.register.models import Outlet
from tests.plugins.copies import bare, speaking_to
from tests.project.schema.dumping import dumped

pytestmark = pytest.mark.usefixtures("django_db_setup")


@pytest.fixture
def spoken(django_db_blocker: DjangoDbBlocker) -> Iterator[ExitStack]:
    """Let Django speak to databases of the test's own."""
    with django_db_blocker.unblock(), ExitStack() as stack:
        yield stack


def test_statements_make_what_all_steps_make(spoken: ExitStack, tmp_path: Path) -> None:
    with bare(tmp_path / "steps.db") as name, speaking_to(name):
        laying.migrate()
        told = dumped()
    with bare(tmp_path / "told.db") as name, speaking_to(name):
        # PostgreSQL says it in other words once it was told.
        with transaction.atomic():
            snapshot.execute(told)
        by_steps = dumped()
    kept = snapshot.FOLDER / f"{connection.vendor}.sql"
    if os.environ.get("SCHEMA") == "anew":
        kept.write_text(f"-- of the steps {snapshot.fingerprint(laying.steps())}\n{by_steps}")
    with bare(tmp_path / "at-once.db") as name, speaking_to(name):
        assert snapshot.lay(laying.steps()), "other steps: `make schema`, and commit what it writes"
        assert dumped() == by_steps


def test_each_outlet_has_a_mark_of_its_own(spoken: ExitStack, tmp_path: Path) -> None:
    marks = set()
    for n in range(2):
        with bare(tmp_path / f"{n}.db") as name, speaking_to(name):
            laying.lay(name="Harbour")
            marks.add(Outlet.objects.the().mark)
    assert len(marks) == 2


def test_statements_of_other_steps_are_left_alone(spoken: ExitStack, tmp_path: Path) -> None:
    with bare(tmp_path / "other.db") as name, speaking_to(name):
        assert not snapshot.lay({*laying.steps(), ("desk", "9999_tomorrow")})
        assert not connection.introspection.table_names()


def test_a_database_with_tables_is_left_to_its_steps(spoken: ExitStack, tmp_path: Path) -> None:
    with bare(tmp_path / "laid.db") as name, speaking_to(name):
        assert snapshot.lay(laying.steps())
        mark = Outlet.objects.the().mark
        assert not snapshot.lay(laying.steps())
        assert Outlet.objects.the().mark == mark


def test_what_fails_halfway_leaves_nothing(
    spoken: ExitStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = (snapshot.FOLDER / f"{connection.vendor}.sql").read_text()
    (tmp_path / f"{connection.vendor}.sql").write_text(f"{kept}DROP TABLE nowhere;\n")
    monkeypatch.setattr(snapshot, "FOLDER", tmp_path)
    with bare(tmp_path / "half.db") as name, speaking_to(name):
        with pytest.raises(DatabaseError, match="nowhere"):
            snapshot.lay(laying.steps())
        assert not connection.introspection.table_names()
