"""Choose the tests' database before Django is set up: `--database=sqlite` or `--database=postgresql`.

PostgreSQL runs as a private cluster on loopback that is made for the tests and removed after them.
"""

import os
from pathlib import Path

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


# Rooms with tests of plain functions: those say nothing of a database, and the first run had them.
_PLAIN = (
    "tests/ground/", "tests/collect/archive/", "tests/collect/sources/", "tests/collect/workshop/",
    "tests/collect/test_", "tests/docs/", "tests/house/",
)  # fmt: skip
# Rooms whose tests that end alike on either database are asked of PostgreSQL, so that both take the same time.
_SECOND = ("tests/post/", "tests/press/")
_LONG = ("tests/journeys/", "tests/press/verbs/test_two_presses.py")
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
    if _once(item):
        return not item.nodeid.startswith(_SECOND)
    asked = _ROWS.intersection(getattr(item, "fixturenames", ()))
    return item.nodeid.startswith(_PLAIN) and not asked and not item.get_closest_marker("django_db")


def _of_postgresql(item: pytest.Item) -> bool:
    """Tell whether PostgreSQL alone is asked: for the other half."""
    return _once(item) and item.nodeid.startswith(_SECOND)


def _once(item: pytest.Item) -> bool:
    # The build server has a quarter of an hour; everybody else runs all of them on both.
    return os.environ.get("CI") == "true" and bool(item.get_closest_marker("either_database"))


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.getoption('database')}"
