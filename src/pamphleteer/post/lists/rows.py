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
_SAYS_DELIMITER = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


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
            if said := _SAYS_DELIMITER.fullmatch(line.strip()):
                delimiter = said[1]
                continue
            delimiter = delimiter_of(line)
        text = line.rstrip("\r\n")
        if len(line) >= _LONGEST:
            yield Row(number, [], "the line is too long")
        elif '"' not in text:
            yield Row(number, text.split(delimiter), ended=lines.ended)
        elif (whole := lines.joined(line)) is None:
            yield Row(number, [], "a quotation mark is not closed")
        else:
            cells = _quoted(whole, delimiter)
            yield Row(number, cells or [], "" if cells else "the line is too long", lines.ended)


def _quoted(line: str, delimiter: str) -> list[str] | None:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
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

    def joined(self, line: str) -> str | None:
        """Return a line with those that its quotes reach over, on one line; None if they never close."""
        taken = [line]
        quotes = line.count('"')
        while quotes % 2 and len(taken) < _LINES and (more := self.next()):
            taken.append(more)
            quotes += more.count('"')
        if quotes % 2:
            self._back.extendleft(reversed(taken[1:]))
            self.number -= len(taken) - 1
            return None
        return " ".join(one.rstrip("\r\n") for one in taken)
