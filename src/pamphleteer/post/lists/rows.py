"""The rows of a list, one by one; what is broken is one row, and the next line is read as if nothing were."""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

_LONGEST = 100_000  # characters of a line
_LINES = 20  # that a row with line breaks in its quotes may have
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Row:
    """One row: the number of its first line, its cells, and what is wrong with it as a row."""

    line: int
    cells: list[str]
    wrong: str = ""


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
        delimiter = delimiter or delimiter_of(line)
        text = line.rstrip("\r\n")
        if len(line) >= _LONGEST:
            yield Row(number, [], "the line is too long")
        elif '"' not in text:
            yield Row(number, text.split(delimiter))
        elif (whole := lines.joined(line)) is None:
            yield Row(number, [], "a quotation mark is not closed")
        else:
            yield _quoted(number, whole, delimiter)


def _quoted(number: int, line: str, delimiter: str) -> Row:
    try:
        return Row(number, next(csv.reader([line], delimiter=delimiter, skipinitialspace=True)))
    except csv.Error:
        return Row(number, [], "the line is too long")


class _Lines:
    """Lines that can be put back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._back: deque[str] = deque()
        self.number = 0

    def next(self) -> str:
        line = self._back.popleft() if self._back else self._file.readline(_LONGEST)
        self.number += bool(line)
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
