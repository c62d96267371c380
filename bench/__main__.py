"""`make bench`: measure, and print what was measured beside its aim.

One part alone: `python -m bench day`.
"""

import argparse
import platform
import sys

from rich.console import Console
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
from bench.measure import Figure

BENCHES = {
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
    out = Console()
    out.print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    table = Table(
        "Of its aim", "What", "Measured", "Aim", "", title="Benchmarks", title_justify="left"
    )
    missed = 0
    for name in chosen:
        for figure in BENCHES[name]():
            missed += not figure.reached
            table.add_row(*_row(figure))
    out.print(table)
    sys.exit(1 if missed else 0)


def _chosen() -> list[str]:
    """Return the parts that are asked for, all if none is named."""
    parser = argparse.ArgumentParser(
        "python -m bench", description="Measure, and print what was measured beside its aim."
    )
    parser.add_argument(
        "part", nargs="*", help=f"one of {', '.join(BENCHES)}; all of them if none is named"
    )
    parts: list[str] = parser.parse_args().part
    if strange := [part for part in parts if part not in BENCHES]:
        parser.error(f"there is no part {', '.join(strange)}; there are {', '.join(BENCHES)}")
    return parts or list(BENCHES)


def _row(figure: Figure) -> tuple[str, ...]:
    unit = figure.unit
    verdict = "reached" if figure.reached else "missed"
    side = "at least" if figure.at_least else "under"
    return (
        f"{figure.measured / figure.aim:.2f}",
        figure.what,
        f"{figure.measured:,.1f} {unit}",
        f"{side} {figure.aim:g} {unit}",
        verdict,
    )


if __name__ == "__main__":
    main()
