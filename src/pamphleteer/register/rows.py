"""Rows read and written whole by plain statements: as Django would, but without its signals.

What a column says, and is told, goes through the model's own fields, so that both databases are alike.
"""

from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models

from pamphleteer.register.statements import ask, marks, tell

M = TypeVar("M", bound=models.Model)


class _Table(NamedTuple):
    name: str
    key: str
    columns: str  # all of them, in the order of the model's fields
    made: list[tuple[int, Any]]  # those whose contents are no values yet, each with its place


def find(model: type[M], where: str, *told: Any) -> list[M]:
    """Return rows by the end of a statement: what they fulfil, in which order, and how they are locked."""
    here = connections[DEFAULT_DB_ALIAS]
    table = _table(model, here.vendor)
    readers = [(place, column, _readers(column, here)) for place, column in table.made]
    found = []
    for answer in ask(f"SELECT {table.columns} FROM {table.name} {where}", *told):  # noqa: S608
        values = list(answer)
        for place, column, reads in readers:
            for read in reads:
                values[place] = read(values[place], column, here)
        found.append(model.from_db(DEFAULT_DB_ALIAS, _names(model), values))
    return found


def held(model: type[M], key: Any) -> M:
    """Return a row as it is now, held until the transaction ends; raises the model's `DoesNotExist`."""
    here = connections[DEFAULT_DB_ALIAS]
    waits = " FOR UPDATE" if here.features.has_select_for_update else ""
    for row in find(model, f"WHERE {_table(model, here.vendor).key} = %s{waits}", key):
        return row
    kind: Any = model
    raise kind.DoesNotExist(f"no {model._meta.model_name} {key}")


def add(row: models.Model) -> None:
    """Write a row that is new, and give it its key."""
    table, fields = _table(type(row), connections[DEFAULT_DB_ALIAS].vendor), _told(type(row))
    names = ", ".join(f'"{field.column}"' for field in fields)
    [(row.pk,)] = ask(
        f"INSERT INTO {table.name} ({names}) VALUES ({marks(len(fields))}) RETURNING {table.key}",  # noqa: S608
        *_values(row, fields, new=True),
    )
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def change(row: models.Model) -> None:
    """Write all columns of a row that is there."""
    table, fields = _table(type(row), connections[DEFAULT_DB_ALIAS].vendor), _told(type(row))
    sets = ", ".join(f'"{field.column}" = %s' for field in fields)
    tell(
        f"UPDATE {table.name} SET {sets} WHERE {table.key} = %s",  # noqa: S608
        *_values(row, fields, new=False),
        row.pk,
    )


def _readers(column: Any, here: Any) -> list[Any]:
    """Return what makes values of a column's contents; it belongs to the connection."""
    return [*here.ops.get_db_converters(column), *column.get_db_converters(here)]


def _values(row: models.Model, fields: list[Any], *, new: bool) -> list[Any]:
    here = connections[DEFAULT_DB_ALIAS]
    return [field.get_db_prep_save(field.pre_save(row, new), here) for field in fields]


@lru_cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@lru_cache
def _told(model: type[models.Model]) -> list[Any]:
    """Return the fields that are written: the key is the database's."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


@lru_cache
def _table(model: type[models.Model], vendor: str) -> _Table:
    del vendor  # each has other contents
    here, meta = connections[DEFAULT_DB_ALIAS], model._meta
    columns = enumerate(field.get_col(meta.db_table) for field in meta.concrete_fields)
    return _Table(
        name=f'"{meta.db_table}"',
        key=f'"{meta.pk.column}"',
        columns=", ".join(f'"{field.column}"' for field in meta.concrete_fields),
        made=[(place, column) for place, column in columns if _readers(column, here)],
    )
