"""Pictures, a recording, a logo and a fixed page, from their forms to their pages, in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from pamphleteer.desk.models import Article
from tests.cast import Cast
from tests.drawing import drawn
from tests.journeys.newsroom import Newsroom, Seat, newsroom
from tests.sounds import mp3

_COLOUR = "one => getComputedStyle(one).color"
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("stopped_clock")]


@pytest.fixture
def cast(own_database: str) -> Cast:
    return Cast()


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.draft()


@pytest.fixture
def room(cast: Cast, article: Article, settings: Settings) -> Iterator[Newsroom]:
    assert cast.editor
    assert cast.publisher
    with newsroom(settings) as room:
        yield room


@pytest.mark.either_database
def test_what_is_uploaded_at_the_desk_goes_from_its_form_to_its_page(
    room: Newsroom, cast: Cast, article: Article, tmp_path: Path
) -> None:
    photograph, talk = tmp_path / "bridge.png", tmp_path / "talk.mp3"
    photograph.write_bytes(drawn("x", "PNG", size=(600, 300)).read())
    talk.write_bytes(mp3().read())
    editor = room.enter(cast.editor)
    page = editor.go("desk/pictures/add/")
    editor.look()
    page.set_input_files("[name=file]", photograph)
    page.fill("[name=alt]", "The old bridge")
    page.fill("[name=credit]", "Ada Quay")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    editor.go("desk/pictures/?q=bridge", own=None)

    page = editor.go(f"desk/articles/edit/{article.pk}/")
    page.get_by_label("Find another one").fill("nowhere")
    expect(page.get_by_text("Nothing has all of these words")).to_be_visible()
    page.get_by_label("Find another one").fill("old bridge")
    expect(page.get_by_text("1 found: choose in the list.")).to_be_visible()
    page.set_input_files("[name=picture_file]", photograph)
    page.fill("[name=picture_alt]", "The new bridge")
    page.fill("[name=picture_credit]", "Ada Quay")
    editor.write("/Pict")
    page.get_by_role("option", name="Picture", exact=True).click()
    chooser = page.get_by_role("dialog")
    chooser.get_by_role("searchbox").fill("quay OLD")
    expect(chooser.get_by_role("status")).to_contain_text("1 found")
    chooser.get_by_role("button", name="The old bridge").click()
    expect(page.locator("figure.desk-picture")).to_contain_text("The old bridge (Ada Quay)")
    page.set_input_files("[name=audio_file]", talk)
    page.fill("[name=transcript]", "Here it stands.")
    editor.look()
    with page.expect_navigation():
        editor.button("Publish").click()
    assert "is published" in editor.says()
    editor.go(f"desk/articles/edit/{article.pk}/")
    editor.look()
    room.press()

    reader = room.enter()
    seen = reader.reads(f"articles/{article.slug}.html")
    assert seen.get_by_role("img", name="The new bridge").evaluate("one => one.naturalWidth") > 0
    assert seen.get_by_role("img", name="The old bridge").count() == 1
    assert seen.locator("audio").evaluate("one => { one.load(); return one.controls }")
    reader.look(own=None)

    _say_who_we_are(editor)
    publisher = room.enter(cast.publisher)
    _choose_a_look(publisher, photograph)
    room.press()
    seen = reader.reads("index.html")
    assert seen.get_by_role("img", name="Our lamp").evaluate("one => one.naturalWidth") > 0
    assert seen.locator(".sections [aria-current]").evaluate(_COLOUR) == "rgb(11, 79, 138)"
    reader.look(own=None)
    seen.get_by_role("contentinfo").get_by_role("link", name="Who we are").click()
    expect(seen.get_by_text("Four people above a bakery.")).to_be_visible()
    reader.look(own=None)
    assert not editor.alarms + reader.alarms + publisher.alarms


def _say_who_we_are(editor: Seat) -> None:
    """Write a fixed page, and publish it, without a mouse but for its text."""
    page = editor.go("desk/fixed-pages/")
    expect(page.get_by_text("The usual pages are drafted")).to_be_visible()
    editor.look()
    page = editor.go("desk/fixed-pages/add/")
    page.get_by_role("textbox", name="Title").fill("Who we are")
    editor.write("Four people above a bakery.")
    page.get_by_role("checkbox", name="It is on the site").press("Space")
    editor.look()
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).press("Enter")


def _choose_a_look(publisher: Seat, picture: Path) -> None:
    """Be told that a colour can't be read, choose another one and a logo, and see them."""
    page = publisher.go("desk/look/")
    publisher.look()
    page.get_by_label("Colour on light screens").fill("#ffcc00")
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("#ffcc00 can't be read on light pages")).to_be_visible()
    publisher.look()
    page.get_by_label("Colour on light screens").fill("#0b4f8a")
    page.set_input_files("[name=picture_file]", picture)
    page.fill("[name=picture_alt]", "Our lamp")
    page.get_by_label("The new one is the outlet's own").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    page.click("button[aria-label*=review]")
    shown = page.frame_locator("#w-preview-iframe")
    expect(shown.get_by_role("img", name="Our lamp")).to_be_visible()
