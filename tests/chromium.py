"""Debian's Chromium, for tests that look at pages."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start it headless; where it is missing the test is skipped, but fails on the build server."""
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
