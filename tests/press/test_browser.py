"""The site in a browser, opened from its folder as a reader of a copy would open it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.chromium import chromium

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.either_database]
PAGES = [
    "index.html",
    "topics/index.html",
    "topics/water/index.html",
    "archive/index.html",
    "archive/2026/index.html",
    "archive/2026/11/22/index.html",
    "authors/index.html",
    "authors/ada-quay/index.html",
    "partners/index.html",
    "partners/harbour-light/index.html",
    "articles/the-ferry-is-run-by-its-passengers.html",
    "404.html",
]


@pytest.fixture
def browser(public: Path) -> Iterator[Browser]:
    """Debian's Chromium, headless; started when the site is pressed already."""
    with chromium() as browser:
        yield browser


def test_a_copy_in_a_folder_is_styled_and_asks_nobody(public: Path, browser: Browser) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for path in PAGES:
        page.goto((public / path).as_uri())
        size = page.evaluate("getComputedStyle(document.querySelector('.masthead')).textAlign")
        assert size == "center", path
    assert not said
    assert all(url.startswith("file:") for url in asked)


def test_tab_reaches_the_skip_link_first_and_shows_it(public: Path, browser: Browser) -> None:
    page = browser.new_page()
    for path in PAGES:
        page.goto((public / path).as_uri())
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.inner_text() == "Skip to content", path
        clip = focused.evaluate("element => getComputedStyle(element).clipPath")
        assert clip == "none"
        page.keyboard.press("Enter")
        assert page.locator(":focus").get_attribute("id") == "content"


def test_axe_finds_nothing(public: Path, browser: Browser) -> None:
    light, dark = browser.new_page(color_scheme="light"), browser.new_page(color_scheme="dark")
    for path in PAGES:
        for page in (light, dark):
            page.goto((public / path).as_uri())
            found = Axe().run(page).response["violations"]
            assert not [(path, page is dark, violation["id"]) for violation in found]


def test_no_page_is_wider_than_the_screen(public: Path, browser: Browser) -> None:
    for width in (320, 360, 768, 1280):
        page = browser.new_page(viewport={"width": width, "height": 800})
        for path in PAGES:
            page.goto((public / path).as_uri())
            over = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert over == 0, (path, width)
