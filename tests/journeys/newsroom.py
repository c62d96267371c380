"""A newsroom on loopback in the test's own process, so that the test has its clock, its rounds and its press."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django import Settings

from pamphleteer.press.verbs import press
from pamphleteer.register.models import Person
from tests.cast import PASSWORD
from tests.chromium import chromium
from tests.collect.desk import serving

_DESK, _PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_NARROW = {"width": 360, "height": 800}
# What fades in has too little contrast on the way.
_STILL = """() => {
    for (const one of document.getAnimations()) {
        try { one.finish(); } catch { one.cancel(); }
    }
}"""
_PATIENCE = 90_000  # milliseconds
_OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Newsroom:
    """The house at its address, and the browser in which people come."""

    site: str
    browser: Browser

    def enter(self, person: Person | None = None) -> "Seat":
        """Open a browser of somebody's own, logged in; of a reader's, for nobody."""
        page = self.browser.new_context(viewport=_DESK).new_page()  # type: ignore[arg-type]
        seat = Seat(page, self)
        page.on("dialog", seat.alarmed)
        if person:
            seat.log_in(person.email, PASSWORD)
            page.wait_for_url(f"{self.site}desk/")
        return seat

    def do(self, work: Callable[[], Any]) -> Any:
        """Do something with the rows, beside the browser's own loop."""

        def working() -> Any:
            try:
                return work()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as beside:
            return beside.submit(working).result(60)

    def press(self) -> None:
        """Bring the site up to date."""
        self.do(press.press)


class Seat:
    """One browser, and what was said in it that nobody should hear."""

    def __init__(self, page: Page, room: Newsroom) -> None:
        self.page, self.room = page, room
        self.alarms: list[str] = []
        self.blocked: list[str] = []
        page.on("console", self.complained)

    def complained(self, message: Any) -> None:
        """Remember what a page wanted and its policy did not let it have."""
        if "Content Security Policy" in message.text:
            self.blocked.append(f"{self.page.url}: {message.text}")

    def alarmed(self, dialog: Any) -> None:
        """Remember a script that spoke; a page that asks before it is left says nothing."""
        if dialog.type != "beforeunload":
            self.alarms.append(f"{self.page.url}: {dialog.message}")
        dialog.accept()

    def log_in(self, email: str, password: str) -> None:
        self.page.goto(f"{self.room.site}desk/login/")
        self.page.fill("input[name=username]", email)
        self.page.fill("input[name=password]", password)
        with self.page.expect_navigation():
            self.page.press("input[name=password]", "Enter")

    def go(self, path: str, *, own: str | None = "#main") -> Page:
        """Open a page, and look at it."""
        self.page.goto(f"{self.room.site}{path}")
        self.look(own=own)
        return self.page

    def reads(self, path: str) -> Page:
        """Open a page of the site, as readers do, and look at it."""
        return self.go(path, own=None)

    def look(self, *, own: str | None = "#main") -> None:
        """Find nothing that axe-core or the policy complains of, and nothing wider than a phone."""
        self.page.wait_for_load_state()
        assert not self.blocked, self.blocked
        self.page.evaluate(_STILL)
        found = Axe().run(self.page, context=own).response["violations"]
        told = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]
        assert not told, (self.page.url, told)
        self.page.set_viewport_size(_PHONE)  # type: ignore[arg-type]
        assert self.page.evaluate(_OVER) == 0, f"{self.page.url} is wider than a phone"
        self.page.set_viewport_size(_DESK)  # type: ignore[arg-type]

    def narrow(self) -> None:
        """Find that nothing of the desk's page, which scrolls within its frame, is beside a narrow phone."""
        self.page.set_viewport_size(_NARROW)  # type: ignore[arg-type]
        over = self.page.locator("#main").evaluate("(main) => main.scrollWidth - main.clientWidth")
        self.page.set_viewport_size(_DESK)  # type: ignore[arg-type]
        assert over == 0, f"{self.page.url} is wider than a phone by {over}"

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def says(self) -> str:
        """Return what the desk says of what was just done."""
        return self.page.locator(".messages").inner_text()

    def write(self, words: str) -> None:
        """Type into the body of the article."""
        body = self.page.locator("[data-contentpath=body] [contenteditable=true]")
        body.click()
        body.press_sequentially(words)


@contextmanager
def newsroom(settings: Settings) -> Iterator[Newsroom]:
    """Serve the house, and start a browser."""
    expect.set_options(timeout=_PATIENCE)
    with serving() as address:
        settings.SITE_URL = settings.DESK_URL = address
        with chromium() as browser:
            yield Newsroom(address, browser)
