"""Twenty thousand letters, and fifty processes that are killed on the way: `SEEDS="1 2"` names the luck of them."""

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.post.kills.lived import lived

SEEDS = [int(one) for one in os.environ.get("SEEDS", "").split()]
FULL = {"readers": 20_000, "kills": 50, "most": 300, "seconds": 2.5, "whole": True}


def _tell(capsys: pytest.CaptureFixture[str], seed: int, found: dict[str, Any]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{connection.vendor}, seed {seed}: {json.dumps(found)}\n")


@pytest.mark.parametrize("seed", SEEDS or [random.SystemRandom().randrange(2**32)])
class TestTwentyThousandLetters:
    """Each reader gets one, and no copy but of those in doubt."""

    def test_with_a_process_that_is_killed_fifty_times(
        self, seed: int, tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = lived(tmp_path, database_url, seed=seed, **FULL)

        _tell(capsys, seed, found)
        assert found["killed"] == 50

    def test_with_another_process_that_goes_on(
        self, seed: int, tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        slower = FULL | {"most": 50, "seconds": 0.3, "delay": 0.02}
        found = lived(tmp_path, database_url, seed=seed, beside=True, **slower)

        _tell(capsys, seed, found)
        assert found["killed"] > 20
        assert found["doubts"] > 0

    def test_with_what_is_in_doubt_held(
        self, seed: int, tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = lived(tmp_path, database_url, seed=seed, doubt="hold", **FULL)

        _tell(capsys, seed, found)
        assert found["duplicates"] == 0
        assert found["states"].get("doubt", 0) == found["doubts"]
