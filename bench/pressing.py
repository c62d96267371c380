"""How fast the site is pressed, whole and article by article, beside Hugo on an equal site."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import hugo
from bench.measure import Figure, apart, command

_WHOLE, _LARGE, _TIMES = 5_000, 40_000, 3
_ARCHIVES = (500, 5_000, 40_000, 200_000)
_PUBLISHED = 20


def figures() -> Iterator[Figure]:
    """Build an equal site with both in turns, then publish in archives of many sizes."""
    if shutil.which("hugo") is None:
        raise SystemExit("The bench of pressing needs Debian's hugo.")
    with tempfile.TemporaryDirectory() as folder:
        yield _beside_hugo(Path(folder))
    seconds = dict[int, float]()
    for articles in _ARCHIVES:
        with tempfile.TemporaryDirectory() as folder:
            outlet = _filled(Path(folder), articles)
            built = _pressed(outlet, "build")
            if articles == _LARGE:
                yield Figure(f"{articles:,} articles pressed", built["mebibytes"], "MiB", 400)
            seconds[articles] = _pressed(outlet, "publish", _PUBLISHED)["seconds"]
        what = f"one article published to its files, of {articles:,} (median of {_PUBLISHED})"
        yield Figure(what, seconds[articles] * 1000, "ms", 20)
    grown = seconds[max(seconds)] / min(seconds.values())
    yield Figure("the same, the largest archive against the smallest", grown, "times", 1.5)


def _beside_hugo(folder: Path) -> Figure:
    outlet = _filled(folder, _WHOLE)
    hugo.lay(folder / "hugo", _WHOLE)
    pairs = [(_ours(outlet, n), _theirs(folder, n)) for n in range(_TIMES)]
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    ours, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
    what = f"{_WHOLE:,} articles: pressed ({ours:,.0f} pages a second), Hugo ({theirs:,.0f}) = 1"
    return Figure(what, ratio, "times", 1.5, at_least=True)


def _ours(outlet: Path, number: int) -> float:
    """Return the pages a second of a build into a folder that was never there."""
    fresh = outlet.with_name(f"fresh-{number}")
    shutil.copytree(outlet, fresh)
    built = _pressed(fresh, "build")
    return built["files"] / built["seconds"]


def _theirs(folder: Path, number: int) -> float:
    to = folder / f"hugo-{number}"
    seconds = hugo.build(folder / "hugo", to=to)
    # The first page of each list lies there twice, once as a way to itself.
    files = (file for file in to.rglob("*") if file.is_file())
    return sum(1 for file in files if file.parent.parts[-2:] != ("page", "1")) / seconds


def _filled(folder: Path, articles: int) -> Path:
    outlet = folder / "outlet"
    command("new", outlet, "--url", "http://127.0.0.1/")
    _pressed(outlet, "fill", articles)
    return outlet


def _pressed(outlet: Path, *words: str | int) -> dict[str, float]:
    said: dict[str, float] = apart("pressed", outlet, *words)
    return said
