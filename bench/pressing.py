"""How fast the site is pressed, whole and article by article, beside Hugo on an equal site."""

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
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
        yield from _beside_hugo(Path(folder))
    seconds = dict[int, float]()
    for articles in _ARCHIVES:
        with tempfile.TemporaryDirectory() as folder:
            outlet = _filled(Path(folder), articles)
            built = _pressed(outlet, "build")
            if articles == _LARGE:
                yield Figure(f"{articles:,} articles pressed", built["mebibytes"], "MiB", 400)
            published = _pressed(outlet, "publish", _PUBLISHED)
        seconds[articles] = published["seconds"]
        what = f"one article published, of {articles:,} (median of {_PUBLISHED})"
        yield Figure(f"{what}: to its page and the front", published["shown"] * 1000, "ms", 20)
        yield Figure(f"{what}: to all its files", published["seconds"] * 1000, "ms", 20)
    grown = seconds[max(seconds)] / min(seconds.values())
    yield Figure("the same, the largest archive against the smallest", grown, "times", 1.5)


@dataclass(frozen=True)
class Built:
    """One build of a site: its seconds, those of all cores together, and what it wrote."""

    seconds: float
    of_cores: float
    files: float
    bytes: float

    @property
    def speeds(self) -> tuple[float, float, float]:
        """Files a second, megabytes a second, and files a second of one core."""
        return (
            self.files / self.seconds,
            self.bytes / self.seconds / 1e6,
            self.files / self.of_cores,
        )


_SPEEDS = (
    "{articles:,} articles pressed: {ours:,.0f} files a second, Hugo ({theirs:,.0f}, on all cores) = 1",
    "the same in what is in them: {ours:,.1f} MB a second, Hugo ({theirs:,.1f}) = 1",
    "the same for a second of one core: {ours:,.0f} files, Hugo ({theirs:,.0f}) = 1",
)


def _beside_hugo(folder: Path) -> Iterator[Figure]:
    """Compare files, and what is in them: ours are twice as long, and a seventh are parts of archived feeds."""
    outlet = _filled(folder, _WHOLE)
    hugo.lay(folder / "hugo", _WHOLE)
    pairs = [(_ours(outlet, n).speeds, _theirs(folder, n).speeds) for n in range(_TIMES)]
    for number, (what, aim) in enumerate(zip(_SPEEDS, (1.5, 1, 1), strict=True)):
        ratio = statistics.median(ours[number] / theirs[number] for ours, theirs in pairs)
        ours, theirs = (
            statistics.median(one[number] for one in each) for each in zip(*pairs, strict=True)
        )
        said = what.format(articles=_WHOLE, ours=ours, theirs=theirs)
        yield Figure(said, ratio, "times", aim, at_least=True)


def _ours(outlet: Path, number: int) -> Built:
    """Build into a folder that was never there."""
    fresh = outlet.with_name(f"fresh-{number}")
    shutil.copytree(outlet, fresh)
    built = _pressed(fresh, "build")
    return Built(built["seconds"], built["of_cores"], built["files"], built["bytes"])


def _theirs(folder: Path, number: int) -> Built:
    to = folder / f"hugo-{number}"
    seconds, of_cores = hugo.build(folder / "hugo", to=to)
    # The first page of each list lies there twice, once as a way to itself.
    every = [file for file in to.rglob("*") if file.is_file()]
    files = [file for file in every if file.parent.parts[-2:] != ("page", "1")]
    return Built(seconds, of_cores, len(files), sum(file.stat().st_size for file in files))


def _filled(folder: Path, articles: int) -> Path:
    outlet = folder / "outlet"
    command("new", outlet, "--url", "http://127.0.0.1/")
    _pressed(outlet, "fill", articles)
    return outlet


def _pressed(outlet: Path, *words: str | int) -> dict[str, float]:
    said: dict[str, float] = apart("pressed", outlet, *words)
    return said
