"""Take the pictures of the docs: `python docs/pictures.py [DIR [PART...]]`.

The parts are what is shown: `outlet` and `choices` of a demo outlet, `readers`, `faults`; all, if none is named.
"""

import json
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = "/usr/bin/chromium"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
_PARTS = ("outlet", "choices", "readers", "faults")
_MORE = 3  # pieces of an edition that waits


@dataclass(frozen=True)
class Demo:
    """The addresses that a running demo outlet printed."""

    site: str
    inbox: str
    editor: str
    password: str
    folder: str


@contextmanager
def demo() -> Iterator[Demo]:
    """Run a demo outlet."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "pamphleteer", "demo", "--dir", f"{folder}/outlet"]
        running = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        printed = ""
        try:
            for line in running.stdout:
                printed += line
                if "Ctrl-C ends it" in line:
                    break
            yield Demo(
                site=_found(r"Site\s+(http\S+)", printed),
                inbox=_found(r"Inbox\s+(http\S+)", printed),
                editor=_found(r"log in as (\S+)", printed),
                password=_found(r"log in as \S+ with (\S+)", printed),
                folder=f"{folder}/outlet",
            )
        finally:
            running.send_signal(signal.SIGTERM)
            running.communicate(timeout=60)


def _found(pattern: str, printed: str) -> str:
    match = re.search(pattern, printed)
    if match is None:
        raise SystemExit(f"the demo outlet did not print {pattern}:\n{printed}")
    return match[1]


def take(browser: Browser, outlet: Demo, folder: Path) -> None:
    """Take each picture."""
    light = _page(browser, DESKTOP, "light")
    light.goto(outlet.site)
    _shot(light, folder / "front.png")
    light.locator("main article a, main h2 a").first.click()
    _shot(light, folder / "article.png")
    light.goto(f"{outlet.site}search/?q=water")
    _shot(light, folder / "search.png")
    light.goto(f"{outlet.site}digest/")
    _shot(light, folder / "sign-up.png")
    dark = _page(browser, DESKTOP, "dark")
    dark.goto(outlet.site)
    _shot(dark, folder / "front-dark.png")
    phone = _page(browser, PHONE, "light")
    phone.goto(f"{outlet.site}topics/index.html")
    phone.locator("main a").first.click()
    _shot(phone, folder / "topic-phone.png")
    light.goto(outlet.inbox)
    light.locator("main a").first.click()
    light.wait_for_load_state("networkidle")
    _shot(light, folder / "letter.png")
    _desk(light, outlet, folder)


def own_page(browser: Browser, outlet: Demo, folder: Path) -> None:
    """Take the pictures of what a reader chooses, from a topic's form on."""
    page = _page(browser, DESKTOP, "light")
    page.goto(f"{outlet.site}topics/index.html")
    page.locator("main a").first.click()
    page.locator("#signup").scroll_into_view_if_needed()
    page.locator("#signup").screenshot(path=folder / "sign-up-topic.png")
    page.fill("#signup-address", "nour@readers.example")
    page.locator("#signup button").click()
    mails = page.get_by_role("listitem").filter(has_text="nour@")
    page.goto(outlet.inbox)
    while not mails.count():
        page.wait_for_timeout(500)
        page.reload()
    mails.first.get_by_role("link").click()
    page.frame_locator("iframe").locator("a[href*='/digest/confirm/']").first.click()
    page.locator("main button").click()
    way = str(page.locator("main a[href*='/digest/choose/']").get_attribute("href"))
    for name, size, scheme in (("choices", DESKTOP, "light"), ("choices-phone", PHONE, "dark")):
        shown = _page(browser, size, scheme)
        shown.goto(way)
        shown.screenshot(path=folder / f"{name}.png", full_page=True)
    page.goto(f"{way}/forget")
    _shot(page, folder / "forget-me.png")


# What readers see of the small outlet of the tests: a picture, a page, its language, a size and a scheme.
_OF_READERS = (
    ("article-dark", "articles/the-river-is-clean-again.html", "en", DESKTOP, "dark"),
    ("podcast", "topics/radio/index.html", "en", DESKTOP, "light"),
    ("heard-phone", "articles/whose-river-is-it.html", "en", PHONE, "light"),
    ("edition", "digests/daily/edition-2.html", "en", DESKTOP, "light"),
    ("editions-phone", "digests/daily/index.html", "en", PHONE, "dark"),
    ("author", "authors/ada-quay/index.html", "en", DESKTOP, "light"),
    ("partner-phone", "partners/harbour-light/index.html", "en", PHONE, "dark"),
    ("year", "archive/2026/index.html", "en", DESKTOP, "light"),
    ("front-arabic", "index.html", "ar", DESKTOP, "light"),
    ("front-arabic-phone", "index.html", "ar", PHONE, "dark"),
    ("edition-arabic", "digests/daily/edition-1.html", "ar", DESKTOP, "light"),
)


