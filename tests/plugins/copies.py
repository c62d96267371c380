"""The tests' database: laid once for all workers, and copied for whoever needs one.

Django's own way (`transaction=True`) empties every table afterwards: the rows that migrations made would be gone,
and the journal refuses. So tests with several threads, processes or real commits get a copy of their own.
"""

import fcntl
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from pytest_django import DjangoDbBlocker

_STRATEGIES = 150_000  # the first version of PostgreSQL's in which there are two
MEMORY = "file:tests?mode=memory&cache=shared"


@pytest.fixture(scope="session")
def empty_database(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> str:
    """A database as laying leaves it, to be copied: a file of SQLite's, or a name.

    The worker that comes first lays it; the others wait, since two at once would take as long each.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    laid, done = folder / "laid.db", folder / "laid"
    name = str(laid) if connection.vendor == "sqlite" else "laid"
    with (folder / "laying").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            with django_db_blocker.unblock():
                lay(name)
            done.touch()
    return name


def lay(name: str) -> None:
    """Lay a database of that name."""
    if connection.vendor == "postgresql":
        with psycopg.connect(f"{server()}/postgres", autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}".encode())
    with speaking_to(name):
        import_string("pamphleteer.project.laying.lay")()


@pytest.fixture
def database_url(tmp_path: Path, empty_database: str) -> Iterator[str]:
    """The address of a database of the test's own, in which nothing has happened yet."""
    if connection.vendor == "sqlite":
        path = tmp_path / "outlet.db"
        shutil.copy(empty_database, path)
        yield f"sqlite:///{path}"
    else:
        with copied(empty_database) as name:
            yield f"{server()}/{name}"


@pytest.fixture
def own_database(
    database_url: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Let this test's Django speak to a database of its own; yields the address."""
    name = database_url.removeprefix("sqlite:///").removeprefix(f"{server()}/")
    with django_db_blocker.unblock(), speaking_to(name):
        yield database_url


@contextmanager
def laid_apart(template: str, folder: Path) -> Iterator[None]:
    """Let Django speak to a new copy of a database, for longer than one test."""
    if connection.vendor == "sqlite":
        with speaking_to(shutil.copy(template, folder / "outlet.db")):
            yield
    else:
        with copied(template) as name, speaking_to(name):
            yield


@contextmanager
def copy_of(template: str) -> Iterator[str]:
    """Copy a database, into memory where that can be; the copy's name."""
    if connection.vendor == "postgresql":
        with copied(template) as name:
            yield name
    else:
        with closing(sqlite3.connect(MEMORY, uri=True)) as memory:
            with closing(sqlite3.connect(template)) as file:
                file.backup(memory)
            yield MEMORY


@contextmanager
def bare(path: Path) -> Iterator[str]:
    """Make a database in which there is nothing: SQLite's lies at a path."""
    if connection.vendor == "postgresql":
        with copied("template0") as name:
            yield name
    else:
        yield str(path)


@contextmanager
def speaking_to(name: str) -> Iterator[None]:
    """Let Django speak to another database of the same server, or in another file."""
    kept, before = connection.connection, connection.settings_dict["NAME"]
    connection.connection, connection.settings_dict["NAME"] = None, name
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = kept, before


@contextmanager
def copied(template: str) -> Iterator[str]:
    """Make a PostgreSQL database like another one, and remove it."""
    name = f"copy_{secrets.token_hex(6)}"
    with psycopg.connect(f"{server()}/postgres", autocommit=True) as admin:
        # To copy its files takes half the time of writing a log of all that is in them.
        strategy = "STRATEGY FILE_COPY" if admin.info.server_version >= _STRATEGIES else ""
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} {strategy}".encode())
        try:
            yield name
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def server() -> str:
    """Return the address of the tests' PostgreSQL, without a database's name."""
    known = settings.DATABASES["default"]
    return f"postgresql://{known['USER']}@{known['HOST']}:{known['PORT']}"
