"""The whole `public/` of a small outlet, byte for byte, whichever the database, the zone and the day."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from pamphleteer.press.verbs import shelves
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press
from tests.press.golden.held import differences, hold
from tests.press.golden.outlet import small_outlet


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose clocks go by a zone that nobody has thought of."""
    with monkeypatch.context() as there:
        there.setenv("TZ", "Pacific/Chatham")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("own_database", "elsewhere")
def test_the_golden_site_is_made_as_it_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # So that so few pieces fill pages of lists, and parts of feeds.
    monkeypatch.setattr(shelves, "EACH", 4)
    with small_outlet(tmp_path):
        press()
        assert not check()
        if os.environ.get("GOLDEN") == "anew":
            hold(settings.PUBLIC)
        assert not (told := differences(settings.PUBLIC)), f"\n{told}"
