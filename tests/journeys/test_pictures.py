"""A picture and a recording, from the form of an article to its page, in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from pamphleteer.desk.models import Article
from tests.cast import Cast
from tests.drawing import drawn
from tests.journeys.newsroom import Newsroom, newsroom
from tests.sounds import mp3

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
    with newsroom(settings) as room:
        yield room


@pytest.mark.either_database
def test_a_picture_and_a_recording_go_from_the_form_to_the_page(
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
    assert not editor.alarms + reader.alarms
