"""The desk as a contributor, an editor and a publisher meet it, in a browser."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.schedule import round_ as scheduled
from pamphleteer.ground.clock import StoppedClock
from tests.cast import PASSWORD, Cast
from tests.collect.conftest import source_at
from tests.desk.test_wire import ONE, brings
from tests.journeys.newsroom import Newsroom, newsroom

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("stopped_clock")]
FAR = datetime(2099, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def cast(own_database: str) -> Cast:
    return Cast()


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.draft()


@pytest.fixture
def room(cast: Cast, article: Article, settings: Settings) -> Iterator[Newsroom]:
    people = (cast.contributor, cast.editor, cast.publisher)
    assert all(people)
    brings(source_at("https://one.example/feed", partner="The One"), ONE)
    with newsroom(settings) as room:
        yield room


def form_of(article: Article) -> str:
    return f"desk/articles/edit/{article.pk}/"


def test_from_the_wire_to_a_page_with_its_credit(room: Newsroom, cast: Cast) -> None:
    editor = room.enter(cast.editor)
    editor.look()
    page = editor.go("desk/wire/")
    page.get_by_role("link", name=ONE.headline).click()
    editor.look()
    page.go_back()
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("d")
    expect(page.locator(".messages")).to_contain_text("is a draft now: choose its topics")
    page.get_by_label("Water").check()
    editor.look()
    with page.expect_navigation():
        editor.button("Publish").click()
    assert "is published" in editor.says()
    room.press()

    reader = room.enter()
    reader.reads("").get_by_role("link", name=ONE.headline).first.click()
    reader.look(own=None)
    assert "The One" in reader.page.locator("main").inner_text()
    assert not editor.alarms + reader.alarms


@pytest.mark.either_database
def test_what_is_handed_in_is_sent_back_handed_in_again_and_published(
    room: Newsroom, cast: Cast
) -> None:
    contributor, editor = room.enter(cast.contributor), room.enter(cast.editor)
    contributor.look()
    contributor.go("desk/articles/add/")
    contributor.page.fill("[name=headline]", "The bridge is open")
    contributor.write("It took nine years. Everybody came.")
    with contributor.page.expect_navigation():
        contributor.button("Submit").click()
    assert "was handed in" in contributor.says()

    page = editor.go("desk/")
    page.get_by_role("link", name="The bridge is open").click()
    page.get_by_role("link", name="send it back").click()
    editor.look()
    page.fill("[name=words]", "Who paid for it?")
    editor.button("Send the article back with it").click()
    expect(page.locator(".messages")).to_contain_text("was sent back with your note")

    page = contributor.go("desk/")
    expect(page.locator("main")).to_contain_text("sent back with a note")
    page.get_by_role("link", name="The bridge is open").click()
    expect(page.locator("main")).to_contain_text("Who paid for it?")
    contributor.look()
    page.fill("[name=lead]", "The town paid.")
    with page.expect_navigation():
        contributor.button("Submit").click()

    editor.go("desk/").get_by_role("link", name="The bridge is open").click()
    with editor.page.expect_navigation():
        editor.button("Publish").click()
    room.press()
    reader = room.enter()
    expect(reader.reads("articles/the-bridge-is-open.html").locator("main")).to_contain_text(
        "The town paid."
    )


@pytest.mark.either_database
def test_what_is_scheduled_appears_is_corrected_and_withdrawn(
    room: Newsroom, cast: Cast, article: Article, stopped_clock: StoppedClock
) -> None:
    editor, reader = room.enter(cast.editor), room.enter()
    page = editor.go(form_of(article))
    page.fill("[name=date]", "2099-03-01 09:00")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        editor.button("Publish").click()
    assert "is scheduled: it is published at its date by itself" in editor.says()
    room.press()
    place = f"{room.site}articles/{article.slug}.html"
    assert reader.page.goto(place).status == 404

    stopped_clock.at = FAR
    assert room.do(scheduled) == 1
    room.press()
    reader.reads(f"articles/{article.slug}.html")

    editor = room.enter(cast.editor)
    page = editor.go(form_of(article))
    page.fill("[name=lead]", "It took fifty years.")
    page.fill("[name=correction]", "It took fifty years, not forty.")
    with page.expect_navigation():
        editor.button("Publish").click()
    assert "is published" in editor.says()
    room.press()
    reader.reads(f"articles/{article.slug}.html")
    expect(reader.page.locator("main")).to_contain_text("It took fifty years, not forty.")

    editor.go(f"desk/articles/unpublish/{article.pk}/")
    page.fill("[name=why]", "The river is not clean.")
    with page.expect_navigation():
        page.locator("main form [type=submit]").click()
    assert "was withdrawn" in editor.says()
    room.press()
    reader.reads(f"articles/{article.slug}.html")
    expect(reader.page.locator("main")).to_contain_text("withdrawn")
    expect(reader.page.locator("main")).to_contain_text("The river is not clean.")
    editor.go("desk/record/")


@pytest.mark.either_database
def test_a_publisher_reaches_what_the_others_do_not(room: Newsroom, cast: Cast) -> None:
    publisher = room.enter(cast.publisher)
    for path in ("desk/", "desk/users/", "desk/sources/", "desk/record/", "desk/outlet/"):
        publisher.go(path)
    contributor = room.enter(cast.contributor)
    for path in ("desk/users/", "desk/record/", "desk/outlet/"):
        contributor.page.goto(f"{room.site}{path}")
        assert contributor.page.url == f"{room.site}desk/"


@pytest.mark.either_database
def test_ten_wrong_passwords_lock_out(room: Newsroom, cast: Cast) -> None:
    stranger = room.enter()
    for _ in range(10):
        stranger.log_in(cast.editor.email, "not this one")
    expect(stranger.page.locator("body")).to_contain_text("Locked for a while")
    stranger.look(own=None)
    stranger.log_in(cast.editor.email, PASSWORD)
    expect(stranger.page.locator("body")).to_contain_text("Locked for a while")
