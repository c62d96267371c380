"""`make bench`: measure, and print what was measured beside its aim.

One part alone: `python -m bench day`.
"""

import platform
import sys

from rich.console import Console
from rich.table import Table

from bench import (
    composing,
    day,
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
    out = Console()
    out.print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    table = Table(
        "Of its aim", "What", "Measured", "Aim", "", title="Benchmarks", title_justify="left"
    )
    missed = 0
    chosen = sys.argv[1:] or list(BENCHES)
    for name in chosen:
        for figure in BENCHES[name]():
            missed += not figure.reached
            table.add_row(*_row(figure))
    out.print(table)
    sys.exit(1 if missed else 0)


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
