"""The rows of a list, one by one; what is broken is one row, and the next line is read as if nothing were."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

_LONGEST = 100_000  # characters of a line
_LINES = 20  # that a row with line breaks in its quotes may have
_DELIMITERS = ",;\t|"
# A spreadsheet's own first line.
_SAYS_DELIMITER = re.compile(r'"?sep=([,;\t|])"?\r?\n?', re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One row: the number of its first line, its cells, and what is wrong with it as a row.

    `ended` is false for a last line without an end, which may have been cut.
    """

    line: int
    cells: list[str]
    wrong: str = ""
    ended: bool = True


def delimiter_of(line: str) -> str:
    """Return what parts the cells of a line."""
    return max(_DELIMITERS, key=line.count)


def rows(file: TextIO) -> Iterator[Row]:
    """Yield the rows of a file that was opened with `newline=""`; empty ones are left out."""
    lines = _Lines(file)
    delimiter = ""
    while line := lines.next():
        number = lines.number
        if not line.strip():
            continue
        if not delimiter:
            if said := _SAYS_DELIMITER.fullmatch(line):
                delimiter = said[1]
                continue
            delimiter = delimiter_of(line)
        text = line.rstrip("\r\n")
        if len(line) >= _LONGEST:
            yield Row(number, [], "the line is too long")
        elif '"' not in text:
            yield Row(number, text.split(delimiter), ended=lines.ended)
        elif cells := (
            # A quote within a cell is a mark like others.
            _quoted(text, delimiter, strict=text.count('"') % 2 == 1)
            or lines.joined(line, delimiter)
        ):
            yield Row(number, cells, ended=lines.ended)
        else:
            yield Row(number, [], "a quotation mark is not closed")


def _quoted(line: str, delimiter: str, *, strict: bool) -> list[str] | None:
    """Return the cells of a line; None if it is too long, and, if that is `strict`, where quotes do not end a cell."""
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=strict))
    except csv.Error:
        return None


class _Lines:
    """Lines that can be put back; of one that is too long the beginning is kept."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._back: deque[str] = deque()
        self.number = 0
        self.ended = True

    def next(self) -> str:
        line = self._back.popleft() if self._back else self._read()
        self.number += bool(line)
        self.ended = line.endswith(("\r", "\n"))
        return line

    def _read(self) -> str:
        line = rest = self._file.readline(_LONGEST)
        while len(rest) == _LONGEST and rest[-1] not in "\r\n":
            rest = self._file.readline(_LONGEST)
        return line

    def joined(self, line: str, delimiter: str) -> list[str] | None:
        """Return the cells of a line with those that its quotes reach over, as if on one line; None if they can't be.

        They reach no further than to a quote that ends a cell: two that nobody closed do not close each other.
        """
        taken = [line]
        quotes = line.count('"')
        while quotes % 2 and len(taken) < _LINES and (more := self.next()):
            taken.append(more)
            quotes += more.count('"')
        cells = None
        if quotes % 2 == 0:
            cells = _quoted(" ".join(one.rstrip("\r\n") for one in taken), delimiter, strict=True)
        if cells is None:
            self._back.extendleft(reversed(taken[1:]))
            self.number -= len(taken) - 1
        return cells
