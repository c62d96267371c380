"""Debian's Chromium, for tests that look at pages."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

# A whole browser makes windows that nobody sees: its pages take four times as long as those of the shell.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start it headless; where it is missing the test is skipped, but fails on the build server."""
    if not CHROMIUM:
        words = "Chromium is missing (Debian: chromium-headless-shell): nothing was looked at in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-quic"]
        )
        yield browser
        browser.close()
