"""How fast pieces are stored, sketched and grouped, and whether that depends on how many there are."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.measure import Figure, apart, command

_SOURCES, _ITEMS = 2_000, 20
_FEW, _MANY = 10_000, 200_000
_FILLED_BY = 200  # items of a document, where it is not timed
_ROUNDS, _DOCUMENTS = 3, 25


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        outlet, small = Path(folder) / "outlet", Path(folder) / "small"
        command("new", outlet, "--url", "http://127.0.0.1/")
        first = _carried(outlet, "fill", _FEW, _ITEMS, 1)
        shutil.copytree(outlet, small)
        then = _carried(outlet, "fill", _SOURCES * _ITEMS, _ITEMS, 2)
        reading, storing = (sum(seconds) for seconds in zip(first, then, strict=True))
        items = _SOURCES * _ITEMS
        what = f"{_SOURCES:,} sources of {_ITEMS} new items"
        yield Figure(
            f"{what}: stored, sketched, grouped", items / storing, "items/s", 1000, at_least=True
        )
        yield Figure(
            f"{what}: read, too", items / (reading + storing), "items/s", 800, at_least=True
        )
        _carried(outlet, "fill", _MANY, _FILLED_BY, 3)
        yield from _growth(small, outlet)


def _growth(small: Path, large: Path) -> Iterator[Figure]:
    """Yield how much longer it takes with many items, looked at in turns: machines have moods."""
    seconds: dict[Path, list[list[float]]] = {small: [], large: []}
    for n in range(_ROUNDS):
        for outlet in seconds:
            seconds[outlet] += _carried(outlet, "time", _DOCUMENTS, _ITEMS, 10 + n)
    looking, storing = (
        statistics.median(one[n] for one in seconds[large])
        / statistics.median(one[n] for one in seconds[small])
        for n in range(2)
    )
    what = f"with {_MANY:,} items, against {_FEW:,}"
    yield Figure(f"copies looked up {what}", looking, "times", 1.5)
    yield Figure(f"a document stored {what}", storing, "times", 1.5)


def _carried(outlet: Path, *words: str | int) -> Any:
    return apart("carried", outlet, *words)
