"""`pamphleteer collect`: one round of polling."""

from collections import Counter
from math import ceil

import click
from django.conf import settings

from pamphleteer.collect.commands.showing import NONE_YET
from pamphleteer.collect.models import Source, Text
from pamphleteer.collect.verbs.hosts import MARGIN
from pamphleteer.collect.verbs.poll import Summary, poll
from pamphleteer.collect.verbs.settle import Polled
from pamphleteer.collect.verbs.texts import read
from pamphleteer.ground import clock
from pamphleteer.ground.terminal import as_json, emit, progress, say, table


@click.command("collect")
@click.option("--due", is_flag=True, help="Poll only the sources whose time has come.")
@click.option("--texts", is_flag=True, help="Then fetch the whole of what feeds cut.")
@as_json
def command(due: bool, texts: bool, as_json: bool) -> None:
    """Poll the active sources once, now, and put what is new on the wire.

    What a feed cuts is fetched by `pamphleteer run`, or here with --texts, a page a second at most
    from each server.

    Exits 0 when the round was done: a source that fails is told on its line, and tried again later.

    \b
    Example:
      pamphleteer collect
      pamphleteer collect --texts
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
    came = _read() if texts else {}
    if as_json:
        emit(
            {
                "new": summary.new,
                "waiting": summary.waiting,
                "held": summary.held,
                "elsewhere": summary.elsewhere,
                "texts": _texts(came),
                "sources": [_for_a_machine(one) for one in summary.polled],
            }
        )
    else:
        _tell(summary, due=due)
        _tell_texts(_texts(came), asked=texts)


def _read() -> dict[str, int]:
    """Fetch whole texts, and show how many are left."""
    with progress(what="Fetching{task.description}") as bar:
        task = bar.add_task(" whole texts", total=Text.objects.due(clock.now()).count())
        return read(each=lambda settled: bar.update(task, advance=settled))


def _texts(came: dict[str, int]) -> dict[str, int]:
    return {
        "fetched": came.get(Text.State.DONE, 0),
        "refused": came.get(Text.State.REFUSED, 0),
        "left": Text.objects.filter(state=Text.State.PLANNED).count(),
    }


def _tell_texts(told: dict[str, int], *, asked: bool) -> None:
    if asked:
        say(f"Whole texts: {told['fetched']} fetched, {told['refused']} refused.")
    if told["left"]:
        say(
            f"Whole texts to be fetched: {told['left']}; `pamphleteer run` does that by itself, "
            "or `pamphleteer collect --texts` now."
        )


def _tell(summary: Summary, *, due: bool) -> None:
    if not Source.objects.exists():
        say(NONE_YET)
        return
    if not summary.polled:
        why = "no source is due" if due else "every source is paused"
        say(f"Polled nothing: {_left(summary) or why}; `pamphleteer sources list` shows them.")
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
    if left := _left(summary):
        say(f"{left[0].upper()}{left[1:]}.")


def _left(summary: Summary) -> str:
    told = []
    if summary.waiting:
        server = "server" if summary.waiting == 1 else "servers"
        told.append(
            f"{_sources(summary.waiting)}, whose {server} asked for a rest or just answered us"
        )
    if summary.held:
        told.append(
            f"{_sources(summary.held)} that another process is asking, or was when it was killed "
            f"(free again within {ceil((settings.COLLECT_TIMEOUT + MARGIN) / 60)} minutes)"
        )
    later = [f"left for later: {'; '.join(told)}"] if told else []
    if summary.elsewhere:
        later.append(f"{_sources(summary.elsewhere)} polled by another process meanwhile")
    return "; ".join(later)


def _sources(number: int) -> str:
    return f"{number:,} source{'' if number == 1 else 's'}"


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
