"""How long the search of the site takes to find among many articles, on each database that is here."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.desk import cluster
from bench.measure import Figure, apart, command
from tests.plugins.cluster import binaries

_ARTICLES, _TIMES = 40_000, 50
_NEWEST, _RARE, _REST = 5, 20, 150  # milliseconds
_AT_MOST = 1_800  # seconds


def figures(articles: int = _ARTICLES) -> Iterator[Figure]:
    """Yield the middle time of each way to ask."""
    yield from _on("SQLite", None, articles)
    if binaries() is None:
        return
    with cluster() as url:
        yield from _on("PostgreSQL", url, articles)


def _on(name: str, url: str | None, articles: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        outlet = Path(folder) / "outlet"
        chosen = ["--database", url] if url else []
        command("new", outlet, "--url", "http://127.0.0.1/", *chosen)
        for asked, (median, worked) in _answers(outlet, articles).items():
            told = f"median of {_TIMES}; {worked * 1000:.1f} ms of processor"
            what = f"search of {articles:,} articles on {name}: {asked} ({told})"
            yield Figure(what, median * 1000, "ms", _aim(asked))


def _aim(asked: str) -> float:
    if asked.startswith("newest"):
        return _NEWEST
    return _RARE if "rare" in asked else _REST


def _answers(outlet: Path, articles: int) -> dict[str, tuple[float, float]]:
    told = apart("finding", outlet, articles, _TIMES, at_most=_AT_MOST)
    print(f"read in {told['read']:.0f} s", file=sys.stderr)
    answers: dict[str, tuple[float, float]] = told["answers"]
    return answers
