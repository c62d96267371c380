"""Sources as the commands show them, to people and to machines."""

from collections.abc import Iterator
from datetime import datetime

from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.pushing import pushing
from pamphleteer.ground.text import one_line

NONE_YET = (
    'There is no source yet: `pamphleteer sources add ADDRESS --partner "NAME" --licence cc-by` adds '
    "one, `pamphleteer sources import FILE` the list of another reader."
)
COLUMNS = ("partner", "address", "how it is", "last news", "asked", "next poll")


def row(source: Source) -> tuple[object, ...]:
    """Return the cells of a source, in the order of `COLUMNS`."""
    return (
        source.partner,
        source.url,
        source.health,
        shown(source.news_at),
        source.rhythm,
        _next(source),
    )


def about(source: Source) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of a source, each with its name."""
    lines = {
        "Address": source.url,
        "Kind": source.get_kind_display().lower(),
        "Selectors": ", ".join(f"{part} “{said}”" for part, said in source.selectors.items()),
        "Topics": ", ".join(topic.name for topic in source.topics.all()),
        "Credit line": source.partner.credit_line,
        "How it is": source.health,
        "Note": source.note if source.active else "",
        "Failures": str(source.failures or ""),
        "Failing since": shown(source.failing_since),
        "Asked": source.rhythm,
        "Hubs": ", ".join(source.hubs),
        "Pushed": pushing(source),
        "Moving to": source.moving_to,
        "Last poll": shown(source.polled_at),
        "Last news": shown(source.news_at),
        "Next poll": _next(source),
        "Language": source.language,
    }
    yield from ((name, one_line(value)) for name, value in lines.items() if value)


def told(source: Source) -> dict[str, object]:
    """Return a source for a machine; times in ISO 8601, the interval in seconds."""
    return {
        "url": source.url,
        "title": source.title,
        "kind": source.kind,
        "partner": source.partner.name,
        "licence": source.partner.licence.slug,
        "credit": source.partner.credit_line,
        "selectors": source.selectors,
        "active": source.active,
        "health": source.health,
        "note": source.note,
        "fault": source.fault,
        "failures": source.failures,
        "failing_since": source.failing_since,
        "interval": source.interval,
        "pushed": source.pushed,
        "last_poll": source.polled_at,
        "last_news": source.news_at,
        "next_poll": source.next_at if source.active else None,
        "held_until": source.asked_until,
    }


def pieces(source: Source) -> list[dict[str, object]]:
    """Return the newest pieces of a source for a machine."""
    return [
        {"item": piece.pk, "headline": piece.headline, "url": piece.url, "seen": piece.seen}
        for piece in source.newest
    ]


def shown(moment: datetime | None) -> str:
    """Return a moment as the commands show it."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _next(source: Source) -> str:
    return shown(source.next_at) if source.active else ""
