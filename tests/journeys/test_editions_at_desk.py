"""Two editors before one edition, and a publisher who helps a reader, in browsers; and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from pamphleteer.post.models import Delivery, Digest, Edition, Reader, Trial
from pamphleteer.post.verbs import intake
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.signup import enrol
from tests.cast import PASSWORD, Cast
from tests.journeys.newsroom import Newsroom, newsroom

pytestmark = [pytest.mark.browser, pytest.mark.either_database]
ADDRESS = "reader-1@readers.example"


@pytest.fixture
def cast(own_database: str) -> Cast:
    """An outlet whose edition waits for an editor."""
    cast = Cast()
    assert cast.editor and cast.publisher
    Digest.objects.all().delete()
    digest = Digest.objects.create(
        name="Daily", slug="daily", begins=cast.article().news_at, approval="drops"
    )
    cast.article(headline="The bridge is open")
    for number in range(3):
        enrol(f"reader-{number}@readers.example")
    assert compose(digest)
    return cast


@pytest.fixture
def room(cast: Cast, settings: Settings) -> Iterator[Newsroom]:
    settings.POST_SENDER = "digest@example.org"
    with newsroom(settings) as room:
        yield room


def test_an_edition_is_worded_looked_at_and_settled_once(cast: Cast, room: Newsroom) -> None:
    edith, paula = room.enter(cast.editor), room.enter(cast.publisher)
    edition = room.do(lambda: Edition.objects.get().pk)
    edith.go("desk/digests/")
    page = edith.go(f"desk/editions/{edition}/")
    other = paula.go(f"desk/editions/{edition}/")

    page.get_by_label("Stands first").select_option(label="The river is clean again")
    page.get_by_label("Opening note").fill("Good morning.")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator(".post-pieces li").first).to_have_text("The river is clean again")
    edith.look()
    edith.narrow()

    with other.expect_navigation():
        other.get_by_role("button", name="Drop it").click()
    assert "has changed since you opened it" in paula.says()

    page.get_by_role("link", name="Look at the letter").click()
    letter = page.frame_locator("iframe.post-letter")
    expect(letter.get_by_role("paragraph").filter(has_text="Good morning.")).to_be_visible()
    page.get_by_label("Look at it").select_option("phone-dark")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(letter.locator("body")).not_to_have_css("background-color", "rgb(255, 255, 255)")
    edith.look()
    edith.narrow()
    page.get_by_role("button", name="Send it to me").click()
    expect(page.locator(".messages")).to_contain_text("on its way to edith@example.org")
    assert room.do(lambda: Trial.objects.get().address) == "edith@example.org"

    page = edith.go(f"desk/editions/{edition}/")
    page.get_by_role("button", name="Let it go").press("Enter")
    expect(page.locator(".messages")).to_contain_text("The edition goes out.")
    edith.look()
    with other.expect_navigation():
        other.get_by_role("button", name="Drop it").click()
    assert "does not wait any more" in paula.says()
    assert room.do(Delivery.objects.count) == 3


def test_a_publisher_finds_a_reader_and_forgets_them(cast: Cast, room: Newsroom) -> None:
    paula = room.enter(cast.publisher)
    page = paula.go("desk/readers/")
    page.get_by_label("Whole mail address").fill(ADDRESS)
    page.get_by_label("Whole mail address").press("Enter")
    expect(page.locator("#main")).to_contain_text("r***@readers.example")
    assert ADDRESS not in page.content()
    paula.look()
    page.get_by_role("button", name="Show the whole address").click()
    expect(page.locator("#main")).to_contain_text(ADDRESS)
    paula.look()
    paula.go("desk/digests/settings/add/")
    reader = room.do(lambda: find(ADDRESS)).pk
    page = paula.go(f"desk/readers/{reader}/forget/")
    page.get_by_role("button", name="Forget this reader").press("Enter")
    expect(page.locator(".messages")).to_contain_text("Forgotten.")
    assert room.do(Reader.objects.count) == 2


def test_a_publisher_brings_readers_in_and_takes_the_list_out(
    cast: Cast, room: Newsroom, tmp_path: Path
) -> None:
    brought = tmp_path / "members.csv"
    brought.write_text("Email,Name,Topics\nnew@example.org,N,water\nno address,,\n")
    context = room.browser.new_context(java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{room.site}desk/login/")
    page.fill("input[name=username]", cast.publisher.email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{room.site}desk/")
    page.goto(f"{room.site}desk/readers/")
    page.get_by_role("link", name="Bring readers in").click()
    page.get_by_label("The list, as a CSV file").set_input_files(brought)
    page.get_by_label("How these people agreed to get mail").fill("The form on old.example.org")
    page.get_by_role("button", name="Bring them in").click()
    expect(page.locator("#main")).to_contain_text("being read")
    room.do(intake.round_)
    page.get_by_role("link", name="Look again").click()
    expect(page.locator("#main")).to_contain_text("1 reader was added")
    with page.expect_download() as report:
        page.get_by_role("link", name="What became of each row").click()
    assert "n***@example.org" in report.value.path().read_text()
    page.get_by_role("link", name="All lists").click()
    page.get_by_label("Those too who have not confirmed").check()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the list out").click()
    assert "new@example.org,confirmed,daily,water" in taken.value.path().read_text()

    paula = room.enter(cast.publisher)
    page = paula.go("desk/readers/lists/")
    page.get_by_role("link", name="members.csv").click()
    paula.look()


def test_without_script_an_edition_is_let_go_too(cast: Cast, room: Newsroom) -> None:
    page = room.browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{room.site}desk/login/")
    page.fill("input[name=username]", cast.editor.email)
    page.fill("input[name=password]", "correct horse battery staple")
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{room.site}desk/")
    page.get_by_role("link", name="Daily: The bridge is open").click()
    page.get_by_role("button", name="Let it go").click()
    expect(page.locator("#main")).to_contain_text("went out")
    assert room.do(Delivery.objects.count) == 3
