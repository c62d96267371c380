"""`pamphleteer readers suppressed`: whom no mail goes to, in and out."""

import csv
from pathlib import Path

import click

from pamphleteer.ground.terminal import Refused, as_json, dry_run, emit, say, table
from pamphleteer.post.commands.readers_lists import private
from pamphleteer.post.errors import ListError
from pamphleteer.post.lists.cells import guarded
from pamphleteer.post.lists.kept_off import COLUMNS, Reason
from pamphleteer.post.lists.letters import encoding_of, opened, text_of
from pamphleteer.post.verbs import kept_off

_FILE = click.Path(path_type=Path, dir_okay=False)
_REASONS = [one.value for one in Reason if one is not Reason.UNSAID]


@click.group("suppressed")
def command() -> None:
    """See whom no mail goes to and why; take such a list along, or bring one in.

    \b
    Example:
      pamphleteer readers suppressed list
    """


@command.command("list")
@as_json
def list_(*, as_json: bool) -> None:
    """Count the mailboxes that are kept off the list, by reason; whose they are nobody knows.

    \b
    Example:
      pamphleteer readers suppressed list --json
    """
    found = kept_off.counts()
    rows = [(one.value, one.label, found.get(one.value, 0)) for one in reversed(Reason)]
    if as_json:
        emit({reason: count for reason, _, count in rows})
    else:
        table(("reason", "which means", "mailboxes"), rows)


@command.command("export")
@click.argument("file", type=_FILE)
def export(*, file: Path) -> None:
    """Write whom no mail goes to into a CSV file, or to standard output (-): keyed hashes, reasons, what was said.

    No address stands in it: none is kept. It is of use with the same keys alone (keys/readers-*.key), and whoever
    has these can try addresses against it. The journal keeps that it was written.

    \b
    Example:
      pamphleteer readers suppressed export suppressed.csv
    """
    count = 0
    try:
        with private(file) as out:
            written = csv.writer(out)
            written.writerow(COLUMNS)
            for row in kept_off.export():
                written.writerow(guarded(row[name] for name in COLUMNS))
                count += 1
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Refused(f"{file} can't be written ({error.strerror}).") from error
    if str(file) != "-":
        say(f"{count} mailboxes are in {file}, as hashes.")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--reason",
    type=click.Choice(_REASONS),
    default=Reason.LEFT.value,
    show_default=True,
    help="Why, where the list does not say it.",
)
@click.option("--encoding", default="", help="The letters of the file, if they are not found out.")
@as_json
@dry_run
def import_(*, file: Path, reason: str, encoding: str, as_json: bool, dry_run: bool) -> None:
    """Keep off the list whom a CSV file names: one of a provider's suppressions, or one that `export` wrote.

    Addresses are hashed at once. Readers who are on the list here are taken off it; they come back by signing up
    again. Columns are known by their headings: email, reason or type, date, error.

    \b
    Example:
      pamphleteer readers suppressed import ses-suppressions.csv --dry-run
    """
    try:
        "".encode(encoding or "utf-8")
    except LookupError as error:
        raise click.BadParameter(f"“{encoding}” is no encoding", param_hint="--encoding") from error
    try:
        with opened(file) as raw:
            text = text_of(raw, encoding=encoding or encoding_of(raw))
            done = kept_off.bring_in(text, otherwise=Reason(reason), dry=dry_run)
    except ListError as error:
        raise Refused(f"{file}: {error}. Nothing was brought in.") from error
    except OSError as error:
        raise Refused(f"{file}: {error.strerror}. What was brought in is kept.") from error
    told = {"added": done.added, "known": done.known, "refused": done.refused}
    if as_json:
        rows = [{"line": line, "why": why} for line, why in done.why]
        emit({**told, "taken_off": done.taken_off, "refusals": rows})
        return
    words = ", ".join(f"{number} {name}" for name, number in told.items())
    say(
        f"{'It would be: ' if dry_run else ''}{words}; {done.taken_off} readers taken off the list."
    )
    for line, why in done.why:
        say(f"  line {line}: {why}")
