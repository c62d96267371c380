"""What a journey begins with: a house of its own, and a browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.house import House, house_at

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A folder that holds nothing yet; on PostgreSQL a database of its own too."""
    with house_at(tmp_path / "outlet") as house:
        yield house


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    if not CHROMIUM.exists():
        words = f"{CHROMIUM} is missing (Debian: chromium): nothing was looked at in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-quic"]
        )
        yield browser
        browser.close()
