"""Two processes at once add each piece once, and one that is killed leaves nothing half done."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from pamphleteer.desk.models import Article
from pamphleteer.register.models import Entry
from pamphleteer.rescue.verbs.rescue import rescue
from tests.processes import Process
from tests.rescue.conftest import LEADS, text_of

pytestmark = pytest.mark.usefixtures("own_database")

# A rescue that stops before it has added a given number of pieces, if it is told to, until it is killed.
RESCUER = """
import sys
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from pamphleteer.rescue.verbs import rescue
add, left = rescue._add, int(sys.argv[3])
def counted(*args, **words):
    global left
    if left == 0:
        print("waiting", flush=True)
        sys.stdin.read()
    left -= 1
    add(*args, **words)
rescue._add = counted
print(rescue.rescue(open(sys.argv[2], "rb").read(), name="old.txt", topic="village").added)
"""


@contextmanager
def rescuer(file: Path, *, stops_before: int = -1) -> Iterator[Process]:
    """Start a process that rescues a file into the database of the test."""
    name = str(connection.settings_dict["NAME"])
    words = (name, str(file), str(stops_before))
    with Process(RESCUER, *words, pipes=("stdin", "stdout")) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def file(tmp_path: Path, page: bytes) -> Path:
    path = tmp_path / "old.txt"
    path.write_bytes(page)
    return path


def shown() -> list[str]:
    articles = Article.objects.live().filter(topics__slug="village").newest_first()
    return [article.headline for article in articles]


def test_two_processes_at_once_add_each_piece_once(file: Path) -> None:
    with rescuer(file) as one, rescuer(file) as other:
        said = [process.communicate(timeout=60)[0].strip() for process in (one, other)]
    assert sorted(said) == ["0", "4"]
    assert shown() == list(LEADS)


def test_two_processes_with_pages_in_another_order_wait_for_each_other(
    file: Path, tmp_path: Path
) -> None:
    turned = tmp_path / "turned.txt"
    turned.write_bytes(text_of(*reversed(LEADS)))
    with rescuer(file) as one, rescuer(turned) as other:
        said = [process.communicate(timeout=60)[0].strip() for process in (one, other)]
    assert sorted(said) == ["0", "4"]


def test_one_that_is_killed_half_way_has_changed_nothing(file: Path, page: bytes) -> None:
    with rescuer(file, stops_before=2) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n"
    assert not Article.objects.exists()
    assert not Entry.objects.filter(what="article.published").exists()
    assert rescue(page, name="old.txt", topic="village").added == 4
    assert shown() == list(LEADS)
