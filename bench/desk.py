"""How long the desk of a large outlet takes to answer an editor, on each database that is here."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import Figure, apart, command
from tests.plugins.cluster import Cluster, binaries

_AIM = 150  # milliseconds
_ARTICLES, _ITEMS, _TIMES = 40_000, 20_000, 20
_AT_MOST = 1_800  # seconds


def figures(articles: int = _ARTICLES, items: int = _ITEMS) -> Iterator[Figure]:
    """Yield the middle answer to each question."""
    yield from _on("SQLite", None, articles, items)
    if binaries() is None:
        return
    with cluster() as url:
        yield from _on("PostgreSQL", url, articles, items)


def _on(name: str, url: str | None, articles: int, items: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        outlet = Path(folder) / "outlet"
        chosen = ["--database", url] if url else []
        command("new", outlet, "--url", "http://127.0.0.1/", *chosen)
        for asked, seconds in _answers(outlet, articles, items).items():
            what = f"desk of {articles:,} articles on {name}: {asked} (median of {_TIMES})"
            yield Figure(what, seconds * 1000, "ms", _AIM)


def _answers(outlet: Path, articles: int, items: int) -> dict[str, float]:
    told = apart("answers", outlet, articles, items, _TIMES, at_most=_AT_MOST)
    answers: dict[str, float] = told["answers"]
    return answers


@contextmanager
def cluster() -> Iterator[str]:
    cluster = Cluster.start()
    try:
        yield cluster.url("postgres")
    finally:
        cluster.stop()
