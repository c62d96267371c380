"""The search in a browser: on a phone, in the dark, from right to left, and from a page that is a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from pamphleteer.press.verbs import indexing
from pamphleteer.press.verbs.press import press
from tests.cast import Cast
from tests.chromium import chromium
from tests.collect.desk import serving

pytestmark = [pytest.mark.browser, pytest.mark.either_database]
PHONE = {"width": 390, "height": 844}
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def language() -> str:
    """What the outlet speaks."""
    return "en"


@pytest.fixture
def house(own_database: str, settings: Settings, language: str) -> Iterator[str]:
    """An outlet with two pieces, pressed and served on loopback."""
    cast = Cast()
    cast.outlet.language = language
    cast.outlet.save()
    with serving() as address:
        settings.SITE_URL = settings.DESK_URL = address
        settings.SEARCH_URL, settings.SIGNUP_URL = f"{address}search/", f"{address}digest/"
        cast.article(partner=cast.partner)
        cast.article(headline="والجسر مفتوح في ألمانيا", lead="أخيرا.", language="ar")
        press()
        indexing.round_()
        yield address


@pytest.fixture
def browser(house: str) -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def look(page: Page) -> None:
    """Find nothing that axe-core complains of, and nothing wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert not [(page.url, one["id"], one["nodes"][0]["html"][:200]) for one in found]
    assert page.evaluate(OVER) == 0, page.url


def test_a_page_in_a_folder_leads_to_what_is_found(house: str, browser: Browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((Path(configured.PUBLIC) / "archive/index.html").as_uri())
    page.get_by_label("Search all pieces").fill("riv")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{house}search/?q=riv")
    expect(page.locator("mark")).to_have_text("river")
    page.get_by_label("Topic").select_option("Water")
    page.get_by_label("Order").select_option("By relevance")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_label("Topic")).to_have_value("water")
    expect(page.get_by_role("heading", level=2)).to_have_text("1 piece")
    page.get_by_role("link", name="The river is clean again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The river is clean again")
    # Pages that are made for one reader name no icon: browsers look for one.
    assert not [words for words in said if "404" not in words]
    assert page.context.cookies() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_phone(house: str, browser: Browser, scheme: str) -> None:
    page = browser.new_page(viewport=PHONE, color_scheme="dark" if scheme == "dark" else "light")
    for query in ("", "?q=riv&topic=water", "?q=nothing", "?q=%25", "?topic=water&year=1"):
        page.goto(f"{house}search/{query}")
        look(page)


@pytest.mark.parametrize("language", ["ar"])
def test_an_outlet_that_is_read_from_right_to_left(house: str, browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{house}search/?q=الجسر")
    expect(page.locator("mark")).to_have_text("والجسر")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    look(page)
