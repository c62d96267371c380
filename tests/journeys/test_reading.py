"""Readers of every page: from a folder, under a prefix and from nginx, by keyboard, in the dark, from right to left.

One outlet in two languages is pressed once, and looked at in one browser.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from pytest_django import DjangoDbBlocker, Settings

from pamphleteer.press.verbs import indexing
from pamphleteer.press.verbs.press import press
from tests.chromium import chromium
from tests.collect.desk import serving
from tests.plugins.copies import laid_apart
from tests.press.golden.outlet import small_outlet
from tests.press.web.test_deploy import free_port, nginx

pytestmark = [pytest.mark.browser, pytest.mark.either_database]
HEARD = "articles/whose-river-is-it.html"
PAGES = (
    "index.html", "topics/index.html", "topics/water/index.html", "topics/radio/index.html",
    "articles/the-river-is-clean-again.html", HEARD, "articles/the-farmers-of-the-delta.html",
    "articles/the-mayor-has-resigned.html",
    "articles/he-said-no-yes-b-twice-b-in-quotes.html",
    "digests/index.html", "digests/daily/index.html", "digests/daily/edition-2.html",
    "archive/index.html", "archive/2026/index.html", "archive/2026/11/27/index.html",
    "authors/index.html", "authors/ada-quay/index.html",
    "partners/index.html", "partners/harbour-light/index.html",
    "pages/about/index.html", "feeds/index.html", "404.html",
)  # fmt: skip
PREFIX = "some/prefix/"
TABBED = "a[href], button, input, select, summary, audio[controls], .wide"
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 2.2, success criterion 1.4.12.
SPACED = """
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }
"""


@dataclass(frozen=True)
class Read:
    """Where the outlet lies, in English and in Arabic, and where it is served."""

    english: Path
    arabic: Path
    served: str
    prefixed: str

    def pages(self, folder: Path) -> list[Path]:
        """Return the pages to look at, whatever their language calls them; none that leads on at once."""
        named = {folder / path for path in PAGES} | set((folder / "articles").iterdir())
        there = sorted(path for path in named if path.is_file())
        return [path for path in there if 'http-equiv="refresh"' not in path.read_text()]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Keep quiet."""


@contextmanager
def plainly_served(folder: Path) -> Iterator[str]:
    """Serve a folder as the simplest of servers does."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def read(
    tmp_path_factory: pytest.TempPathFactory,
    empty_database: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Read]:
    """The outlet, pressed in both languages; the English one is served by nginx with our sample."""
    folder = tmp_path_factory.mktemp("read")
    if shutil.which("nginx") is None:
        pytest.skip("nginx is not installed")
    with ExitStack() as open_, django_db_blocker.unblock():
        arabic = folder / "arabic"
        arabic.mkdir()
        with laid_apart(empty_database, arabic), small_outlet(arabic, language="ar"):
            press()
        port = free_port()
        site = f"http://127.0.0.1:{port}/"
        open_.enter_context(laid_apart(empty_database, folder))
        open_.enter_context(small_outlet(folder, site=site))
        press()
        indexing.round_()
        public, above = Path(settings.PUBLIC), folder / "above"
        (above / PREFIX).parent.mkdir(parents=True)
        (above / PREFIX).symlink_to(public)
        plain = open_.enter_context(plainly_served(above))
        desk = int(open_.enter_context(serving()).rpartition(":")[2].strip("/"))
        (folder / "nginx").mkdir()
        open_.enter_context(nginx(public, desk, folder / "nginx", port))
        yield Read(public, arabic / "public", site, plain + PREFIX)


@pytest.fixture(autouse=True)
def _its_folder(read: Read, settings: Settings) -> None:
    """Let what is served find the outlet's own keys, which every test would look for in a folder of its own."""
    settings.FOLDER = read.english.parent


@pytest.fixture(scope="module")
def browser(read: Read) -> Iterator[Browser]:
    """Debian's Chromium, once for all of them."""
    with chromium() as browser:
        yield browser


@contextmanager
def looking(browser: Browser, **how: Any) -> Iterator[Page]:
    """Open a page that keeps still."""
    context: BrowserContext = browser.new_context(reduced_motion="reduce", **how)
    yield context.new_page()
    context.close()


def test_pages_are_the_same_from_a_folder_under_a_prefix_and_from_nginx(
    read: Read, browser: Browser
) -> None:
    folder = f"{read.english.as_uri()}/"
    for base in (folder, read.prefixed, read.served):
        with looking(browser) as page:
            asked: list[str] = []
            said: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.on("console", lambda message, said=said: said.append(message.text))
            page.on("requestfailed", lambda request, said=said: said.append(_why(request)))
            for path in PAGES:
                if base == read.prefixed and path == "404.html":
                    continue  # its links are whole addresses: it is for servers that have the site at their top
                page.goto(base + path)
                style = "getComputedStyle(document.querySelector('.masthead')).textAlign"
                assert page.evaluate(style) == "center", path
                shown = "[...document.images].every(one => one.naturalWidth > 0)"
                assert page.evaluate(shown), path
            assert not [words for words in said if words]
            assert all(url.startswith(base) for url in asked)
            assert page.context.cookies() == []


def _why(request: Request) -> str:
    """Return why a request failed; nothing if the next page was opened before the icon had come."""
    return "" if request.failure == "net::ERR_ABORTED" else f"{request.url}: {request.failure}"


