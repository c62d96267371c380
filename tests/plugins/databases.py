"""Choose the tests' database before Django is set up: `--database=sqlite` or `--database=postgresql`.

PostgreSQL runs as a private cluster on loopback that is made for the tests and removed after them.
"""

import os
import re
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import pytest

from tests.plugins.cluster import Cluster, binaries

CHOSEN = "PAMPHLETEER_DATABASE_URL"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    # Workers and journeys start some hundred Pythons: to compile Django anew is half of such a start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PAMPHLETEER_DIR"] = str(Path(__file__).parent / "no-outlet-here")
    os.environ.pop(CHOSEN, None)
    if early_config.known_args_namespace.database == "postgresql":
        _start(early_config)


def _start(config: pytest.Config) -> None:
    if binaries() is None:
        words = "PostgreSQL is not installed (Debian: postgresql): nothing was tested on it."
        pytest.exit(words, returncode=1 if os.environ.get("CI") == "true" else 0)
    cluster = Cluster.start()
    config.add_cleanup(cluster.stop)
    os.environ[CHOSEN] = cluster.url("postgres")


# Rooms whose tests run whole outlets, on the database that the environment names.
_WHOLE = ("tests/project/", "tests/journeys/")
# Rooms whose tests that end alike on either database are asked of PostgreSQL, so that both take the same time.
_SECOND = ("tests/post/", "tests/press/", "tests/journeys/test_reader.py")
_LONG = (
    "tests/journeys/", "tests/press/verbs/test_two_presses.py", "tests/post/test_races.py",
    "tests/post/test_upgrade.py", "tests/post/test_year.py", "tests/house/test_style.py",
    "tests/collect/verbs/test_copies_in_stories.py",
)  # fmt: skip
_APART = {"transactional_db", "own_database", "database_url"}
_NAMED = re.compile("sqlite|postgres|vendor", re.IGNORECASE)
_ROWS = {"db", "transactional_db", "cast", "own_database", "database_url", "empty_database"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the other database is asked for; begin with what takes longest.

    So no worker is left with a journey when the other one has nothing more to do.
    """
    elsewhere = _of_sqlite if config.getoption("database") == "postgresql" else _of_postgresql
    left = [item for item in items if elsewhere(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if not elsewhere(item)]
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


def _of_sqlite(item: pytest.Item) -> bool:
    """Tell whether SQLite alone is asked: for what says nothing of a database, and for half of what ends alike."""
    return (_rowless(item) or _once(item)) and not _of_postgresql(item)


def _of_postgresql(item: pytest.Item) -> bool:
    """Tell whether PostgreSQL alone is asked: for the other half."""
    return hurried() and _is_second(item) and (_rowless(item) or _once(item))


def _is_second(item: pytest.Item) -> bool:
    if _rowless(item) or item.get_closest_marker("either_database"):
        return item.nodeid.startswith(_SECOND)
    return bool(crc32(item.nodeid.encode()) % 2)


def _rowless(item: pytest.Item) -> bool:
    """Tell whether a test asks for no rows, so that it says nothing of a database."""
    asked = _ROWS.intersection(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db")
    return not (asked or marked or item.nodeid.startswith(_WHOLE))


def _once(item: pytest.Item) -> bool:
    """Tell whether a test is asked of one database in a hurry.

    Those do that end alike on either, and those whose rows are one transaction's of one process, where
    no database is named.
    """
    if not hurried() or item.get_closest_marker("either_database"):
        return hurried()
    asked = _ROWS.intersection(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db")
    if asked & _APART or (marked and marked.kwargs) or item.nodeid.startswith((*_WHOLE, *_LONG)):
        return False
    return not _names_databases(item.path)


@lru_cache
def _names_databases(path: Path) -> bool:
    return bool(_NAMED.search(path.read_text(encoding="utf-8")))


def hurried() -> bool:
    """Tell whether the build server asks, which has a quarter of an hour; everybody else asks all of both."""
    return os.environ.get("CI") == "true"


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('database')}"
