"""What pages are made from, as plain things: a template of an outlet can read them and do nothing to them."""

import pickle
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.db.models import Model


def packed(asked: Any) -> bytes:
    """Return what is asked of the child, rows and pieces without their methods."""
    into = BytesIO()
    _Packer(into, pickle.HIGHEST_PROTOCOL).dump(asked)
    return into.getvalue()


class _Packer(pickle.Pickler):
    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, Model):
            return SimpleNamespace, (), _fields(thing)
        if isinstance(thing, Iterator):
            return list, (list(thing),)
        if callable(thing):
            return NotImplemented
        if type(thing).__module__.startswith("pamphleteer.") and not isinstance(thing, type):
            return SimpleNamespace, (), _attributes(thing)
        return NotImplemented


def _fields(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _attributes(thing: Any) -> dict[str, Any]:
    names = {*getattr(thing, "__dict__", ()), *_read_only(type(thing))}
    return {name: getattr(thing, name) for name in sorted(names) if not name.startswith("_")}


def _read_only(kind: type) -> tuple[str, ...]:
    names = {name for one in kind.__mro__ for name in vars(one).get("__slots__", ())}
    for one in kind.__mro__:
        held = vars(one).items()
        names |= {name for name, it in held if isinstance(it, property | cached_property)}
    return tuple(names)
