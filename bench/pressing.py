"""How fast the site is pressed, whole and article by article, beside Hugo on an equal site."""

import shutil
import statistics
import tempfile
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import hugo, sorts
from bench.measure import Figure, apart, command, tell
from bench.sorts import Sum

_WHOLE, _LARGE, _TIMES = 5_000, 40_000, 3
ARCHIVES = (500, 5_000, 40_000, 200_000)
QUICK = (500, 5_000)
_PUBLISHED = 20


def figures(archives: Sequence[int] = ARCHIVES, *, quick: bool = False) -> Iterator[Figure]:
    """Build an equal site with both in turns, then publish in archives of many sizes.

    A quick look builds the site once with each.
    """
    if shutil.which("hugo") is None:
        raise SystemExit("The bench of pressing needs Debian's hugo.")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        built = yield from _beside_hugo(_filled(folder, _WHOLE), 1 if quick else _TIMES)
        yield from _publishing(folder, archives, {_WHOLE: built})


@dataclass(frozen=True)
class Built:
    """One build of a site: where it lies, its seconds, those of all cores together, and what it wrote."""

    place: Path
    seconds: float
    of_cores: float
    site: Mapping[str, Sum]

    @property
    def speeds(self) -> tuple[float, float, float]:
        """Files a second, megabytes a second, and files a second of one core."""
        whole = sorts.total(self.site)
        return (
            whole.files / self.seconds,
            whole.bytes / self.seconds / 1e6,
            whole.files / self.of_cores,
        )


_SPEEDS = (
    "{articles:,} articles pressed: {ours:,.0f} files a second, Hugo ({theirs:,.0f}, on all cores) = 1",
    "the same in what is in them: {ours:,.1f} MB a second, Hugo ({theirs:,.1f}) = 1",
    "the same for a second of one core: {ours:,.0f} files, Hugo ({theirs:,.0f}) = 1",
)


def _beside_hugo(outlet: Path, times: int) -> Generator[Figure, None, Path]:
    """Build the site with both in turns, make sure that it is one, and compare how fast.

    Returns an outlet that is built.
    """
    tell("laying Hugo's sources of the same articles")
    sources = outlet.with_name("hugo")
    hugo.lay(sources, outlet)
    pairs = []
    for number in range(times):
        pairs.append((_ours(outlet), _theirs(sources)))
        _tell_builds(*pairs[-1], f"{number + 1} of {times}")
    _make_sure(pairs[-1][0].site, pairs[-1][1].site)
    speeds = [(ours.speeds, theirs.speeds) for ours, theirs in pairs]
    for number, (what, aim) in enumerate(zip(_SPEEDS, (1.5, 1, 1), strict=True)):
        ratio = statistics.median(ours[number] / theirs[number] for ours, theirs in speeds)
        ours, theirs = (
            statistics.median(one[number] for one in each) for each in zip(*speeds, strict=True)
        )
        said = what.format(articles=_WHOLE, ours=ours, theirs=theirs)
        yield Figure(said, ratio, "times", aim, at_least=True)
    return pairs[-1][0].place


def _tell_builds(ours: Built, theirs: Built, which: str) -> None:
    tell(
        f"built with both, {which}: {ours.seconds:.1f} s ({ours.of_cores:.1f} of one core), "
        f"Hugo {theirs.seconds:.1f} s ({theirs.of_cores:.1f})"
    )


def _make_sure(ours: Mapping[str, Sum], theirs: Mapping[str, Sum]) -> None:
    for line in sorts.compared(ours, theirs):
        tell(line)
    if found := sorts.differences(ours, theirs):
        raise RuntimeError("Hugo's site is not equal to ours: " + "; ".join(found))


def _ours(outlet: Path) -> Built:
    """Build into a folder that was never there."""
    fresh = Path(tempfile.mkdtemp(prefix="fresh-", dir=outlet.parent)) / "outlet"
    shutil.copytree(outlet, fresh)
    built = _pressed(fresh, "build")
    return Built(fresh, built["seconds"], built["of_cores"], sorts.counted(fresh / "public"))


def _theirs(sources: Path) -> Built:
    to = Path(tempfile.mkdtemp(prefix="fresh-", dir=sources.parent)) / "public"
    seconds, of_cores = hugo.build(sources, to=to)
    return Built(to, seconds, of_cores, sorts.counted(to))


def _publishing(
    folder: Path, archives: Sequence[int], built: Mapping[int, Path]
) -> Iterator[Figure]:
    """Publish in an archive of each size; some are built already."""
    seconds = dict[int, float]()
    for articles in archives:
        outlet = built.get(articles) or _filled(folder, articles)
        if articles not in built:
            tell(f"pressing {articles:,} articles")
            pressed = _pressed(outlet, "build")
            if articles == _LARGE:
                yield Figure(f"{articles:,} articles pressed", pressed["mebibytes"], "MiB", 400)
        tell(f"publishing {_PUBLISHED} articles in an archive of {articles:,}")
        published = _pressed(outlet, "publish", _PUBLISHED)
        shutil.rmtree(outlet.parent)
        seconds[articles] = published["seconds"]
        what = f"one article published, of {articles:,} (median of {_PUBLISHED})"
        yield Figure(f"{what}: to its page and the front", published["shown"] * 1000, "ms", 20)
        yield Figure(f"{what}: to all its files", published["seconds"] * 1000, "ms", 20)
    if len(seconds) > 1:
        grown = seconds[max(seconds)] / min(seconds.values())
        yield Figure("the same, the largest archive against the smallest", grown, "times", 1.5)


def _filled(folder: Path, articles: int) -> Path:
    tell(f"filling an outlet with {articles:,} articles")
    outlet = Path(tempfile.mkdtemp(prefix=f"{articles}-", dir=folder)) / "outlet"
    command("new", outlet, "--url", "http://127.0.0.1/")
    _pressed(outlet, "fill", articles)
    return outlet


def _pressed(outlet: Path, *words: str | int) -> dict[str, float]:
    said: dict[str, float] = apart("pressed", outlet, *words)
    return said
