"""Ask for many rows, and write many, at a fraction of what the ORM takes for it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

_AT_ONCE = 200  # new rows: a statement may have some 32,000 parameters
# What is written as it is; of texts a field for JSON makes others.
_PLAIN = {str, int, bool, type(None)}
_ONE_OF = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}


def rows(query: str, values: Iterable[int | str], *more: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a query in which `{}` stands, at first, for being one of these values.

    There may be more of them than a query may have parameters; for none there is nothing to ask.
    """
    ordered = sorted(values)
    if not ordered:
        return []
    value = json.dumps(ordered) if connection.vendor == "sqlite" else ordered
    with connection.cursor() as cursor:
        cursor.execute(query.format(_ONE_OF[connection.vendor]), [value, *more])
        return list(cursor.fetchall())


def insert(instances: Sequence[models.Model]) -> None:
    """Write new rows of one model, and give the instances their keys, as `bulk_create` does."""
    for begin in range(0, len(instances), _AT_ONCE):
        _insert(instances[begin : begin + _AT_ONCE])


def _insert(instances: Sequence[models.Model]) -> None:
    meta = instances[0]._meta
    fields = [(field, _is_plain(field)) for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(f'"{field.column}"' for field, _ in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    values = [_value(field, plain, one) for one in instances for field, plain in fields]
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


def _is_plain(field: "models.Field[Any, Any]") -> bool:
    return not isinstance(field, models.JSONField | models.DecimalField)


def _value(field: "models.Field[Any, Any]", plain: bool, one: models.Model) -> Any:
    value = getattr(one, field.attname)
    if plain and type(value) in _PLAIN:
        return value
    return field.get_db_prep_save(value, connection=connection)
