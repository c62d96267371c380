"""A database as statements, always in the same order: as `pamphleteer/project/schema/` keeps them."""

import re
import subprocess
from collections.abc import Iterator

from django.db import connection

from tests.plugins.cluster import binaries
from tests.plugins.copies import server

# A mark that each database has of its own, as SQLite and as PostgreSQL write it.
_MARK = re.compile(r"'(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'")
_APPLIED = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^']*'")
# What sessions are told, psql alone, and people: the statements are for whatever session there is.
_OF_SESSIONS = re.compile(
    r"^(?:--|-- (?:Name|Data|PostgreSQL|Dumped).*|SET \w+ = .*;|SELECT pg_catalog\.set_config.*;|\\.*)\n+",
    re.MULTILINE,
)
_MADE = """
    SELECT m.type, m.name, m.sql FROM sqlite_master m JOIN pragma_table_list t ON t.name = m.tbl_name
    WHERE m.sql IS NOT NULL AND t.type != 'shadow' AND m.name NOT LIKE 'sqlite%' ORDER BY m.name
"""
_COLUMNS = "SELECT name FROM pragma_table_info(%s)"
_ROWS = "SELECT VALUES FROM TABLE ORDER BY COLUMNS"
_PUT = "INSERT INTO TABLE VALUES (ROW);\n"


def dumped() -> str:
    """Return the database that Django speaks to, without times and without marks."""
    text = "".join(_of_sqlite()) if connection.vendor == "sqlite" else _of_postgresql()
    text = _MARK.sub(lambda found: re.sub("[0-9a-f]", "0", found[0]), text)
    return _APPLIED.sub("'1970-01-01 00:00:00+00'", text)


def _of_sqlite() -> Iterator[str]:
    made = _asked(_MADE)
    tables = [(name, sql) for sort, name, sql in made if sort == "table"]
    yield from (f"{sql};\n" for _name, sql in tables)
    for name, sql in tables:
        if not sql.startswith("CREATE VIRTUAL"):
            yield from _rows(name)
    yield "DELETE FROM sqlite_sequence;\n"
    yield from _rows("sqlite_sequence")
    # Some of them refuse rows.
    yield from (f"{sql};\n" for sort, _name, sql in made if sort != "table")


def _rows(table: str) -> Iterator[str]:
    columns = [_named(name) for (name,) in _asked(_COLUMNS, table)]
    quoted = " || ', ' || ".join(f"quote({column})" for column in columns)
    asked = _ROWS.replace("TABLE", _named(table)).replace("COLUMNS", ", ".join(columns))
    for (values,) in _asked(asked.replace("VALUES", quoted)):
        yield _PUT.replace("TABLE", _named(table)).replace("ROW", values)


def _named(name: str) -> str:
    return connection.ops.quote_name(name)


def _asked(statement: str, *told: str) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, told or None)
        return list(cursor.fetchall())


def _of_postgresql() -> str:
    programs = binaries()
    assert programs is not None
    told = ["--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=100"]
    name = connection.settings_dict["NAME"]
    done = subprocess.run(
        [programs / "pg_dump", *told, f"{server()}/{name}"],
        check=True,
        capture_output=True,
        text=True,
    )
    return _OF_SESSIONS.sub("", done.stdout)
