"""How fast a mailing goes out to a sink, side by side with others who send mail there.

Ratios are medians of pairs that ran one behind the other: machines have moods.
"""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from bench import mailers
from bench.measure import Figure, apart, command

_SPARE = 100
READERS, PLANNED, SETTLED = 10_000, 1_000_000, 50_000
_TIMES, _FEW = 5, 2_000
_LINES = 20
_ROUND_TRIP = 0.020  # seconds
_FAR = {1: 100, _LINES: 4_000}  # letters over so many lines
_OPTIONS = """
[site]
url = "http://127.0.0.1/"
[post]
sender = "digest@example.org"
[dkim]
algorithms = "{algorithms}"
[[relay]]
name = "sink"
url = "smtp://127.0.0.1:{port}"
connections = {lines}
"""

Run = Callable[[], float]


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, mailers.sink() as port:
        outlet = Path(folder) / "outlet"
        command("new", outlet, "--url", "http://127.0.0.1/")
        _options(outlet, port)
        size = _delivered(outlet, "fill", READERS + _SPARE)["bytes"] / 1000
        source = partial(mailers.by_source, port, READERS)
        ratio, rate = _beside(source, partial(_sent, outlet, READERS), READERS)
        what = f"letters of {size:.0f} KB with their ledger ({rate:,.0f} a second), smtp-source -s{_LINES} = 1"
        yield Figure(what, ratio, "times", 1.0, at_least=True)
        for name in ("aiosmtplib", "smtplib"):
            theirs = partial(mailers.by_library, name, port, _FEW, _LINES)
            ratio, rate = _beside(theirs, partial(_sent, outlet, _FEW), _FEW, times=3)
            what = (
                f"the same ({rate:,.0f} a second), {name} over {_LINES} lines, without a ledger = 1"
            )
            yield Figure(what, ratio, "times", 1, at_least=True)
        yield from _far(outlet, port)
        yield from _signed(outlet, port, source)
        yield from _many(outlet, port)


def _far(outlet: Path, port: int) -> Iterator[Figure]:
    """Compare with a client that goes step by step, where each step takes a while."""
    with mailers.slow_line(port, _ROUND_TRIP) as far:
        for lines, letters in _FAR.items():
            _options(outlet, far, lines=lines)
            step = partial(mailers.by_library, "smtplib", far, letters, lines)
            ratio, rate = _beside(step, partial(_sent, outlet, letters), letters, times=3)
            what = (
                f"{lines} lines with 20 ms there and back ({rate:,.0f} a second), step by step = 1"
            )
            yield Figure(what, ratio, "times", 3, at_least=True)


def _signed(outlet: Path, port: int, source: Run) -> Iterator[Figure]:
    _options(outlet, port)
    together = partial(_by_two, outlet)
    unsigned = statistics.median(together() for _ in range(3))
    _options(outlet, port, algorithms="ed25519")
    _sign(outlet)
    ratio, rate = _beside(source, partial(_sent, outlet, READERS), READERS)
    what = f"with Ed25519 ({rate:,.0f} a second), smtp-source without = 1"
    yield Figure(what, ratio, "times", 0.75, at_least=True)
    _options(outlet, port, algorithms="rsa")
    _sign(outlet)
    # Two processes sign half of the letters each: to the time of unsigned ones no less can be added.
    least = partial(mailers.bare_signatures, READERS // 2)
    ratio, rate = _beside(lambda: unsigned + least(), together, READERS, times=3)
    what = (
        f"with RSA-2048 by two processes ({rate:,.0f} a second), unsigned and bare signatures = 1"
    )
    yield Figure(what, ratio, "times", 0.9, at_least=True)


def _sign(outlet: Path) -> None:
    command("-C", outlet, "dkim", "make")
    command("-C", outlet, "dkim", "use", "--anyway")


def _by_two(outlet: Path) -> float:
    """Return how long two processes take for all letters together."""
    _delivered(outlet, "again", READERS)
    with ThreadPoolExecutor(2) as pool:
        runs = pool.map(lambda _: _delivered(outlet, "share", READERS // 2), range(2))
        return max(float(run["seconds"]) for run in runs)


def _many(outlet: Path, port: int) -> Iterator[Figure]:
    _options(outlet, port, algorithms="none")
    _delivered(outlet, "widen", PLANNED)
    what = f"{PLANNED:,} mails planned"
    done = _delivered(outlet, "measure", READERS)
    yield Figure(f"{what}: memory while they go", done["peak"], "MiB", 300)
    done = _delivered(outlet, "settle", SETTLED)
    rate = SETTLED / done["seconds"]
    yield Figure(f"{what}: claimed, marked and settled", rate, "rows/s", 5_000, at_least=True)


def _beside(theirs: Run, ours: Run, letters: int, *, times: int = _TIMES) -> tuple[float, float]:
    """Return the median of how many times faster we are, and how many letters a second that were."""
    pairs = [(theirs(), ours()) for _ in range(times)]
    ratio = statistics.median(peer / mine for peer, mine in pairs)
    return ratio, letters / statistics.median(mine for _, mine in pairs)


def _sent(outlet: Path, letters: int) -> float:
    return float(_delivered(outlet, "measure", letters)["seconds"])


def _delivered(outlet: Path, what: str, number: int) -> Any:
    return apart("delivered", outlet, what, number)


def _options(outlet: Path, port: int, *, lines: int = _LINES, algorithms: str = "rsa") -> None:
    """Let mail go to the sink over so many lines, signed by these keys once there are some."""
    words = _OPTIONS.format(port=port, lines=lines, algorithms=algorithms)
    (outlet / "outlet.toml").write_text(words, "utf-8")
