"""A reader comes, signs up, gets the digest, opens an article from it and leaves; an editor works."""

import json
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.house import House, free_port, house_at

pytestmark = pytest.mark.browser

READER = "nour@readers.example"
CHOOSER, ELSEWHERE = "chooser@readers.example", "elsewhere@readers.example"
PROVIDED = "provided@readers.example"
LOOKS = 120  # at most, half a second apart


@dataclass
class Town:
    """The running demo: its addresses, and the login that it printed."""

    house: House
    site: str
    inbox: str
    editor: str
    password: str


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, empty_database: str) -> Iterator[Town]:
    """The demo outlet, running; ended as by Ctrl-C, when nothing of it may stay."""
    with house_at(tmp_path_factory.mktemp("town") / "outlet", laid=empty_database) as house:
        yield from running(house)


def running(house: House) -> Iterator[Town]:
    begun = house.begin("demo", "--dir", house.folder, "--port", str(free_port()))
    try:
        printed = begun.read_until("Ctrl-C ends it.")
        login = re.search(r"log in as (\S+) with (\S+)", printed)
        assert login
        yield Town(house, found(printed, "Site"), found(printed, "Inbox"), login[1], login[2])
    finally:
        code = begun.end(signal.SIGINT)
    assert code == 0, begun.printed
    assert begun.left() == []
    assert "Traceback" not in begun.printed


def found(printed: str, what: str) -> str:
    match = re.search(rf"{what}\s+(http://\S+)", printed)
    assert match, printed
    return match[1]


def hosts_of(context: BrowserContext) -> set[str]:
    """Return the set that gathers whom the browser asks from now on."""
    hosts: set[str] = set()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    return hosts


@pytest.mark.either_database
def test_reader_signs_up_confirms_reads_and_leaves(town: Town, browser: Browser) -> None:
    context = browser.new_context()
    asked = hosts_of(context)
    page = context.new_page()
    assert town.house.of("readers", "add", PROVIDED).returncode == 0

    page.goto(town.site)
    page.get_by_label("E-mail address").fill(READER)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your inbox")

    open_mail(page, town, number=1)
    link_in_mail(page, "/digest/confirm/").click()
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are on the list")

    publish_from_wire(browser, town, "The N4 is late because it waits")
    assert town.house.of("digest", "compose").returncode == 0
    open_mail(page, town, number=2)
    mail(page).get_by_role("link", name="The N4 is late because it waits").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The N4 is late because it waits")
    assert page.url.startswith(f"{town.site}articles/")

    open_mail(page, town, number=2)
    link_in_mail(page, "/digest/leave/").click()
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have left")
    wait_for_mails(page, town, PROVIDED, 1)
    leave_as_a_provider(town.house.mails_to(PROVIDED)[0])

    publish_from_wire(browser, town, "A court asks for a reporter")
    assert town.house.of("digest", "compose").returncode == 0
    wait_for_mails(page, town, "amaya@readers.example", 3)
    assert mails_to(page, town, READER).count() == 2
    assert len(town.house.mails_to(PROVIDED)) == 1
    assert asked == {urlsplit(town.site).netloc, urlsplit(town.inbox).netloc}
    context.close()


