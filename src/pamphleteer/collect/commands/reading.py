"""`pamphleteer sources read`: what one document means."""

from datetime import datetime

import click

from pamphleteer.collect.commands.selecting import selecting
from pamphleteer.collect.errors import RefusedError, SourceError
from pamphleteer.collect.found import Feed, Found
from pamphleteer.collect.pages import checked_selectors
from pamphleteer.collect.telling import told
from pamphleteer.collect.verbs.read import read
from pamphleteer.collect.wording import words_of
from pamphleteer.ground.http import FetchError
from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.ground.text import cut, one_line

_HEADLINE = 70


@click.command("read")
@click.argument("sources", metavar="FILE-OR-URL...", nargs=-1, required=True)
@click.option("--address", default="", help="Where a file was found: its links are relative to it.")
@click.option("--content-type", default="", help="What a server would say that a file is.")
@selecting
@as_json
def command(
    sources: tuple[str, ...], address: str, content_type: str, as_json: bool, **selectors: str
) -> None:
    """Say what is understood of a feed or an archive page; nothing is stored.

    With --json it is JSON Feed 1.1 on one line for each source, with what the standard lacks under
    `_pamphleteer`, and a fault is {"source": ..., "error": ...}. Exits 1 if a source could not be
    read. No outlet is needed; the options of the one that is there apply. `-` is the standard input.

    \b
    Example:
      pamphleteer sources read https://example.org/feed
      pamphleteer sources read saved.xml --address https://example.org/feed --json
      pamphleteer sources read https://example.org/news/ --item ".teaser" --lead ".standfirst"
    """
    failed = False
    try:
        said = checked_selectors(selectors)
    except RefusedError as error:
        raise Refused(str(error)) from error
    for source in sources:
        try:
            feed = read(source, address=address, content_type=content_type, selectors=said)
        except (SourceError, FetchError) as error:
            failed = True
            fault = one_line(words_of(error))
            emit({"source": source, "error": fault}) if as_json else say(f"{source} {fault}.")
            continue
        emit(told(feed)) if as_json else _show(source, feed)
    if failed:
        raise click.exceptions.Exit(1)


def _show(source: str, feed: Feed) -> None:
    say(f"{source} is {_named(feed)}.")
    for line in _about(feed):
        say(f"  {line}")
    if feed.items:
        table(["published", "headline", "by", "with"], [_row(piece) for piece in feed.items])
    else:
        say("  It holds no piece.")


def _named(feed: Feed) -> str:
    title = f"“{one_line(feed.title)}”, " if feed.title else ""
    return f"{title}{feed.format} in {feed.encoding}"


def _about(feed: Feed) -> list[str]:
    told_of = {
        "Mended": feed.mended,
        "Left": feed.left,
        "Pages": feed.url,
        "About": cut(feed.description, 200),
        "Language": feed.language,
        "Authors": ", ".join(author.name for author in feed.authors),
        "Rights": feed.rights,
        "Licence": feed.licence_url,
        "Hubs": ", ".join(feed.hubs),
    }
    return [f"{name}: {one_line(words)}" for name, words in told_of.items() if words]


def _row(piece: Found) -> tuple[str, str, str, str]:
    return (
        _shown(piece.published),
        cut(piece.headline, _HEADLINE) or piece.id,
        ", ".join(author.name for author in piece.authors),
        ", ".join(_with(piece)),
    )


def _with(piece: Found) -> list[str]:
    counts = {
        "words": len(piece.body.split()),
        "pictures": len(piece.pictures),
        "files": len(piece.enclosures),
    }
    return [f"{number} {name}" for name, number in counts.items() if number]


def _shown(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""
