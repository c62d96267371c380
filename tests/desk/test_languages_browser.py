"""The desk in Spanish and French in a browser, on a phone: longer words, and those that scripts say."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from pamphleteer.register.models import Person
from tests.cast import PASSWORD, Cast
from tests.chromium import chromium
from tests.collect.desk import serving

pytestmark = [pytest.mark.browser, pytest.mark.either_database]
PHONE = {"width": 390, "height": 844}
COUNTED = {
    "es": "0 caracteres; hasta 320 se lee bien",
    "fr": "0 caractères\u202f; jusqu’à 320, cela se lit bien",
}


@pytest.fixture
def editor(own_database: str) -> Person:
    return Cast().editor


@pytest.fixture
def desk(editor: Person, settings: Settings) -> Iterator[str]:
    with serving() as address:
        settings.DESK_URL = address
        yield f"{address}desk/"


@pytest.fixture
def browser(desk: str) -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def log_in(browser: Browser, desk: str, editor: Person, *, language: str) -> Page:
    page = browser.new_context(viewport=PHONE, locale=language).new_page()
    page.goto(f"{desk}login/")
    page.fill('input[name="username"]', editor.email)
    page.fill('input[name="password"]', PASSWORD)
    with page.expect_navigation():
        page.click('button[type="submit"]')
    return page


def test_the_desk_fits_a_phone_in_each_language_and_so_speak_its_scripts(
    browser: Browser, desk: str, editor: Person
) -> None:
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    for language, counted in COUNTED.items():
        page = log_in(browser, desk, editor, language=language)
        for at in ("wire/", "account/security/", "record/", "articles/add/"):
            page.goto(desk + at)
            assert page.locator("html").get_attribute("lang") == language
            assert page.evaluate(over) == 0, at
        expect(page.locator("output.help").first).to_have_text(counted)
