"""`pamphleteer sources`: where the partners' news comes from."""

from datetime import datetime

import click

from pamphleteer.collect.commands import adding, lists, reading
from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.pause import pause, resume
from pamphleteer.ground.terminal import Refused, as_json, emit, say, table


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
@as_json
def list_(as_json: bool) -> None:
    """Show the sources, how they are, and when they are polled next.

    \b
    Example:
      pamphleteer sources list
    """
    sources = Source.objects.select_related("partner__licence")
    if as_json:
        emit([_for_a_machine(source) for source in sources])
        return
    if not sources:
        say("There is no source yet; `pamphleteer sources add` adds one.")
        return
    table(
        ["partner", "address", "how it is", "last news", "next poll"],
        [
            (
                source.partner,
                source.url,
                source.health,
                _shown(source.news_at),
                _shown(source.due_at) if source.active else "",
            )
            for source in sources
        ],
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


def _for_a_machine(source: Source) -> dict[str, object]:
    return {
        "url": source.url,
        "partner": source.partner.name,
        "licence": source.partner.licence.slug,
        "active": source.active,
        "health": source.health,
        "fault": source.fault,
        "failures": source.failures,
        "last_poll": _iso(source.polled_at),
        "last_news": _iso(source.news_at),
        "next_poll": _iso(source.due_at) if source.active else None,
    }


def _shown(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
