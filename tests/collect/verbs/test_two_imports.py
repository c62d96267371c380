"""Two imports at once, or one that is killed, leave each source once and whole."""

import random
from pathlib import Path

import pytest
from django.db import connection

from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.import_ import import_
from pamphleteer.register.models import Partner, Topic
from tests.collect.server import until
from tests.collect.test_outlines import opml
from tests.processes import Process

pytestmark = pytest.mark.usefixtures("own_database")
MANY = 1_500

IMPORTER = """
import sys
from pathlib import Path
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from pamphleteer.collect.verbs.import_ import import_
done = import_(Path(sys.argv[2]).read_bytes(), licence_slug="cc-by")
print(len(done.added), len(done.known), len(done.refused))
"""


def a_list(seed: int) -> bytes:
    """Return a list of the same feeds and folders in an order of its own."""
    lines = [
        f'<outline text="P{n}" xmlUrl="https://p{n}.example/" category="/T{n % 9},/S{n % 5}"/>'
        for n in range(MANY)
    ]
    random.Random(seed).shuffle(lines)
    return opml("\n".join(lines))


def importing(file: Path) -> Process:
    name = str(connection.settings_dict["NAME"])
    return Process(IMPORTER, name, str(file), pipes=("stdout", "stderr"))


def all_is_there_once() -> None:
    assert Source.objects.count() == Partner.objects.count() == MANY
    assert Topic.objects.count() == 14
    assert Source.topics.through._default_manager.count() == 2 * MANY


def test_two_imports_of_the_same_feeds_in_two_orders_add_each_once(tmp_path: Path) -> None:
    files = [tmp_path / f"{seed}.opml" for seed in range(2)]
    for seed, file in enumerate(files):
        file.write_bytes(a_list(seed))
    running = [importing(file) for file in files]
    told = []
    for process in running:
        with process:
            told.append(process.communicate(timeout=120))

    assert [err for _, err in told] == ["", ""]
    counts = [[int(word) for word in out.split()] for out, _ in told]
    assert [sum(numbers[:2]) for numbers in counts] == [MANY, MANY]
    assert (sum(numbers[0] for numbers in counts), sum(n[2] for n in counts)) == (MANY, 0)
    all_is_there_once()


def test_what_a_killed_import_left_is_done_by_the_next(tmp_path: Path) -> None:
    file = tmp_path / "list.opml"
    file.write_bytes(a_list(1))
    with importing(file) as process:
        until(Source.objects.exists, seconds=60)
        process.kill()

    here = Source.objects.count()
    assert 0 < here <= MANY
    assert not Source.objects.filter(topics=None).exists()
    done = import_(file.read_bytes(), licence_slug="cc-by")
    assert (len(done.known), len(done.added)) == (here, MANY - here)
    all_is_there_once()
