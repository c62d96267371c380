"""How long a digest takes to be ready for everybody: each variant, and a row for each mail."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.measure import Figure, apart, command

READERS, CHOICES, PIECES = 1_000_000, 5_000, 20


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        outlet = Path(folder) / "outlet"
        command("new", outlet, "--url", "http://127.0.0.1/")
        _composed(outlet, "fill")
        done = _composed(outlet, "measure")
    what = f"{PIECES} pieces, {READERS:,} readers, {CHOICES:,} choices"
    yield Figure(f"{what}: all mails planned", done["planned"], "s", 120)
    yield Figure(
        f"and their {done['letters']:,} letters made", done["planned"] + done["made"], "s", 120
    )
    yield Figure(f"{what}: memory", done["peak"], "MiB", 600)


def _composed(outlet: Path, what: str) -> Any:
    return apart("composed", outlet, what)
