"""Rubbish is looked for seldom while much is made, and as before afterwards."""

import gc

import pytest

from pamphleteer.ground.rubbish import looked_for_seldom


def test_rubbish_is_looked_for_seldom_and_as_before_afterwards() -> None:
    before, within = gc.get_threshold(), (0, 0, 0)
    with pytest.raises(OSError, match="amiss"), looked_for_seldom():
        within = gc.get_threshold()
        raise OSError("amiss")

    assert gc.get_threshold() == before != within


def test_rubbish_that_holds_itself_still_goes() -> None:
    class Made:
        """Holds itself."""

        there = 0

        def __init__(self) -> None:
            self.itself = self
            Made.there += 1

        def __del__(self) -> None:
            Made.there -= 1

    most = 0
    with looked_for_seldom():
        for _each in range(300_000):
            Made()
            most = max(most, Made.there)

    assert 0 < most < 100_000
