"""Fill an outlet that the environment names, and measure how long its readers wait for what they look for.

A program of its own, for it needs the outlet's settings: `ARTICLES TIMES`; prints what was asked
with the seconds of the middle answer.
"""

import json
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from bench.archive import fill  # noqa: E402
from bench.tongues import RARE, Tongue  # noqa: E402
from pamphleteer.desk.models.article import place_of  # noqa: E402
from pamphleteer.press import spots  # noqa: E402
from pamphleteer.press.asked import Wanted, units  # noqa: E402
from pamphleteer.press.verbs import indexing, search  # noqa: E402
from pamphleteer.register.models import Outlet, Person, Role  # noqa: E402
from pamphleteer.register.verbs import people  # noqa: E402

_LONG_AGO = datetime(2018, 6, 1, tzinfo=UTC)


def ways() -> dict[str, Callable[[], Any]]:
    """Return what is asked, by its name."""
    outlet = Outlet.objects.the()
    common = Tongue("en").common
    two = " ".join(Tongue("en").said(2).lower().split())
    seldom = Tongue("en")._words[3_000]
    foreign = Tongue("ru").common
    client = Client(SERVER_NAME="127.0.0.1")

    def page(**query: Any) -> None:
        assert client.get("/search/", query).status_code == 200

    def behind(words: str) -> None:
        asked = Wanted(units=units(words))
        search.newest(asked, zone=outlet.tz, before=spots.first(place_of(_LONG_AGO)))

    def by(way: Callable[..., Any], words: str, **among: int) -> Callable[[], Any]:
        return partial(way, Wanted(units=units(words), **among), zone=outlet.tz)

    return {
        "newest, a common word": by(search.newest, common),
        "newest, two words": by(search.newest, two),
        "newest, a seldom word": by(search.newest, seldom),
        "newest, a rare word": by(search.newest, RARE),
        "newest, a letter": by(search.newest, common[:1]),
        "newest, a phrase of common words": by(search.newest, f'"{common} {two}"'),
        "at worst, common words that never meet": by(search.newest, f"{common} {foreign}"),
        "at worst, a phrase in no piece": by(
            search.newest, f'"{common} {common} {common} {common}"'
        ),
        "newest, a letter in a topic": by(search.newest, common[:1], topic=3),
        "newest, behind the first pages": partial(behind, common),
        "newest, a common word of a topic": by(search.newest, common, topic=3),
        "newest, a common word of a year": by(search.newest, common, year=2018),
        "newest, a topic": by(search.newest, "", topic=3),
        "relevance, a rare word": by(search.relevant, RARE),
        "relevance, a seldom word": by(search.relevant, seldom),
        "relevance, a common word": by(search.relevant, common),
        "the page, empty": page,
        "the page, a common word": partial(page, q=common),
        "the page, a rare word": partial(page, q=RARE),
    }


def _processor() -> float:
    """Return the seconds that the processor has worked for this program, and for its database."""
    ours = time.process_time()
    if connection.vendor != "postgresql":
        return ours
    told = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    ticks = sum(map(int, told.rpartition(")")[2].split()[11:13]))
    return ours + ticks / os.sysconf("SC_CLK_TCK")


def _measured(ask: Callable[[], Any], times: int) -> tuple[float, float]:
    """Return the seconds of the middle one of so many times, and of the processor for each."""
    seconds = []
    ask()
    begun_at = _processor()
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds), (_processor() - begun_at) / times


def _read() -> None:
    """Read all words: databases make an index of all at once much faster than piece by piece."""
    own = indexing.OWN
    lite = [f"DROP TRIGGER {own}_{name}" for name in ("kept", "dropped", "gone")]
    lite.append(f"DROP TABLE {own}_index")
    with connection.cursor() as cursor:
        for statement in lite if connection.vendor == "sqlite" else [f"DROP INDEX {own}_index"]:
            cursor.execute(statement)
    indexing.round_()
    indexing.lay()
    assert indexing.is_sound()


def main() -> None:
    articles, times = map(int, sys.argv[1:])
    logging.disable(logging.WARNING)
    read = 0.0
    if not Person.objects.exists():
        editor, _ = people.add("edith@example.org", role=Role.EDITOR)
        fill(articles, 0, by=editor)
        begun = time.perf_counter()
        _read()
        read = time.perf_counter() - begun
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(
        json.dumps({"read": read, "answers": {n: _measured(w, times) for n, w in ways().items()}})
    )


if __name__ == "__main__":
    main()