# Its letter: a picture, a language, how wide the mail program is, a scheme.
_LETTERS = (
    ("letter-wide", "en", 700, "light"),
    ("letter-wide-dark", "en", 700, "dark"),
    ("letter-phone", "en", 360, "light"),
    ("letter-phone-dark", "en", 360, "dark"),
    ("letter-arabic", "ar", 700, "light"),
    ("letter-arabic-phone", "ar", 360, "dark"),
)


_SITE = "https://river.example/"


def _answer(public: Path, route: Route) -> None:
    """Answer with a file of the site."""
    route.fulfill(path=public / route.request.url.removeprefix(_SITE))


def letters(browser: Browser, folder: Path, outlets: Path) -> None:
    """Take the pictures of a letter, with the pictures in it from the folders of the sites."""
    for name, language, width, scheme in _LETTERS:
        outlet = outlets / language
        page = _page(browser, {"width": width, "height": 900}, scheme)
        page.route(f"{_SITE}**", partial(_answer, outlet / "public"))
        page.set_content((outlet / "letter.html").read_text(encoding="utf-8"))
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png", full_page=True)


def readers(browser: Browser, folder: Path) -> None:
    """Take the pictures of what readers see, in two languages."""
    with tempfile.TemporaryDirectory() as outlets:
        for language in ("en", "ar"):
            words = ["-m", "tests.press.golden.shown", f"{outlets}/{language}", language]
            subprocess.run([sys.executable, *words], check=True, capture_output=True)
        for name, path, language, size, scheme in _OF_READERS:
            page = _page(browser, size, scheme)
            page.goto(Path(outlets, language, "public", path).as_uri())
            _shot(page, folder / f"{name}.png")
        letters(browser, folder, Path(outlets))


# What a fault looks like at the desk: a picture, which of its two pages, a size and a scheme.
_FAULTS = (
    ("relays-rest", 0, DESKTOP, "light"),
    ("relays-rest-phone", 0, PHONE, "dark"),
    ("edition-faults", 1, DESKTOP, "light"),
)


@contextmanager
def faulty() -> Iterator[tuple[str, str]]:
    """Serve an outlet whose mail is in trouble; yields the addresses of its desk and of an edition."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "docs.faulty", f"{folder}/outlet"]
        running = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        try:
            desk, edition = running.stdout.readline().split()
            yield desk, edition
        finally:
            running.terminate()
            running.communicate(timeout=60)


def faults(browser: Browser, folder: Path) -> None:
    """Take the pictures of what the desk shows when relays fail, and what becomes of an edition then."""
    with faulty() as (desk, edition):
        for name, which, size, scheme in _FAULTS:
            page = _page(browser, size, scheme)
            _enter(page, desk, "paula@example.org", "a long password for the pictures")
            page.goto((f"{desk}relays/", edition)[which])
            # The desk scrolls within its frame: what is seen at once is all that is in the picture.
            height = page.evaluate("document.querySelector('#main').scrollHeight")
            page.set_viewport_size({**size, "height": height})  # type: ignore[typeddict-item]
            _shot(page, folder / f"{name}.png")


def _enter(page: Page, desk: str, name: str, password: str) -> None:
    page.goto(desk)
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.click("[type=submit]")
    page.wait_for_selector("h1")


def _desk(page: Page, outlet: Demo, folder: Path) -> None:
    _enter(page, f"{outlet.site}desk/", outlet.editor, outlet.password)
    _shot(page, folder / "home.png")
    page.goto(f"{outlet.site}desk/record/")
    _shot(page, folder / "record.png")
    page.goto(f"{outlet.site}desk/articles/")
    _shot(page, folder / "desk.png")
    page.locator("table tbody tr a").first.click()
    page.wait_for_selector("[name=headline]")
    _shot(page, folder / "form.png")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.reload()
    page.wait_for_selector("[name=headline]")
    _shot(page, folder / "form-phone.png")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.reload()
    page.click("button[aria-label*=review]")
    preview = page.frame_locator("#w-preview-iframe")
    preview.locator("h1").first.wait_for()
    _shot(page, folder / "preview.png")
    page.goto(f"{outlet.site}desk/wire/")
    _shot(page, folder / "wire.png")
    page.locator(".wire-story h2 a").first.click()
    _shot(page, folder / "story.png")
    page.goto(f"{outlet.site}desk/sources/")
    _shot(page, folder / "sources.png")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.reload()
    _shot(page, folder / "sources-phone.png")
    page.goto(f"{outlet.site}desk/wire/?show=all")
    _shot(page, folder / "wire-phone.png")
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    page.goto(f"{outlet.site}desk/fixed-pages/")
    _shot(page, folder / "fixed-pages.png")
    _look(page, outlet, folder)


def _look(page: Page, outlet: Demo, folder: Path) -> None:
    """Show what a publisher sees, which the demo's editor becomes for it."""
    _told(outlet, "people", "role", outlet.editor, "publisher")
    page.goto(f"{outlet.site}desk/look/")
    # Wagtail opens what was open at the last form.
    page.frame_locator("#w-preview-iframe").locator(".masthead").wait_for()
    page.wait_for_timeout(2000)
    page.fill("[name=accent]", "#0b4f8a")
    page.check("[name=type][value=mixed]")
    page.wait_for_timeout(3000)
    _shot(page, folder / "look.png")
    _post(page, outlet, folder)


