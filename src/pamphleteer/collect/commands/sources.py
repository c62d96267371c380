"""`pamphleteer sources`: where the partners' news comes from."""

import click

from pamphleteer.collect.commands import adding, lists, reading
from pamphleteer.collect.commands.showing import COLUMNS, NONE_YET, about, pieces, row, shown, told
from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.pause import known, pause, resume
from pamphleteer.collect.verbs.pushing import pushing
from pamphleteer.ground import clock
from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.ground.text import cut

_HEADLINE = 90


@click.group("sources")
def command() -> None:
    """Say where the partners' news comes from.

    \b
    Example:
      pamphleteer sources add https://example.org/feed --partner "The Example" --licence cc-by
      pamphleteer sources list
    """


command.add_command(adding.command)
command.add_command(lists.import_command)
command.add_command(lists.export_command)
command.add_command(reading.command)


@command.command("list")
@click.option(
    "--trouble", is_flag=True, help="Only those that fail again and again, or were retired."
)
@as_json
def list_(trouble: bool, as_json: bool) -> None:
    """Show the sources, how they are, and when they are polled next.

    With --trouble only those are shown of which three polls in a row have failed, and those that
    were retired because they moved or are gone.

    \b
    Example:
      pamphleteer sources list
      pamphleteer sources list --trouble --json
    """
    every = Source.objects.with_rests(clock.now()).select_related("partner__licence")
    sources = every.in_trouble() if trouble else every
    if as_json:
        emit([told(source) for source in sources])
    elif sources:
        table(COLUMNS, [row(source) for source in sources])
    elif trouble and every.exists():
        say("No source is in trouble.")
    else:
        say(NONE_YET)


@command.command("show")
@click.argument("url")
@as_json
def show_(url: str, as_json: bool) -> None:
    """Show all about the source at URL, and what came from it last.

    \b
    Example:
      pamphleteer sources show https://example.org/feed
    """
    try:
        source = known(url)
    except RefusedError as error:
        raise Refused(str(error)) from error
    if as_json:
        topics = [topic.name for topic in source.topics.all()]
        more = {"topics": topics, "hub": pushing(source), "newest": pieces(source)}
        emit(told(source) | more)
        return
    say(f"{source.called}, of {source.partner}, under {source.partner.licence}")
    for name, value in about(source):
        say(f"  {name + ':':<14}{value}")
    if source.newest:
        table(
            ["came", "headline"],
            [(shown(piece.seen), cut(piece.headline, _HEADLINE)) for piece in source.newest],
        )


@command.command("pause")
@click.argument("url")
def pause_(url: str) -> None:
    """Poll the source at URL no more; what came from it stays.

    \b
    Example:
      pamphleteer sources pause https://example.org/feed
    """
    try:
        say(f"Paused {pause(url)}.")
    except RefusedError as error:
        raise Refused(str(error)) from error


@command.command("resume")
@click.argument("url")
def resume_(url: str) -> None:
    """Poll the source at URL again, from now on.

    \b
    Example:
      pamphleteer sources resume https://example.org/feed
    """
    try:
        say(f"Resumed {resume(url)}.")
    except RefusedError as error:
        raise Refused(str(error)) from error
