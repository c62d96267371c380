"""What a list says of a reader's choices: a value for all of their digests, or one for each, parted by strokes.

`daily | weekend` beside `water, fire | ` and `daily | weekly` is the daily one of two topics, and the other, weekly, of
all topics. The same words go out and come in.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

STROKE = "|"
NO_DIGEST = "(none)"  # what no address can be
_COMMAS = re.compile(r"\s*[,;،]\s*")
_MOST = 50  # digests of one reader, and topics of one digest, that are read


@dataclass(frozen=True)
class Wish:
    """What is said of one digest; what nothing is said of is as the outlet has it."""

    digest: str = ""
    topics: tuple[str, ...] = ()
    rhythm: str = ""
    weekday: str = ""
    hour: str = ""
    zone: str = ""
    language: str = ""
    form: str = ""


COLUMNS = ("digests", *(field.name for field in fields(Wish) if field.name != "digest"))


def wishes_in(cells: Mapping[str, str]) -> tuple[Wish, ...]:
    """Return what the cells of a row say, by the names of `COLUMNS`; none at all if it takes no digest."""
    said = {name: _parted(cells.get(name, "")) for name in COLUMNS}
    if said["digests"] == [NO_DIGEST]:
        return ()
    return tuple(_wish(said, place) for place in range(min(len(said["digests"]), _MOST)))


def cells_of(wishes: Sequence[Wish]) -> dict[str, str]:
    """Return the cells of a row that say the same."""
    rows = [_row(wish) for wish in wishes] or [{**dict.fromkeys(COLUMNS, ""), "digests": NO_DIGEST}]
    return {name: _joined([row[name] for row in rows]) for name in COLUMNS}


def _wish(said: Mapping[str, Sequence[str]], place: int) -> Wish:
    def at(name: str) -> str:
        values = said[name]
        return values[0] if len(values) == 1 else values[place] if place < len(values) else ""

    topics = tuple(filter(None, _COMMAS.split(at("topics"))))[:_MOST]
    others = {name: at(name) for name in COLUMNS[2:]}
    return Wish(said["digests"][place], topics, **others)


def _row(wish: Wish) -> dict[str, str]:
    named = {"digests": wish.digest, "topics": ", ".join(wish.topics)}
    return named | {name: getattr(wish, name) for name in COLUMNS[2:]}


def _parted(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(STROKE)]


def _joined(values: Sequence[str]) -> str:
    # Digests differ, so that there are as many of them as there are choices.
    return values[0] if len(set(values)) == 1 else f" {STROKE} ".join(values)
