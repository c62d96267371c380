"""What the one command says to the person or the machine in front of it."""

import codecs
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from traceback import walk_tb
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pamphleteer.ground.clock import stamp
from pamphleteer.ground.text import one_line

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a machine to read.")
dry_run = click.option("--dry-run", is_flag=True, help="Say what would happen, and do nothing.")


class Refused(click.ClickException):
    """Something was found wrong or refused: the command says it in a line and exits with 1."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        """Print the line, without the word that click puts before it."""
        click.echo(self.format_message(), file=file, err=file is None)


_UNCUT = 4_000  # characters of a line that goes to a file or a pipe


@contextmanager
def _printing() -> Iterator[None]:
    """Say in a line that what is printed can't be written; a pipe that was closed is click's."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Refused(_unwritten(error)) from error


def _unwritten(error: OSError) -> str:
    # What is still held back would fail again at the end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return f"The output can't be written ({error.strerror})."


def unwritten(error: OSError) -> str:
    """Return a line that says it, if it is what click prints, such as help, else nothing."""
    *_, (frame, _) = walk_tb(error.__traceback__)
    by = str(frame.f_globals.get("__name__", "")).partition(".")[0]
    return _unwritten(error) if by == click.__name__ else ""


def speak_plainly() -> None:
    """Let no letter fail: a terminal that says it knows ASCII alone is spoken to in UTF-8.

    So does click, for it is the environment that lacks a language, hardly ever the terminal.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            ascii_alone = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding="utf-8" if ascii_alone else None, errors="backslashreplace")


def say(line: str) -> None:
    """Print one line for a person."""
    with _printing():
        click.echo(line)


def emit(value: Any) -> None:
    """Print one JSON value on a line of its own; each moment in it as `clock.stamp` has it."""
    with _printing():
        click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def hand_over(content: bytes) -> None:
    """Print the bytes of a document as they are, whatever the terminal's letters."""
    if sys.stdout is None:
        raise Refused("The output can't be written (it is closed).")
    with _printing():
        click.echo(content, nl=False)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """Print a table; cells are shown as they are, control characters removed."""
    grid = Table(title=title or None, title_justify="left", header_style="bold")
    for column in columns:
        # What is cut can't be typed in again.
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*(_cell(cell) for cell in row))
    with _printing():
        console().print(grid, markup=False)


def console() -> Console:
    """Return the console for tables and progress: plain and uncut where nobody is watching."""
    out = Console(highlight=False, markup=False)
    return out if out.is_terminal else Console(highlight=False, markup=False, width=_UNCUT)


def progress(*, what: str) -> Progress:
    """Return a progress bar on standard error, silent where nobody is watching."""
    err = Console(stderr=True)
    return Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        disable=not err.is_terminal,
        transient=True,
    )


def _plain(value: object) -> str:
    return stamp(value) if isinstance(value, datetime) else str(value)


def _cell(value: object) -> str:
    return "" if value is None else one_line(str(value))
