"""What files were made from, kept by the process that has recorded it, so that no round reads it again."""

import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from pamphleteer.press.models.file import NOW, Due
from pamphleteer.press.verbs.records import Made
from pamphleteer.register.statements import ask, ask_each, hurried, tell

RECORDED = "recorded"  # the plan that says which process was the last to record what files need
_AT_MOST = 50_000  # things of all files together
_NEEDS = "SELECT file_id, thing FROM press_need WHERE file_id IN (KEYS)"
_LAST = "SELECT stamp FROM press_plan WHERE kind = %s"
_CLAIMED = """
    INSERT INTO press_plan (kind, version, stamp) VALUES (%s, 0, %s)
    ON CONFLICT (kind) DO UPDATE SET stamp = excluded.stamp
"""


class Known:
    """The needs of files that people wait for, as long as no other process has recorded any.

    Whoever records needs is alone in the folder, and leaves a mark in the same transaction.
    """

    def __init__(self) -> None:
        self._mark = secrets.token_hex(8)
        self._is_ours = False
        self._needs: dict[int, set[str]] = {}
        self._size = 0

    def begin(self) -> None:
        """Forget everything if another process was the last to record; for whoever has come to be alone."""
        self._is_ours = ask(_LAST, RECORDED) == [(self._mark,)]
        if not self._is_ours:
            self._forget()

    def of(self, files: Collection[Due]) -> dict[int, set[str]]:
        """Return what files were made from, by their keys."""
        found = {file.pk: self._needs.get(file.pk) for file in files}
        read: dict[int, set[str]] = {key: set() for key, needs in found.items() if needs is None}
        for key, thing in ask_each(_NEEDS, read):
            read[key].add(thing)
        return {key: read[key] if needs is None else needs for key, needs in found.items()}

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record needs in a transaction of its own; whatever breaks it off, nothing is known any more.

        It waits for no disk: a machine that loses its power has these files due once more.
        """
        try:
            with hurried():
                if not self._is_ours:
                    tell(_CLAIMED, RECORDED, self._mark)
                yield
        except BaseException:
            self.forget()
            raise
        self._is_ours = True

    def keep(self, made: Iterable[Made]) -> None:
        """Keep what was recorded of files."""
        for one in made:
            if one.file.due == NOW:
                self._size += len(one.needs) - len(self._needs.get(one.file.pk, ()))
                self._needs[one.file.pk] = one.needs
        if self._size > _AT_MOST:
            self._forget()

    def forget(self) -> None:
        """Know nothing any more, not even who was the last to record."""
        self._is_ours = False
        self._forget()

    def _forget(self) -> None:
        self._needs, self._size = {}, 0
