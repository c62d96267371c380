"""Ask for many rows, and write many, at a fraction of what the ORM takes for it."""

import json
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

_AT_ONCE = 200  # new rows: a statement may have some 32,000 parameters
# What is written as it is; of texts a field for JSON makes others.
_PLAIN = {str, int, bool, bytes, type(None)}
_EMPTY: dict[type, str] = {list: "[]", dict: "{}"}
_ONE_OF = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}


def rows(query: str, first: Collection[Any], *more: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a query in which each `{}` stands for being one of a collection.

    There may be more values than a query may have parameters; if the first collection is empty there
    is nothing to ask. Moments and JSON are as the database gives them: see `moment`.
    """
    if not first:
        return []
    with connection.cursor() as cursor:
        _execute(cursor, query, [first, *more])
        return list(cursor.fetchall())


def run(statement: str, *values: Any) -> None:
    """Run a statement in which each `{}` stands for being one of a collection."""
    with connection.cursor() as cursor:
        _execute(cursor, statement, values)


def moment(value: Any) -> Any:
    """Return a moment, or none, that a query of ours read, aware and in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if type(value) is str else value


def moment_writer() -> Callable[[Any], Any]:
    """Return what makes of a moment, or none, in UTC what the database takes.

    Django's own asks for the connection, the settings and the zone of each moment.
    """
    return _spelt_moment if connection.vendor == "sqlite" else _as_it_is


def insert(instances: Sequence[models.Model]) -> None:
    """Write new rows of one model, and give the instances their keys, as `bulk_create` does."""
    for begin in range(0, len(instances), _AT_ONCE):
        _insert(instances[begin : begin + _AT_ONCE])


def _execute(cursor: Any, statement: str, values: Sequence[Any]) -> None:
    statement = statement.replace("{}", _ONE_OF[connection.vendor])
    cursor.execute(statement, [_one_of(value) for value in values])


def _one_of(value: Any) -> Any:
    if isinstance(value, str) or not isinstance(value, Collection):
        return value
    ordered = sorted(value)
    return json.dumps(ordered) if connection.vendor == "sqlite" else ordered


def _insert(instances: Sequence[models.Model]) -> None:
    meta = instances[0]._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    written = [(field.attname, _writer(field)) for field in fields]
    names = ", ".join(f'"{field.column}"' for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    values = [write(getattr(one, name)) for one in instances for name, write in written]
    key = meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{meta.db_table}" ({names}) VALUES {", ".join([row] * len(instances))} '  # noqa: S608
            f'RETURNING "{key}"',
            values,
        )
        for one, (given,) in zip(instances, cursor.fetchall(), strict=True):
            one.pk = given
            one._state.adding, one._state.db = False, connection.alias


def _writer(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    """Return what makes of a field's values those that the database takes."""
    if isinstance(field, models.DateTimeField):
        return moment_writer()
    whole = isinstance(field, models.JSONField | models.DecimalField)

    def written(value: Any) -> Any:
        if type(value) in _PLAIN and not whole:
            return value
        return field.get_db_prep_save(value, connection=connection)

    def spelt(value: Any) -> str:
        return json.dumps(value) if value else _EMPTY[type(value)]

    is_json = isinstance(field, models.JSONField) and not field.encoder
    return spelt if is_json and connection.vendor == "sqlite" else written


def _spelt_moment(value: datetime | None) -> str | None:
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


def _as_it_is(value: Any) -> Any:
    return value
