"""The login and the pages that protect people, in a browser: with and without scripts, on a phone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, Page
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.register.models import Passkey, Person
from tests.cast import PASSWORD, Cast
from tests.chromium import chromium
from tests.collect.desk import serving

pytestmark = [pytest.mark.browser, pytest.mark.either_database]
PHONE = {"width": 390, "height": 844}
ASKED = '.login-form input[name="code"]'


@pytest.fixture
def editor(own_database: str) -> Person:
    return Cast().editor


@pytest.fixture
def publisher(own_database: str) -> Person:
    return Cast().publisher


@pytest.fixture
def desk(editor: Person, publisher: Person, settings: Settings) -> Iterator[str]:
    """The house on loopback, by a name: browsers offer passkeys to no number."""
    with serving() as address:
        settings.DESK_URL = address.replace("127.0.0.1", "localhost")
        yield f"{settings.DESK_URL}desk/"


@pytest.fixture
def browser(desk: str) -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def log_in(page: Page, desk: str, person: Person, password: str = PASSWORD) -> None:
    page.goto(f"{desk}login/")
    page.fill('input[name="username"]', person.email)
    page.fill('input[name="password"]', password)
    with page.expect_navigation():
        page.click('button[type="submit"]')


def look(page: Page, *, own: str | None = None) -> None:
    """Find nothing that axe-core complains of, and nothing wider than the screen."""
    # The desk's frame is Wagtail's: only what is within the main part is ours.
    found = Axe().run(page, context=own).response["violations"]
    assert not [(page.url, one["id"], one["nodes"][0]["html"][:200]) for one in found]
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) == 0, page.url


def kept() -> list[tuple[str, int, int, bool]]:
    """Return the passkeys there are, asked for beside the browser's own loop."""

    def read() -> list[tuple[str, int, int, bool]]:
        try:
            return [(p.name, p.person_id, p.signs, bool(p.used)) for p in Passkey.objects.all()]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(read).result(30)


def set_app(page: Page, desk: str) -> tuple[pyotp.TOTP, list[str]]:
    page.goto(f"{desk}account/security/app/")
    secret = page.locator(".security-secret").inner_text()
    app = pyotp.TOTP(secret.replace(" ", ""))
    page.fill("#code", app.at(datetime.now(UTC)))
    with page.expect_navigation():
        page.click("text=Set it up")
    return app, page.locator(".security-codes code").all_inner_texts()


def test_without_scripts_an_app_is_set_up_and_used(
    browser: Browser, desk: str, editor: Person
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    log_in(page, desk, editor)
    app, codes = set_app(page, desk)
    assert len(codes) == 10

    again = browser.new_context(java_script_enabled=False).new_page()
    log_in(again, desk, editor)
    again.fill("#code", app.at(clock.now(), counter_offset=1))
    again.click("text=Log in")
    assert again.url == desk

    lost = browser.new_context(java_script_enabled=False).new_page()
    log_in(lost, desk, editor)
    lost.fill("#code", codes[3])
    lost.click("text=Log in")
    assert lost.url == desk
    lost.goto(f"{desk}account/security/")
    assert "9 of them are left" in lost.content()
    lost.click("text=Log out everywhere else")
    assert "Logged out in 2 other browsers" in lost.content()
    again.reload()
    assert "/login/" in again.url


def test_a_passkey_is_set_up_and_logs_in(browser: Browser, desk: str, editor: Person) -> None:
    page = browser.new_page(viewport=PHONE)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    log_in(page, desk, editor)
    page.goto(f"{desk}account/security/passkey/")
    look(page, own="#main")
    page.fill("#name", "The blue key")
    page.click("text=Set it up")
    page.wait_for_selector(".security-codes")
    assert kept() == [("The blue key", editor.pk, 1, False)]

    page.goto(f"{desk}account/security/")
    with page.expect_navigation():
        page.click("text=Log out everywhere")
    log_in(page, desk, editor)
    page.wait_for_selector("text=Use a passkey")
    look(page)
    page.click("text=Use a passkey")
    page.wait_for_url(desk)
    assert kept() == [("The blue key", editor.pk, 2, True)]

    page.goto(f"{desk}account/security/")
    with page.expect_navigation():
        page.click('[aria-label="Take away The blue key"]')
    assert kept() == []


def test_every_page_passes_axe_and_fits_a_phone(
    browser: Browser, desk: str, editor: Person
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{desk}login/")
    look(page)
    log_in(page, desk, editor)
    for path in ("account/security/", "account/security/app/", "account/security/sure/"):
        page.goto(desk + path)
        look(page, own="#main")
    _, codes = set_app(page, desk)
    assert codes
    look(page, own="#main")
    page.goto(f"{desk}account/security/")
    look(page, own="#main")
    page.goto(f"{desk}account/")
    page.click("text=Second factor and logins")
    assert page.url == f"{desk}account/security/"

    other = browser.new_page(viewport=PHONE)
    log_in(other, desk, editor)
    look(other)
    for _ in range(10):
        other.fill(ASKED, "000000")
        with other.expect_navigation():
            other.click("text=Log in")
    assert "Locked for a while" in other.content()
    look(other)


def test_the_pages_for_people_pass_axe_and_fit_a_phone(
    browser: Browser, desk: str, editor: Person, publisher: Person
) -> None:
    page = browser.new_page(viewport=PHONE)
    log_in(page, desk, publisher)
    for path in ("users/", "users/new/", f"users/edit/{editor.pk}/"):
        page.goto(desk + path)
        look(page, own="#main")
