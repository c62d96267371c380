"""Whole years of letters, each with luck of its own: `SEEDS="1 2 3"` names years that are to be lived again."""

import os
import random
import sys
from datetime import UTC, datetime

import pytest

from tests.post.living.deeds import lived

SEEDS = [int(one) for one in os.environ.get("SEEDS", "").split()]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS or [random.SystemRandom().randrange(2**32)])
def test_a_year_brings_each_piece_once(seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    told = lived(seed, datetime(2026, 1, 1, 9, tzinfo=UTC), 365, readers=8)

    with capsys.disabled():
        counts = ", ".join(f"{number:,} {what}" for what, number in sorted(told.items()))
        sys.stdout.write(f"\nthe year of seed {seed}: {counts}\n")
    assert told["letters"] > 200
