"""Several processes at once: each reader gets each edition once."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.post.servers import Server
from tests.processes import Process

READERS = 40
START = f"import json\nREADERS = {READERS}\n"
PREPARE = """
from datetime import timedelta
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground import clock
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs.signup import enrol
Digest.objects.all().delete()
Digest.objects.create(name="Daily", slug="daily", begins=clock.now() - timedelta(minutes=1))
for number in range(READERS):
    enrol(f"reader-{number}@readers.example")
publish(write(headline="The river is clean again"))
"""
WORK = """
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
made = compose(Digest.objects.get()) is not None
tally = deliver()
print(json.dumps({"made": made, "done": tally.done}))
"""

Start = Callable[[str], Process]


@pytest.fixture
def start(tmp_path: Path, server: Server, database_url: str) -> Iterator[Start]:
    """Start processes in the folder of an outlet with news, readers and a relay."""
    (tmp_path / "outlet.toml").write_text(
        '[site]\nurl = "https://example.org/"\n[post]\nsender = "digest@example.org"\n'
        f'[[relay]]\nname = "first"\nurl = "{server.url}"\n'
    )
    environment = os.environ | {
        "PAMPHLETEER_DIR": str(tmp_path),
        "PAMPHLETEER_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "pamphleteer.project.settings",
    }
    started: list[Process] = []

    def _start(code: str) -> Process:
        started.append(Process(START + code, env=environment))
        return started[-1]

    said(_start(PREPARE))
    yield _start
    for process in started:
        with process:
            process.kill()


def said(process: Process) -> Any:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return json.loads(out or "null")


def test_two_processes_compose_one_edition_and_deliver_it_once(
    start: Start, server: Server
) -> None:
    both = [said(one) for one in [start(WORK), start(WORK)]]

    assert sorted(one["made"] for one in both) == [False, True]
    assert sum(one["done"] for one in both) == READERS
    assert len(server.copies) == READERS
    assert set(server.copies.values()) == {1}
