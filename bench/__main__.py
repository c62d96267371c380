"""`make bench`: measure, and print what was measured beside its aim.

One part alone: `python -m bench day`; a quick look at how sites are pressed: `python -m bench pressing --quick`.
Each figure is printed as it comes, and all of them at the end, also when that comes early.
"""

import argparse
import platform
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from rich.table import Table

from bench import (
    composing,
    day,
    delivering,
    desk,
    formats,
    importing,
    memory,
    polling,
    pressing,
    search,
    serving,
    signing,
    stories,
)
from bench.measure import OUT, Figure, tell

Bench = Callable[[], Iterator[Figure]]

BENCHES: dict[str, Bench] = {
    "composing": composing.figures,
    "day": day.figures,
    "delivering": delivering.figures,
    "desk": desk.figures,
    "formats": formats.figures,
    "importing": importing.figures,
    "memory": memory.figures,
    "polling": polling.figures,
    "pressing": pressing.figures,
    "search": search.figures,
    "serving": serving.figures,
    "signing": signing.figures,
    "stories": stories.figures,
}


def main() -> None:
    chosen = _chosen()
    OUT.print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    measured: list[Figure] = []
    try:
        for name, figures in chosen.items():
            tell(name)
            for figure in figures():
                OUT.print(str(figure), markup=False)
                measured.append(figure)
    finally:
        # Also what was measured before somebody or something put an end to it.
        OUT.print(_table(measured))
    sys.exit(0 if all(figure.reached for figure in measured) else 1)


def _chosen() -> dict[str, Bench]:
    """Return the parts that are asked for, all if none is named."""
    parser = argparse.ArgumentParser(
        "python -m bench", description="Measure, and print what was measured beside its aim."
    )
    parser.add_argument(
        "part", nargs="*", help=f"one of {', '.join(BENCHES)}; all of them if none is named"
    )
    parser.add_argument(
        "--sizes",
        type=_sizes,
        metavar="N,N",
        help="of the archives in which the bench of pressing publishes"
        f" ({','.join(map(str, pressing.ARCHIVES))})",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="let the bench of pressing take a quick look: one build with each, and"
        f" --sizes {','.join(map(str, pressing.QUICK))}",
    )
    asked = parser.parse_args()
    if strange := [part for part in asked.part if part not in BENCHES]:
        parser.error(f"there is no part {', '.join(strange)}; there are {', '.join(BENCHES)}")
    archives = asked.sizes or (pressing.QUICK if asked.quick else pressing.ARCHIVES)
    every = BENCHES | {"pressing": partial(pressing.figures, archives, quick=asked.quick)}
    return {part: every[part] for part in asked.part or every}


def _sizes(said: str) -> list[int]:
    if not re.fullmatch(r"[1-9]\d*(,[1-9]\d*)*", said):
        raise argparse.ArgumentTypeError(f"{said} is no row of numbers such as 500,5000")
    return sorted({int(one) for one in said.split(",")})


def _table(measured: Sequence[Figure]) -> Table:
    table = Table(
        "Of its aim", "What", "Measured", "Aim", "", title="Benchmarks", title_justify="left"
    )
    for figure in measured:
        ratio = f"{figure.measured / figure.aim:.2f}"
        table.add_row(ratio, figure.what, figure.said, figure.hoped, figure.verdict)
    return table


if __name__ == "__main__":
    main()
