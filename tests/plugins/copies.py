"""Copies of the tests' database, for tests with several threads, processes or real commits.

Django's own way (`transaction=True`) empties every table afterwards: the rows that migrations made would be gone,
and the journal refuses.
"""

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
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def empty_database(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """A copy of the tests' database as migrations leave it; its name."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            path = tmp_path_factory.mktemp("empty") / "outlet.db"
            connection.ensure_connection()
            with closing(sqlite3.connect(path)) as file:
                connection.connection.backup(file)
        else:
            connection.close()
    if connection.vendor == "sqlite":
        yield str(path)
    else:
        with copied(connection.settings_dict["NAME"]) as name:
            yield name


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
def own_database(database_url: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Let this test's Django speak to a database of its own; yields the address."""
    name = database_url.removeprefix("sqlite:///").removeprefix(f"{server()}/")
    kept, before = connection.connection, connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.connection, connection.settings_dict["NAME"] = None, name
        try:
            yield database_url
        finally:
            connection.close()
            connection.connection, connection.settings_dict["NAME"] = kept, before


@contextmanager
def copied(template: str) -> Iterator[str]:
    """Make a PostgreSQL database like another one, and remove it."""
    name = f"copy_{secrets.token_hex(6)}"
    with psycopg.connect(f"{server()}/postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        try:
            yield name
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def server() -> str:
    """Return the address of the tests' PostgreSQL, without a database's name."""
    known = settings.DATABASES["default"]
    return f"postgresql://{known['USER']}@{known['HOST']}:{known['PORT']}"
