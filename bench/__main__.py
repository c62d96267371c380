"""`make bench`: measure, and print what was measured beside its aim."""

import platform
import sys

from rich.console import Console
from rich.table import Table

from bench import day, memory
from bench.measure import Figure


def main() -> None:
    out = Console()
    out.print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    table = Table("What", "Measured", "Aim", "", title="Benchmarks", title_justify="left")
    missed = 0
    for bench in (day.figures, memory.figures):
        for figure in bench():
            missed += not figure.reached
            table.add_row(*_row(figure))
    out.print(table)
    sys.exit(1 if missed else 0)


def _row(figure: Figure) -> tuple[str, str, str, str]:
    unit = figure.unit
    verdict = "reached" if figure.reached else "missed"
    return figure.what, f"{figure.measured:.1f} {unit}", f"under {figure.aim:g} {unit}", verdict


if __name__ == "__main__":
    main()
