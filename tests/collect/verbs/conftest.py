import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from pamphleteer.register.models import Licence


@pytest.fixture
def open_house(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """A database that other threads and processes reach too; yields its name.

    SQLite's test database is in the memory of this process: a copy of it becomes a file.
    """
    if connection.vendor != "sqlite":
        _licence()
        yield str(connection.settings_dict["NAME"])
        return
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    path = str(tmp_path / "outlet.db")
    with sqlite3.connect(path) as file:
        memory.backup(file)
    file.close()
    connection.connection, connection.settings_dict["NAME"] = None, path
    try:
        _licence()
        yield path
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = memory, name


def _licence() -> None:
    # Rows that migrations made are gone after another test of this kind.
    words = {"name": "CC BY 4.0", "full_text": True, "derivatives": True, "commercial": True}
    Licence.objects.get_or_create(slug="cc-by", defaults=words)
