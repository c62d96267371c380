"""`pamphleteer rescue`: bring saved archive pages in."""

from pathlib import Path

import click

from pamphleteer.ground.terminal import as_json, dry_run, emit, say
from pamphleteer.ground.text import one_line
from pamphleteer.rescue.errors import RescueError
from pamphleteer.rescue.verbs.open import open_page
from pamphleteer.rescue.verbs.rescue import preview, rescue, topic_name


@click.command("rescue")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("--topic", help="The topic that the pieces are published to [default: FILE's name].")
@dry_run
@as_json
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], topic: str | None, dry_run: bool, as_json: bool
) -> None:
    """Publish the pieces of saved archive pages: headline and lead, in the page's order.

    FILE is HTML or plain text; it is read by its structure, in any language. A date is taken only
    where HTML states one. What is there already is not added again; what is added is no news, so no
    letter carries it. A file that can't be read adds nothing, and the verb exits with 1.

    \b
    Example:
      pamphleteer rescue archive-page.txt --topic coup --dry-run
      pamphleteer rescue archive-page.txt --topic coup
    """
    failed = False
    for file in files:
        try:
            _rescue(file, topic or file.stem, dry_run=dry_run, as_json=as_json)
        except RescueError as error:
            click.echo(one_line(str(error)), err=True)
            failed = True
    if failed:
        ctx.exit(1)


def _rescue(file: Path, topic: str, *, dry_run: bool, as_json: bool) -> None:
    name = topic_name(topic)
    page = open_page(file)
    if dry_run:
        _show(file, page, topic=name, as_json=as_json)
        return
    done = rescue(page, name=str(file), topic=name)
    if as_json:
        emit(
            {
                "file": str(file),
                "topic": done.topic.name,
                "added": done.added,
                "known": done.known,
                "gained": done.gained,
            }
        )
        return
    also = f", {done.gained} of them new to the topic" if done.gained else ""
    say(f"{file}: {done.added} added to “{done.topic}”, {done.known} already there{also}.")


def _show(file: Path, page: bytes, *, topic: str, as_json: bool) -> None:
    found = preview(page, name=str(file))
    if as_json:
        pieces = [
            {
                "headline": piece.headline,
                "lead": piece.lead,
                "url": piece.url,
                "date": piece.date,
                "known": known,
            }
            for piece, known in found
        ]
        emit({"file": str(file), "topic": topic, "pieces": pieces})
        return
    for number, (piece, known) in enumerate(found, start=1):
        say(f"{number:>4}. {one_line(piece.headline)}{' (already there)' if known else ''}")
    new = sum(not known for _, known in found)
    say(f"{file}: {new} would be added to “{topic}”, {len(found) - new} are already there.")