@pytest.mark.either_database
def test_reader_chooses_pauses_moves_and_is_forgotten(town: Town, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    asked = hosts_of(context)
    page = context.new_page()
    first, second = topics_of(page, town)
    name = page.locator("h1").inner_text()
    expect(page.get_by_label(f"Only pieces on {name}")).to_be_checked()
    page.get_by_label("E-mail address").fill(CHOOSER)
    page.get_by_role("button", name="Sign up").click()
    open_mail(page, town, number=1, to=CHOOSER)
    link_in_mail(page, "/digest/confirm/").click()
    page.get_by_role("button").click()

    page.get_by_role("link", name="Choose your topics").click()
    expect(page.get_by_label("Only these:")).to_be_checked()
    expect(page.get_by_role("checkbox", name=first, exact=True)).to_be_checked()
    page.get_by_role("checkbox", name=second, exact=True).check()
    page.get_by_label("Weekly, on the day below").check()
    page.get_by_label("Day of a weekly letter").select_option("Friday")
    page.get_by_label("Hour, in your time zone").select_option("18:00")
    page.get_by_label("Your time zone", exact=True).select_option("Asia/Tokyo")
    page.get_by_label("Plain text").check()
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_role("status")).to_contain_text("Your choices are kept")
    for chosen in (first, second):
        expect(page.get_by_role("checkbox", name=chosen, exact=True)).to_be_checked()
    expect(page.get_by_label("Your time zone", exact=True)).to_have_value("Asia/Tokyo")
    expect(page.get_by_label("Hour, in your time zone")).to_have_value("18")
    is_fit_to_read(page)

    page.get_by_label("Send nothing until this day").fill(in_a_month())
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("main")).to_contain_text("No letters come until")
    page.get_by_role("button", name="Send letters again now").click()
    expect(page.get_by_role("status")).to_contain_text("Letters come again")

    page.get_by_label("New e-mail address").fill(ELSEWHERE)
    page.get_by_role("button", name="Change the address").click()
    expect(page.get_by_role("status")).to_contain_text("a mail is on its way")
    open_mail(page, town, number=1, to=ELSEWHERE)
    link_in_mail(page, "/digest/move/").click()
    page.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your letters come here from now on")
    choices = str(page.get_by_role("link", name="Choose your topics").get_attribute("href"))
    open_mail(page, town, number=2, to=CHOOSER)
    expect(mail(page)).to_contain_text("e***@readers.example")

    page.goto(choices)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download it").click()
    known = json.loads(download.value.path().read_text())
    assert (known["email"], known["choices"][0]["hour"]) == (ELSEWHERE, 18)
    page.get_by_role("link", name="Forget me").click()
    page.get_by_role("button", name="Forget me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are forgotten")
    assert town.house.of("readers", "show", ELSEWHERE).returncode != 0
    assert asked == {urlsplit(town.site).netloc, urlsplit(town.inbox).netloc}
    context.close()


def leave_as_a_provider(letter: EmailMessage) -> None:
    """Send these very bytes, without cookies or a login, to be answered without another address (RFC 8058, 3.1)."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [way] = re.findall(r"<(http[^>]+)>", letter["List-Unsubscribe"])
    request = Request(way, data=b"List-Unsubscribe=One-Click", method="POST")
    with urlopen(request, timeout=30) as answer:
        assert (answer.status, answer.url) == (200, way)


def topics_of(page: Page, town: Town) -> list[str]:
    """Open a topic's page as readers find it; return its name, and that of another one."""
    page.goto(f"{town.site}topics/index.html")
    links = page.locator("main a[href*='topics/']")
    names = list(dict.fromkeys(links.all_inner_texts()))[:2]
    links.first.click()
    return names


