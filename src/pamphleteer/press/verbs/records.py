"""Record what was made, and from what: many files in a few statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pamphleteer.press import kinds
from pamphleteer.press.kinds import Things
from pamphleteer.press.models.file import REMOVE, Due
from pamphleteer.press.page import Page
from pamphleteer.press.verbs import due, flaws
from pamphleteer.register.statements import insert, tell_each, update

_NEEDED = "INSERT INTO press_need (thing, file_id) VALUES ROWS ON CONFLICT DO NOTHING"
_NEEDED_NO_MORE = "DELETE FROM press_need WHERE thing = %s AND file_id = %s"
_MADE = """
    UPDATE press_file SET sha256 = %s, size = %s, due = 0, stamp = %s, rank = %s WHERE id = %s
"""
_UNTOLD = "DELETE FROM press_change WHERE path IN (KEYS)"
_TOLD = "INSERT INTO press_change (path, sha256, size) VALUES ROWS"


@dataclass
class Made:
    """One file that was made and not written yet."""

    file: Due
    page: Page
    needs: set[str]
    stamp: str
    sha256: str
    size: int


def fresh(made: Iterable[Made], known: dict[int, set[str]]) -> Things:
    """Return what files need besides what is known."""
    return frozenset().union(*(one.needs - known[one.file.pk] for one in made))


def note(made: Iterable[Made], known: dict[int, set[str]]) -> None:
    """Note what files need besides what is known; it may be done twice."""
    needing: dict[str, list[int]] = defaultdict(list)
    for one in made:
        for thing in one.needs - known[one.file.pk]:
            needing[thing].append(one.file.pk)
    insert(_NEEDED, ((thing, key) for thing in sorted(needing) for key in sorted(needing[thing])))


def record(made: Collection[Made], known: dict[int, set[str]]) -> None:
    """Note what was written, and what it needs no more; it is due no more.

    In a transaction of the caller's.
    """
    told([(one.file.path, one.sha256, one.size) for one in made if one.file.sha256 != one.sha256])
    update(
        _MADE,
        [(one.sha256, one.size, one.stamp, one.page.rank, one.file.pk) for one in made],
    )
    flaws.heal([one.file for one in made])
    left = [(thing, one.file.pk) for one in made for thing in known[one.file.pk] - one.needs]
    if left:
        update(_NEEDED_NO_MORE, left)
        dropped({thing for thing, _file in left})


def told(changes: Collection[tuple[str, str, int]]) -> None:
    """Put the newest changes at the end of the list: path, hash and size."""
    tell_each(_UNTOLD, [path for path, _sha256, _size in changes])
    insert(_TOLD, changes)


def dropped(things: set[str]) -> None:
    """Look again at what lies beside pages, when a page shows it no more."""
    for kind in kinds.brought().values():
        if kind.beside and things:
            due.later([kind.path(key) for key in kind.keys_of(frozenset(things))], REMOVE)
