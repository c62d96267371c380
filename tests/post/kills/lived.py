"""A story of processes that are killed, in an outlet of its own, and what has to be true of each of them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.post.kills.sinking import ROOT

OUT = 16  # letters of one process that may be on their way: four lines, and four letters on each


def lived(folder: Path, database_url: str, **told: Any) -> dict[str, Any]:
    """Let a story happen, which `killing.Plan` describes; returns what came of it."""
    environment = os.environ | {
        "PAMPHLETEER_DIR": str(folder),
        "PAMPHLETEER_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "pamphleteer.project.settings",
    }
    words = [sys.executable, "-m", "tests.post.kills", json.dumps(told)]
    ended = subprocess.run(
        words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    found = dict(json.loads(ended.stdout.splitlines()[-1]))
    _holds(found)
    return found


def _holds(found: dict[str, Any]) -> None:
    """See that no letter is lost, and that each copy is one of those in doubt, and like the first."""
    assert found["lost"] == 0, found
    assert found["unexplained"] == [], found
    assert found["duplicates"] <= found["doubts"] <= OUT * found["killed"], found
    assert found["most_in_doubt"] <= OUT, found
    assert found["unalike"] == [], found
    assert found["message_ids"] == found["readers"] - found["never_came"], found
    assert set(found["ways"]) == {"chunks", "pipelined", "lockstep"}, found