def is_fit_to_read(page: Page) -> None:
    """Find nothing to complain of, in the light and in the dark, and nothing wider than a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(over) == 0


def in_a_month() -> str:
    return (datetime.now(UTC) + timedelta(days=30)).date().isoformat()


@pytest.mark.either_database
def test_pages_are_accessible_and_ask_no_other_host(town: Town, browser: Browser) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        asked = hosts_of(context)
        page = context.new_page()
        page.goto(town.site)
        for address in [town.site, f"{town.site}digest/", town.inbox, *pages_from(page)]:
            page.goto(address)
            results = Axe().run(page)
            assert results.violations_count == 0, f"{address}: {results.generate_report()}"
        page.goto(town.site)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
        assert asked == {urlsplit(town.site).netloc, urlsplit(town.inbox).netloc}
        context.close()


@pytest.mark.either_database
def test_no_page_of_the_desk_fails_or_asks_another_host(town: Town, browser: Browser) -> None:
    asked: set[str] = set()
    faults: list[str] = []
    for login, deep in [((town.editor, town.password), False), (publisher_of(town), True)]:
        context = browser.new_context()
        gather(context, asked, faults)
        page = context.new_page()
        log_in(page, town, *login)
        walked = walk(page, f"{town.site}desk/", deep=deep)
        assert {"desk/wire/", "desk/articles/", "desk/account/"} <= walked
        context.close()

    assert {
        "desk/wire/#/",
        "desk/pieces/inspect/#/",
        "desk/articles/edit/#/",
        "desk/users/edit/#/",
    } <= walked
    assert not faults
    assert asked == {urlsplit(town.site).netloc}


@pytest.mark.either_database
def test_an_editor_goes_through_the_wire_by_keys(town: Town, browser: Browser) -> None:
    for at, scheme in enumerate(("light", "dark")):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        log_in(page, town, town.editor, town.password)
        wire = f"{town.site}desk/wire/?show=all&days=0"
        page.goto(wire)
        story = page.locator(".wire-story").nth(at)
        for address in (wire, str(story.locator("h2 a").get_attribute("href"))):
            page.goto(urljoin(town.site, address))
            results = Axe().run(page, context="#main")
            assert results.violations_count == 0, f"{address}: {results.generate_report()}"
        page.goto(wire)
        for key in ("j" * (at + 1)) + "x":
            page.keyboard.press(key)
        assert story.locator("input[name=story]").is_checked()
        page.keyboard.press("s")
        expect(page.locator(".messages")).to_contain_text("1 story put aside")
        expect(story).to_contain_text("Put aside by")
        context.close()


def gather(context: BrowserContext, asked: set[str], faults: list[str]) -> None:
    """Gather whom the browser asks and what goes wrong in it from now on."""
    context.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    context.on("response", lambda r: faults.append(r.url) if r.status >= 400 else None)
    context.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda error: faults.append(str(error.error)))


def publisher_of(town: Town) -> tuple[str, str]:
    """Let a publisher in, and return her address and password."""
    added = town.house.of("people", "add", "paula@example.org", "--publisher").stdout
    password = re.search(r"Password: (\S+)", added)
    assert password, added
    return "paula@example.org", password[1]


def walk(page: Page, start: str, *, deep: bool) -> set[str]:
    """Follow the links below an address, those found there too if deep; return the kinds of pages."""
    waiting = [start]
    walked: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        kind = re.sub(r"/\d+/", "/#/", urlsplit(address).path).lstrip("/")
        # What is done to many at once has an address that means nothing until some are chosen.
        if kind in walked or not address.startswith(start) or "/bulk/" in address:
            continue
        walked.add(kind)
        page.goto(address)
        page.wait_for_load_state()
        assert page.evaluate("Boolean(window.wagtail)"), address
        if deep or address == start:
            links = page.locator("a[href]")
            waiting += links.evaluate_all("links => links.map(link => link.href)")
    return walked


def pages_from(front: Page) -> list[str]:
    """Return the addresses of a topic and of an article, as the front page links them."""
    topic = front.locator("a[href*='topics/']:not([href='topics/index.html'])").first
    article = front.locator("a[href*='articles/']").first
    return [str(link.evaluate("link => link.href")) for link in (topic, article)]


def mails_to(page: Page, town: Town, address: str) -> Locator:
    page.goto(town.inbox)
    return page.get_by_role("listitem").filter(has_text=address)


def wait_for_mails(page: Page, town: Town, address: str, number: int) -> Locator:
    """Look into the inbox until that many mails have come to the address."""
    for _ in range(LOOKS):
        mails = mails_to(page, town, address)
        if mails.count() >= number:
            return mails
        page.wait_for_timeout(500)
    raise AssertionError(f"{number} mails to {address} were expected: {page.inner_text('body')}")


def open_mail(page: Page, town: Town, *, number: int, to: str = READER) -> None:
    """Open the newest mail to the reader, once that many are there."""
    wait_for_mails(page, town, to, number).first.get_by_role("link").click()


def mail(page: Page) -> Locator:
    return page.frame_locator("iframe").locator("body")


def link_in_mail(page: Page, path: str) -> Locator:
    return mail(page).locator(f"a[href*='{path}']").first


def log_in(page: Page, town: Town, email: str, password: str) -> None:
    page.goto(f"{town.site}desk/")
    page.locator("input[name=username]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(f"{town.site}desk/")


def publish_from_wire(browser: Browser, town: Town, headline: str) -> None:
    """Do what an editor does at the desk, and see that the site shows it within a second."""
    context = browser.new_context()
    page = context.new_page()
    log_in(page, town, town.editor, town.password)
    page.get_by_role("link", name="Wire").first.click()
    page.get_by_role("link", name=headline).first.click()
    page.get_by_role("button", name="Draft", exact=True).click()
    publish = page.get_by_role("button", name="Publish", exact=True)
    if not publish.is_visible():
        page.get_by_role("button", name="More actions").click()
    publish.click()
    page.wait_for_url(lambda address: "/edit/" not in address)
    page.wait_for_timeout(1000)
    page.goto(town.site)
    expect(page.get_by_role("link", name=headline).first).to_be_visible()
    context.close()
