"""`pamphleteer collect`: one round of polling."""

from collections import Counter

import click

from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.poll import Summary, poll
from pamphleteer.collect.verbs.settle import Polled
from pamphleteer.ground import clock
from pamphleteer.ground.terminal import as_json, emit, progress, say, table


@click.command("collect")
@click.option("--due", is_flag=True, help="Poll only the sources whose time has come.")
@as_json
def command(due: bool, as_json: bool) -> None:
    """Poll the active sources once, now, and put what is new on the wire.

    Exits 0 when the round was done: a source that fails is told on its line, and tried again later.

    \b
    Example:
      pamphleteer collect
      pamphleteer collect --due --json
    """
    keys = None if due else list(Source.objects.filter(active=True).values_list("pk", flat=True))
    total = Source.objects.due(clock.now()).count() if keys is None else len(keys)
    with progress(what="Collecting{task.description}") as bar:
        task = bar.add_task("", total=total)
        told = Counter[str]()

        def tell(one: Polled) -> None:
            told.update(new=one.new, faults=bool(one.fault))
            words = f": {told['new']:,} new, {told['faults']:,} could not be read"
            bar.update(task, advance=1, description=words)

        summary = poll(only=keys, each=tell)
    if as_json:
        emit(
            {
                "new": summary.new,
                "waiting": summary.waiting,
                "sources": [_for_a_machine(one) for one in summary.polled],
            }
        )
    else:
        _tell(summary, due=due)


def _tell(summary: Summary, *, due: bool) -> None:
    if not summary.polled:
        why = "no source is due" if due else "there is no active source that is free"
        if summary.waiting:
            why = f"left for later are {_waiting(summary)}"
        say(f"Polled nothing: {why}; `pamphleteer sources list` shows them.")
        return
    lines = sorted(summary.polled, key=lambda one: (one.source.partner.name, one.source.url))
    table(
        ["partner", "address", "what came"],
        [(one.source.partner, one.source.url, _came(one)) for one in lines],
    )
    say(
        f"{summary.new} new, from {len(summary.polled)} polled; "
        f"{len(summary.faults)} could not be read."
    )
    if summary.waiting:
        say(f"Left for later: {_waiting(summary)}.")


def _waiting(summary: Summary) -> str:
    one = summary.waiting == 1
    return (
        f"{summary.waiting:,} source{'' if one else 's'}, whose server{'' if one else 's'} "
        "asked for a rest or just answered us"
    )


def _came(one: Polled) -> str:
    if one.fault:
        return one.fault
    return f"{one.new} new" if one.new else "nothing new"


def _for_a_machine(one: Polled) -> dict[str, object]:
    return {
        "url": one.source.url,
        "partner": one.source.partner.name,
        "new": one.new,
        "unchanged": one.unchanged,
        "fault": one.fault,
    }
