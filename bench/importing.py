"""How fast a list of readers is brought in, sealed, and in how much memory."""

import os
import random
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measure import COMMAND, Figure, command

_ROWS = 1_000_000
_KIB = 1024


def figures(rows: int = _ROWS) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        outlet, members = Path(folder) / "outlet", Path(folder) / "members.csv"
        command("new", outlet, "--url", "http://127.0.0.1/")
        _write(members, rows)
        seconds, kilobytes = _imported(outlet, members)
        what = f"{rows:,} rows of a list"
        yield Figure(f"{what}: read, sealed, added", rows / seconds, "rows/s", 5000, at_least=True)
        yield Figure(f"{what}: most memory", kilobytes / _KIB, "MiB", 200)
        seconds, _ = _imported(outlet, members)
        yield Figure(f"{what}, all known", rows / seconds, "rows/s", 5000, at_least=True)


def _imported(outlet: Path, members: Path) -> tuple[float, int]:
    words = ["-C", str(outlet), "readers", "import", str(members), "--source", "The old form"]
    begun = time.perf_counter()
    with subprocess.Popen([*COMMAND, *words], stdout=subprocess.DEVNULL, env=os.environ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return time.perf_counter() - begun, used.ru_maxrss


def _write(path: Path, rows: int) -> None:
    """Write a list as Mailchimp does, most of it at few providers."""
    luck = random.Random(6)  # noqa: S311 - nothing here is a secret
    with path.open("w") as file:
        file.write(
            "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,CONFIRM_IP,TAGS\n"
        )
        for number in range(rows):
            site = (
                "mail.example" if luck.random() < 0.7 else f"site-{luck.randrange(20_000)}.example"
            )
            moment = f"2024-0{luck.randrange(1, 10)}-05 10:11:12"
            file.write(f"reader.{number}@{site},Jo,2,{moment},{moment},192.0.2.{number % 250},\n")
