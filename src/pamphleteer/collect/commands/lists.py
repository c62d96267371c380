"""`pamphleteer sources import` and `export`: lists of sources as other readers keep them."""

import sys
from pathlib import Path
from typing import BinaryIO

import click

from pamphleteer.collect.errors import RefusedError, SourceError
from pamphleteer.collect.outlines import MOST_BYTES
from pamphleteer.collect.verbs.export import export
from pamphleteer.collect.verbs.import_ import Imported, import_
from pamphleteer.ground.files import write_whole
from pamphleteer.ground.terminal import Refused, as_json, dry_run, emit, hand_over, progress, say

_SHOWN = 50


@click.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--licence", default="", help="Of partners that are new: cc-by, for example.")
@dry_run
@as_json
def import_command(file: BinaryIO, licence: str, dry_run: bool, as_json: bool) -> None:
    """Add the sources in FILE, a list in OPML; `-` reads standard input.

    Each becomes a source of the partner that its title names. A partner who is new needs a licence.
    Folders become topics of the sources in them, each folder on the way. What is no source, or has no
    address that can be asked, is told by its line; the others are added still. Exits 1 if nothing
    could be taken.

    \b
    Example:
      pamphleteer sources import partners.opml --licence cc-by-nd --dry-run
    """
    content = file.read(MOST_BYTES + 1)
    with progress(what="Importing") as bar:
        task = bar.add_task("", total=None)
        try:
            done = import_(
                content,
                licence_slug=licence,
                dry_run=dry_run,
                each=lambda at, of: bar.update(task, completed=at, total=of),
            )
        except RefusedError as error:
            raise Refused(str(error)) from error
        except SourceError as error:
            raise Refused(f"{file.name} {error}.") from error
    if as_json:
        emit({**vars(done), "dry_run": dry_run})
    else:
        _tell(done, name=file.name, dry_run=dry_run)
    if not done.added and not done.known:
        sys.exit(1)


def _tell(done: Imported, *, name: str, dry_run: bool) -> None:
    if done.mended:
        say(f"{name} is broken XML ({done.mended[:120]}) and was mended: look at what came of it.")
    for line, words in done.refused[:_SHOWN]:
        say(f"Line {line}: {words}.")
    if len(done.refused) > _SHOWN:
        say(f"… and {len(done.refused) - _SHOWN:,} more lines like these.")
    again = f"{len(done.again):,} listed more than once, " if done.again else ""
    would = "Would add" if dry_run else "Added"
    say(
        f"{would} {_count(len(done.added), 'source')}, {_count(len(done.partners), 'new partner')}, "
        f"{_count(len(done.topics), 'new topic')}; {len(done.known):,} here already, {again}"
        f"{len(done.refused):,} not taken."
    )


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
def export_command(file: Path | None) -> None:
    """Write all sources as OPML into FILE, or to standard output (also as -).

    Topics are folders; licence, credit and selectors are kept in attributes of their own, so that
    another outlet can import the list as it is.

    \b
    Example:
      pamphleteer sources export partners.opml
    """
    content = export()
    if file is None or str(file) == "-":
        hand_over(content)
        return
    if not file.parent.is_dir():
        raise Refused(f"{file} can't be written: there is no folder {file.parent}. Make it first.")
    try:
        write_whole(file, content)
    except OSError as error:
        raise Refused(f"{file} can't be written ({error.strerror}).") from error
    say(f"Wrote {file}.")
