"""What the processes of an outlet keep in memory while nothing happens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ANSWERS = "import pamphleteer.project.wsgi"
ROUNDS = """
from pathlib import Path
from pamphleteer.project import start
start.up(Path(os.environ["PAMPHLETEER_DIR"]))
from pamphleteer.project import laying, rounds
assert not laying.lay()
"""


@pytest.fixture
def modules(tmp_path: Path, database_url: str) -> "Modules":
    return Modules(tmp_path, database_url)


class Modules:
    """A fresh process, and what it has loaded when it is ready."""

    def __init__(self, folder: Path, database: str) -> None:
        (folder / "outlet.toml").touch()
        self._environment = {
            **os.environ,
            "PAMPHLETEER_DIR": str(folder),
            "PAMPHLETEER_DATABASE_URL": database,
        }

    def after(self, code: str) -> set[str]:
        told = "print(*[name for name, module in sys.modules.items() if module])"
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", f"import os, sys\n{code}\n{told}"],
            env=self._environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return set(done.stdout.split())


def test_who_answers_requests_loads_no_client_and_no_format_that_is_not_needed(
    modules: Modules,
) -> None:
    loaded = modules.after(ANSWERS)

    assert not loaded & {"aiohttp", "pillow_heif", "trafilatura"}
    assert ("psycopg" in loaded) == settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def test_a_laid_database_is_known_without_reading_how_it_was_laid(modules: Modules) -> None:
    loaded = modules.after(ROUNDS)

    assert not [name for name in loaded if ".migrations.0" in name]
