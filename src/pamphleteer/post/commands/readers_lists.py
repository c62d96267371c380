"""`pamphleteer readers import`, `export` and `show`: the list, in and out."""

import csv
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from pamphleteer.ground.terminal import Refused, as_json, emit, progress, say
from pamphleteer.post.errors import AddressError, ListError
from pamphleteer.post.verbs import exporting
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.importing import Line, import_list

_FILE = click.Path(path_type=Path, dir_okay=False)
_COLUMNS = ("email", "status", "digests", "asked_at", "confirmed_at", "left_at", "consents")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--source",
    required=True,
    metavar="WORDS",
    help="How, where and to what these readers agreed; kept with each.",
)
@click.option("--encoding", default="", help="The letters of the file, if they are not found out.")
@click.option(
    "--report", type=_FILE, help="Where each row's outcome is written; FILE.report.csv by default."
)
@as_json
def import_(*, file: Path, source: str, encoding: str, report: Path | None, as_json: bool) -> None:
    """Put the readers of a CSV file on the list, from Mailchimp, listmonk, Ghost, Substack, Mailman or anywhere.

    Columns are known by their headings, in English, Spanish, French and Arabic. No mail is sent to these readers.
    Whoever has left here, asked to be forgotten, or took no mail there is left out. Ended at any moment, it goes on
    where it was when it is called again.

    \b
    Example:
      pamphleteer readers import members.csv --source "Form on old.example.org, confirmed by mail"
    """
    report = report or file.with_name(f"{file.name}.report.csv")
    try:
        "".encode(encoding or "utf-8")
    except LookupError as error:
        raise click.BadParameter(f"“{encoding}” is no encoding", param_hint="--encoding") from error
    try:
        with _private(report) as out, progress(what="Importing") as bar:
            written = csv.writer(out)
            written.writerow(("line", "outcome", "why", "address"))
            task = bar.add_task("", total=_lines(file))

            def told(lines: Sequence[Line]) -> None:
                written.writerows((n.line, n.outcome.value, n.why, n.address) for n in lines)
                bar.update(task, completed=lines[-1].line)

            done = import_list(file, source=source, encoding=encoding, told=told)
    except ListError as error:
        raise Refused(f"{file}: {error}. Nothing was imported.") from error
    except OSError as error:
        raise Refused(
            f"{error.filename or file}: {error.strerror}. What was added is kept."
        ) from error
    if as_json:
        emit(
            {**done.counts, "encoding": done.encoding, "left_out": done.left_out, "report": report}
        )
        return
    counts = done.counts
    say(
        f"{counts['added']} added, {counts['known']} known, {counts['refused']} refused: see {report}."
    )
    if done.left_out:
        say(f"Columns that were left out: {', '.join(done.left_out)}.")


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--all", "all_states", is_flag=True, help="Those too who have not confirmed, or have left."
)
def export(*, file: Path, all_states: bool) -> None:
    """Write the list with its consents to a CSV file, or to standard output (-). The journal keeps that it was done.

    \b
    Example:
      pamphleteer readers export readers.csv
    """
    count = 0
    try:
        with _private(file) as out:
            written = csv.writer(out)
            written.writerow(_COLUMNS)
            for row in exporting.export(all_states=all_states):
                written.writerow([_cell(row[name]) for name in _COLUMNS])
                count += 1
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Refused(f"{file} can't be written ({error.strerror}).") from error
    if str(file) != "-":
        say(f"{count} readers are in {file}: their addresses are in clear there.")


@click.command()
@click.argument("address")
def show(*, address: str) -> None:
    """Print all that is kept of a reader, as JSON. The journal keeps that somebody asked.

    \b
    Example:
      pamphleteer readers show name@example.org
    """
    try:
        reader = find(address)
    except AddressError as error:
        raise Refused(f"{address}: {error}") from error
    if reader is None:
        raise Refused(f"{address} is not known here.")
    emit(exporting.show(reader))


def _lines(file: Path) -> int:
    with file.open("rb") as held:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: held.read(1_000_000), b""))


def _cell(value: Any) -> str:
    if isinstance(value, list):
        plain = all(isinstance(one, str) for one in value)
        return " ".join(value) if plain else json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else str(value)


@contextmanager
def _private(file: Path) -> Iterator[TextIO]:
    """Open a file that its owner alone reads, or standard output."""
    if str(file) == "-":
        yield sys.stdout
        return
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
        os.fchmod(handle, 0o600)
        yield out
