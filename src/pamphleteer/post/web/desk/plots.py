"""Small plots without script: a line in SVG, which a table stands behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pamphleteer.post.verbs.growth import Growth

WIDTH, HEIGHT, _EDGE = 240, 48, 3


@dataclass(frozen=True)
class Plot:
    """A line from the earliest day to now; `points` and `area` as SVG has them. The numbers are in `rows`."""

    growth: Growth
    points: str
    area: str
    rows: Sequence[tuple[date, int]]
    width: int = WIDTH
    height: int = HEIGHT


def plot(growth: Growth, days: Sequence[date]) -> Plot:
    """Return the plot of some readers over some days."""
    most = max(growth.counts) or 1
    step = (WIDTH - 2 * _EDGE) / max(1, len(days) - 1)
    line = [
        (
            round(_EDGE + place * step, 1),
            round(HEIGHT - _EDGE - one / most * (HEIGHT - 2 * _EDGE), 1),
        )
        for place, one in enumerate(growth.counts)
    ]
    said = " ".join(f"{x},{y}" for x, y in line)
    ground = HEIGHT - _EDGE
    area = f"{line[0][0]},{ground} {said} {line[-1][0]},{ground}"
    return Plot(growth, said, area, list(zip(days, growth.counts, strict=True)))
