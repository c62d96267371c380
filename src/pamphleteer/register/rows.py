"""Rows read and written whole by plain statements: as Django would, but without its signals.

What a column says, and is told, goes through the model's own fields, so that both databases are alike.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models

from pamphleteer.register.statements import ask, marks, tell

M = TypeVar("M", bound=models.Model)


class _Table(NamedTuple):
    name: str
    key: str
    columns: str  # those that are read, in the order of their names
    made: list[tuple[int, Any]]  # those whose contents are no values yet, each with its place


def find(model: type[M], where: str, *told: Any) -> list[M]:
    """Return rows by the end of a statement: what they fulfil, in which order, and how they are locked."""
    names = _names(model)
    every = _answers(model, names, where, told)
    return [model.from_db(DEFAULT_DB_ALIAS, names, values) for values in every]


def values(
    model: type[models.Model], names: tuple[str, ...], where: str, *told: Any
) -> list[tuple[Any, ...]]:
    """Return some columns of rows, by the names of their fields' values, as `find` does whole ones."""
    return [tuple(answer) for answer in _answers(model, names, where, told)]


def _answers(
    model: type[models.Model], names: tuple[str, ...], where: str, told: tuple[Any, ...]
) -> Iterator[list[Any]]:
    here = connections[DEFAULT_DB_ALIAS]
    table = _table(model, here.vendor, names)
    readers = [(place, column, _readers(column, here)) for place, column in table.made]
    for answer in ask(f"SELECT {table.columns} FROM {table.name} {where}", *told):  # noqa: S608
        found = list(answer)
        for place, column, reads in readers:
            for read in reads:
                found[place] = read(found[place], column, here)
        yield found


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
def _names(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


@lru_cache
def _told(model: type[models.Model]) -> list[Any]:
    """Return the fields that are written: the key is the database's."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


@lru_cache
def _table(model: type[models.Model], vendor: str, names: tuple[str, ...] = ()) -> _Table:
    del vendor  # each has other contents
    here, meta = connections[DEFAULT_DB_ALIAS], model._meta
    by_name: dict[str, Any] = {field.attname: field for field in meta.concrete_fields}
    fields = [by_name[name] for name in names]
    columns = enumerate(field.get_col(meta.db_table) for field in fields)
    return _Table(
        name=f'"{meta.db_table}"',
        key=f'"{meta.pk.column}"',
        columns=", ".join(f'"{field.column}"' for field in fields),
        made=[(place, column) for place, column in columns if _readers(column, here)],
    )
