"""`pamphleteer rescue`: bring saved archive pages in."""

from collections.abc import Sequence
from pathlib import Path

import click

from pamphleteer.collect.archive.pieces import Piece
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
@click.option("--keep-doubtful", is_flag=True, help="Take what is in doubt, too.")
@dry_run
@as_json
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    topic: str | None,
    keep_doubtful: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Publish the pieces of saved archive pages: headline and lead, in the page's order.

    FILE is HTML or plain text; it is read by its structure, in any language. A date is taken only
    where HTML states one. What is there already is not added again; what is added is no news, so no
    letter carries it. What may be no piece, such as a box that asks for an address, is left out and
    named. A file that can't be read adds nothing, and the verb exits with 1.

    \b
    Example:
      pamphleteer rescue archive-page.txt --topic coup --dry-run
      pamphleteer rescue archive-page.txt --topic coup
    """
    failed = False
    deed = _show if dry_run else _rescue
    for file in files:
        try:
            name = topic_name(topic or file.stem)
            deed(file, open_page(file), name, keep_doubtful=keep_doubtful, as_json=as_json)
        except RescueError as error:
            click.echo(one_line(str(error)), err=True)
            failed = True
    if failed:
        ctx.exit(1)


def _rescue(file: Path, page: bytes, topic: str, *, keep_doubtful: bool, as_json: bool) -> None:
    done = rescue(page, name=str(file), topic=topic, keep_doubtful=keep_doubtful)
    if as_json:
        emit(
            {
                "file": str(file),
                "topic": done.topic.name,
                "added": done.added,
                "known": done.known,
                "gained": done.gained,
                "left_out": [_plain(piece) for piece in done.left_out],
            }
        )
        return
    also = f", {done.gained} of them new to the topic" if done.gained else ""
    say(f"{file}: {done.added} added to “{done.topic}”, {done.known} already there{also}.")
    if done.added:
        # A box with as many words as a piece looks like one; the ends are where it would stand.
        first, last = _named(done.pieces[0]), _named(done.pieces[-1])
        say(f"From {first} to {last}." if len(done.pieces) > 1 else f"{first}.")
    _tell_left_out(done.left_out)


def _show(file: Path, page: bytes, topic: str, *, keep_doubtful: bool, as_json: bool) -> None:
    found = preview(page, name=str(file), keep_doubtful=keep_doubtful)
    if as_json:
        pieces = [{**_plain(piece), "known": known} for piece, known in found.pieces]
        left_out = [_plain(piece) for piece in found.left_out]
        emit({"file": str(file), "topic": topic, "pieces": pieces, "left_out": left_out})
        return
    for number, (piece, known) in enumerate(found.pieces, start=1):
        say(f"{number:>4}. {one_line(piece.headline)}{' (already there)' if known else ''}")
    there = sum(known for _, known in found.pieces)
    verb = "is" if there == 1 else "are"
    say(
        f"{file}: {len(found.pieces) - there} would be added to “{topic}”, "
        f"{there} {verb} already there."
    )
    _tell_left_out(found.left_out)


def _tell_left_out(pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        say(f"Left out, in doubt: {_named(piece)}.")
    if pieces:
        say(f"To take {'it' if len(pieces) == 1 else 'them'} too: --keep-doubtful")


def _named(piece: Piece) -> str:
    return f"“{one_line(piece.headline)}”"


def _plain(piece: Piece) -> dict[str, object]:
    return {
        "headline": piece.headline,
        "lead": piece.lead,
        "url": piece.url,
        "date": piece.date,
    }
