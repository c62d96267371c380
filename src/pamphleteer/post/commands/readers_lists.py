"""`pamphleteer readers import`, `export` and `show`: the list, in and out."""

import csv
import fcntl
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from pamphleteer.ground.terminal import Refused, as_json, emit, progress, say
from pamphleteer.ground.text import one_line
from pamphleteer.post.errors import AddressError, ListError
from pamphleteer.post.lists.cells import guarded
from pamphleteer.post.verbs import exporting
from pamphleteer.post.verbs.adding import Line
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.importing import Imported, import_list
from pamphleteer.post.verbs.known import show as shown

_FILE = click.Path(path_type=Path, dir_okay=False)
_SHOWN = 12  # reasons


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
    """Put the readers of a CSV file on the list, from Mailchimp, listmonk, Ghost, Substack, Buttondown or anywhere.

    Columns are known by their headings, in English, Spanish, French and Arabic; those that `readers export` writes
    bring topics, rhythm, hour and the like along. No mail is sent to these readers. Whoever has left here or
    there, asked to be forgotten, or took no mail there is left out. Ended at any moment, it goes on where it was
    when it is called again.

    \b
    Example:
      pamphleteer readers import members.csv --source "Form on old.example.org, confirmed by mail"
    """
    report = report or file.with_name(f"{file.name}.report.csv")
    if report.exists() and report.samefile(file):
        raise click.BadParameter("this is the list itself", param_hint="--report")
    try:
        "".encode(encoding or "utf-8")
    except LookupError as error:
        raise click.BadParameter(f"“{encoding}” is no encoding", param_hint="--encoding") from error
    try:
        with private(report) as out, progress(what="Importing") as bar:
            written = csv.writer(out)
            written.writerow(("line", "outcome", "why", "address"))
            task = bar.add_task("", total=_lines(file))

            def told(lines: Sequence[Line]) -> None:
                written.writerows(
                    guarded((n.line, n.outcome.value, n.why, n.address)) for n in lines
                )
                bar.update(task, completed=lines[-1].line)

            done = import_list(file, source=source, encoding=encoding, told=told)
    except ListError as error:
        raise Refused(f"{file}: {error}. Nothing was imported.") from error
    except OSError as error:
        raise Refused(
            f"{error.filename or file}: {error.strerror}. What was added is kept."
        ) from error
    _tell(done, report, as_json=as_json)


def _tell(done: Imported, report: Path, *, as_json: bool) -> None:
    """Say what became of a list, and why so many rows ended as they did."""
    reasons = [
        {"outcome": outcome, "why": why, "rows": rows}
        for (outcome, why), rows in done.reasons.most_common()
    ]
    if as_json:
        said = {"encoding": done.encoding, "left_out": done.left_out, "report": report}
        emit({**done.counts, "reasons": reasons, **said})
        return
    counts = done.counts
    say(
        f"{counts['added']} added, {counts['known']} known, {counts['refused']} refused: see {report}."
    )
    for one in reasons[:_SHOWN]:
        say(f"  {one['rows']:>9} {one['outcome']}: {one['why']}")
    if done.left_out:
        say(one_line(f"Columns that were left out: {', '.join(done.left_out)}."))


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--all", "all_states", is_flag=True, help="Those too who have not confirmed, or have left."
)
def export(*, file: Path, all_states: bool) -> None:
    """Write the list with choices and consents to a CSV file, or to standard output (-).

    No cell is a formula to a spreadsheet: an apostrophe stands before what would be one. `readers import` takes
    the file as it is, here or at another outlet. The journal keeps that it was written. Whoever was forgotten is in no
    list.

    \b
    Example:
      pamphleteer readers export readers.csv
    """
    count = 0
    try:
        with private(file) as out:
            written = csv.writer(out)
            written.writerow(exporting.COLUMNS)
            for row in exporting.export(all_states=all_states):
                written.writerow(guarded(row[name] for name in exporting.COLUMNS))
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
    emit(shown(reader))


def _lines(file: Path) -> int:
    if not file.is_file():  # it may never end
        return 0
    with file.open("rb") as held:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: held.read(1_000_000), b""))


@contextmanager
def private(file: Path) -> Iterator[TextIO]:
    """Open a file that its owner alone reads, or standard output."""
    if str(file) == "-":
        yield sys.stdout
        return
    handle = os.open(file, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"{file} is being written by another command.") from error
        os.ftruncate(handle, 0)
        os.fchmod(handle, 0o600)
        yield out