def _post(page: Page, outlet: Demo, folder: Path) -> None:
    """Show the digest, an edition, its letter, and the readers, to a publisher."""
    page.goto(f"{outlet.site}desk/digests/")
    page.locator("#main table a").first.click()
    page.get_by_role("link", name="Change the digest").click()
    page.check("[name=approval][value=goes]")
    page.fill("[name=opening]", "Good morning. This is what happened since yesterday.")
    _shot(page, folder / "digest-settings.png")
    page.get_by_role("button", name="Save").first.click()
    page.wait_for_url(f"{outlet.site}desk/digests/")
    _shot(page, folder / "digests.png")
    with page.expect_navigation():
        page.locator("#main table td a").first.click()
    _shot(page, folder / "edition-at-desk.png")
    _delivery(page, outlet, folder)
    page.get_by_role("link", name="Look at the letter").click()
    page.frame_locator("iframe.post-letter").locator("h2").first.wait_for()
    _shot(page, folder / "letter-at-desk.png")
    page.get_by_label("Look at it").select_option("phone-dark")
    page.get_by_role("button", name="Show", exact=True).click()
    page.frame_locator("iframe.post-letter").locator("h2").first.wait_for()
    _shot(page, folder / "letter-at-desk-dark.png")
    page.goto(f"{outlet.site}desk/readers/")
    _shot(page, folder / "readers-at-desk.png")
    _lists(page, outlet, folder)
    _waits(page, outlet, folder)


def _delivery(page: Page, outlet: Demo, folder: Path) -> None:
    """Show the relays, and come back."""
    edition = page.url
    page.goto(f"{outlet.site}desk/relays/")
    _shot(page, folder / "relays.png")
    page.goto(edition)


def _lists(page: Page, outlet: Demo, folder: Path) -> None:
    """Show a list that was brought in."""
    page.goto(f"{outlet.site}desk/readers/lists/")
    rows = "".join(f"reader-{number}@members.example\n" for number in range(120))
    sent = f"Email\n{rows}no address\n".encode()
    listed = {"name": "members.csv", "mimeType": "text/csv", "buffer": sent}
    page.set_input_files("[name=file]", files=[listed])  # type: ignore[list-item]
    page.fill("[name=source]", "The form on old.example.org, confirmed by mail")
    page.get_by_role("button", name="Bring them in").click()
    while page.get_by_role("link", name="Look again").count():
        page.wait_for_timeout(500)
        page.reload()
    page.goto(f"{outlet.site}desk/readers/lists/")
    page.screenshot(path=folder / "lists-at-desk.png", full_page=True)


def _waits(page: Page, outlet: Demo, folder: Path) -> None:
    """Show an edition of a few more pieces of the wire, which waits for an editor."""
    for _ in range(_MORE):
        page.goto(f"{outlet.site}desk/wire/")
        with page.expect_navigation():
            page.get_by_role("button", name="Draft", exact=True).first.click()
    drafts = _told(outlet, "articles", "list", "--drafts", "--json").splitlines()
    _told(outlet, "articles", "publish", *(str(json.loads(one)["number"]) for one in drafts))
    _told(outlet, "digest", "compose", "daily")
    page.goto(f"{outlet.site}desk/digests/")
    page.locator("#main table a").first.click()
    page.locator(".post-waits a").click()
    page.screenshot(path=folder / "edition-waits.png", full_page=True)


def _told(outlet: Demo, *words: str) -> str:
    """Give the outlet a command, and return what it prints."""
    command = [sys.executable, "-m", "pamphleteer", "-C", outlet.folder, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _page(browser: Browser, size: dict[str, int], scheme: str) -> Page:
    return browser.new_context(viewport=size, color_scheme=scheme).new_page()  # type: ignore[arg-type]


def _shot(page: Page, path: Path) -> None:
    page.wait_for_load_state("load")
    page.screenshot(path=path)


def main(folder: Path, *parts: str) -> None:
    """Write the pictures into a folder, or some of them."""
    wanted = set(parts or _PARTS)
    if wanted - set(_PARTS):
        raise SystemExit(f"the parts are {', '.join(_PARTS)}")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        if wanted & {"outlet", "choices"}:
            with demo() as outlet:
                if "outlet" in wanted:
                    take(browser, outlet, folder)
                if "choices" in wanted:
                    own_page(browser, outlet, folder)
        if "readers" in wanted:
            readers(browser, folder)
        if "faults" in wanted:
            faults(browser, folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"), *sys.argv[2:])