def test_a_reader_without_scripts_reaches_everything(read: Read, browser: Browser) -> None:
    with looking(browser, java_script_enabled=False) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(read.served)
        page.get_by_role("link", name="The river is clean again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The river is clean again")
        page.locator(".kicker").get_by_role("link", name="Water").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Water")
        page.get_by_role("link", name="Whose river is it?").click()
        page.get_by_text("Transcript").click()
        expect(page.locator("details p").first).to_contain_text("The river is clean & again.")
        page.get_by_role("link", name="Past editions").click()
        page.get_by_role("link", name="The newest edition").click()
        expect(page.get_by_text("Edition 2")).to_be_visible()
        page.get_by_role("link", name="Older edition").click()
        expect(page.get_by_role("link", name="The farmers of the delta")).to_be_visible()
        page.locator(".foot").get_by_role("link", name="All pieces").click()
        page.get_by_label("Search all pieces").fill("ferry")
        page.keyboard.press("Enter")
        expect(page.locator("mark").first).to_have_text("ferry")
        page.goto(f"{read.served}topics/radio/index.html")
        page.get_by_label("E-mail address").fill("somebody@readers.example")
        page.get_by_role("button", name="Sign up").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Look into your inbox")
        assert all(url.startswith(read.served) for url in asked)


def test_every_link_and_field_is_reached_by_keyboard_and_shows_it(
    read: Read, browser: Browser
) -> None:
    pages = (*_EACH_KIND, "search/?q=river&topic=water")
    with looking(browser, viewport={"width": 1000, "height": 700}) as page:
        for path in pages:
            page.goto(read.served + path)
            stops = page.evaluate(_STOPS, TABBED)
            assert stops > 5, path
            page.keyboard.press("Tab")
            expect(page.locator(":focus")).to_have_text("Skip to content")
            for stop in range(stops):
                found = page.evaluate(_FOCUS)
                assert found == {"stop": stop, "seen": True, "marked": True}, (path, stop, found)
                for _inner in range(20):  # a player has buttons of its own
                    page.keyboard.press("Tab")
                    if page.evaluate(_FOCUS)["stop"] != stop:
                        break
            page.goto(read.served + path)
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            assert page.locator(":focus").get_attribute("id") == "content", path


_EACH_KIND = (
    "index.html", "topics/index.html", "topics/radio/index.html", PAGES[4], HEARD,
    "digests/daily/edition-2.html", "archive/index.html", "archive/2026/index.html", "feeds/index.html",
)  # fmt: skip
# Numbers what the tab key is to stop at, in the order in which it stands.
_STOPS = """wanted => {
    const seen = one => one.checkVisibility() && one.tabIndex >= 0 && one.getClientRects().length;
    const found = [...document.querySelectorAll(wanted)].filter(seen);
    found.forEach((one, at) => { one.dataset.stop = at; });
    return found.length;
}"""
_FOCUS = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return {
        stop: one.dataset.stop === undefined ? -1 : Number(one.dataset.stop),
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        marked: one.localName === "audio" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    };
}"""


def test_a_recording_is_heard_and_its_transcript_opened_by_keyboard(
    read: Read, browser: Browser
) -> None:
    with looking(browser) as page:
        page.goto(read.served + HEARD)
        player = page.locator("audio")
        player.focus()
        page.keyboard.press("Space")
        expect(player).to_have_js_property("paused", value=False)
        page.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator("details p").first).to_be_visible()


@pytest.mark.parametrize("language", ["english", "arabic"])
def test_axe_finds_nothing_in_the_light_and_in_the_dark(
    read: Read, browser: Browser, language: str
) -> None:
    folder: Path = getattr(read, language)
    with looking(browser) as page:
        for path in read.pages(folder):
            # Of pages that one template makes, one in each direction is enough.
            if language == "arabic" and path.parts[-2] in _ALIKE:
                continue
            page.goto(path.as_uri())
            running = page.evaluate("getComputedStyle(document.body).direction")
            assert running == ("rtl" if language == "arabic" else "ltr")
            assert not _violations(page), path
            page.emulate_media(color_scheme="dark")
            assert not _violations(page, runOnly=["color-contrast"]), path
            page.emulate_media(color_scheme="light")


_ALIKE = {"archive", "27", "authors", "ada-quay", "partners", "pages", "about", "feeds", "digests"}


def _violations(page: Page, **options: Any) -> list[tuple[str, str]]:
    found = Axe().run(page, options=options or None).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


@pytest.mark.parametrize("language", ["english", "arabic"])
def test_pages_fit_small_screens_large_letters_and_wide_spaces(
    read: Read, browser: Browser, language: str
) -> None:
    folder: Path = getattr(read, language)
    with looking(browser, bypass_csp=True, viewport={"width": 320, "height": 640}) as page:
        for path in read.pages(folder):
            page.set_viewport_size({"width": 320, "height": 640})
            page.goto(path.as_uri())
            assert page.evaluate(OVER) == 0, path
            page.add_style_tag(content=SPACED)
            assert page.evaluate(OVER) == 0, (path, "spaced")
            page.set_viewport_size({"width": 640, "height": 480})
            page.add_style_tag(content="html { font-size: 200% !important; }")
            assert page.evaluate(OVER) == 0, (path, "large")
            for width in (768, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate(OVER) == 0, (path, width)


def test_nothing_moves_and_paper_has_the_words_alone(read: Read, browser: Browser) -> None:
    with looking(browser) as page:
        page.goto((read.english / PAGES[4]).as_uri())
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        page.emulate_media(media="print", color_scheme="dark")
        for hidden in (".skip", ".sections", ".signup", ".foot"):
            assert not page.locator(hidden).first.is_visible(), hidden
        assert page.locator(".text").is_visible()
        colours = "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
        assert page.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
