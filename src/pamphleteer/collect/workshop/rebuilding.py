"""Data classes out of the plain data that comes back from the child."""

from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pamphleteer.collect.errors import UnreadableError

T = TypeVar("T")


def rebuilt(kind: type[T], said: Any) -> T:
    """Return what was taken apart by `asdict`; raises `UnreadableError` if it is anything else."""
    try:
        made = _made(kind, said)
    except (TypeError, KeyError, ValueError) as error:
        raise UnreadableError("could not be read: its reader answered something odd") from error
    return made  # type: ignore[no-any-return]


def _made(kind: Any, said: Any) -> Any:
    if get_origin(kind) is tuple:
        return tuple(_made(get_args(kind)[0], one) for one in said)
    if isinstance(kind, UnionType):
        (other,) = set(get_args(kind)) - {NoneType}
        return None if said is None else _made(other, said)
    if is_dataclass(kind):
        parts = _parts(kind)  # type: ignore[arg-type]
        return kind(**{name: _made(part, said[name]) for name, part in parts})  # type: ignore[operator]
    if not isinstance(said, (int, float) if kind is float else kind):
        raise TypeError(f"{said!r} is no {kind}")
    return said


@cache
def _parts(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in fields(kind))
