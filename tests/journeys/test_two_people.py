"""Two people before one article, what is pasted into it, and scripts in every field of it."""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError as NothingCame
from playwright.sync_api import expect
from pytest_django import Settings

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.correct import correct
from pamphleteer.desk.verbs.notes import note
from pamphleteer.desk.verbs.publish import withdraw
from tests.cast import Cast
from tests.journeys.clipboards import GOOGLE, LIBREOFFICE, WORD
from tests.journeys.newsroom import Newsroom, Seat, newsroom

pytestmark = pytest.mark.browser
SCRIPT = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>{{7*7}}"
)
PASTE = """(body, html) => {
    const carried = new DataTransfer();
    carried.setData("text/html", html);
    carried.setData("text/plain", "It took nine years. Everybody came.");
    body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: carried, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def cast(own_database: str) -> Cast:
    return Cast()


@pytest.fixture
def article(cast: Cast) -> Article:
    return cast.draft(by=cast.contributor)


@pytest.fixture
def evil(cast: Cast) -> Article:
    """An article with a script in all that anybody may write about it."""
    article = cast.article(
        headline=SCRIPT, lead=SCRIPT, credit=SCRIPT[:300], authors=SCRIPT, partner=cast.partner
    )
    note(article, SCRIPT, by=cast.editor)
    correct(article, SCRIPT, by=cast.editor)
    gone = cast.article(headline=f"Gone {SCRIPT}")
    withdraw(gone, by=cast.editor, why=SCRIPT)
    cast.topic.name, cast.topic.description = SCRIPT[:80], SCRIPT
    cast.topic.save()
    cast.editor.first_name = SCRIPT[:100]
    cast.editor.save()
    return article


@pytest.fixture
def room(cast: Cast, article: Article, settings: Settings) -> Iterator[Newsroom]:
    assert cast.editor and cast.publisher
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 300
    with newsroom(settings) as room:
        yield room


def opens(seat: Seat, article: Article) -> None:
    seat.page.goto(f"{seat.room.site}desk/articles/edit/{article.pk}/")
    seat.page.wait_for_load_state()


def types(seat: Seat, words: str) -> None:
    """Type until the desk has kept some of it: first it learns what there was before."""
    address, page = seat.page.url, seat.page
    for _ in range(10):
        with suppress(NothingCame):
            with page.expect_response(lambda answer: answer.url == address, timeout=4000):
                page.locator("[name=lead]").press_sequentially(words)
            return
    raise AssertionError(f"nothing was kept of {words}")


def saved(room: Newsroom, article: Article) -> Article:
    return room.do(lambda: Article.objects.get(pk=article.pk).get_latest_revision_as_object())


@pytest.mark.either_database
def test_who_edits_what_somebody_else_has_saved_meanwhile_is_told(
    room: Newsroom, cast: Cast, article: Article
) -> None:
    first, second = room.enter(cast.editor), room.enter(cast.publisher)
    opens(first, article)
    opens(second, article)
    others = second.page.locator("#w-editing-sessions")
    expect(others.get_by_role("button")).to_have_count(1)
    second.look(own=None)

    types(first, "Edith was here.")
    expect(others.get_by_label("Edith saved a new version")).to_be_visible()
    assert "Edith" in saved(room, article).lead

    second.button("Publish").click()
    warning = second.page.locator("#w-save-confirmation-dialog")
    expect(warning).to_contain_text("saved a new version")
    expect(warning).to_contain_text("Proceeding will overwrite the changes made by Edith")
    assert not saved(room, article).live


@pytest.mark.either_database
def test_what_is_typed_is_kept_though_nobody_saves(
    room: Newsroom, cast: Cast, article: Article
) -> None:
    contributor = room.enter(cast.contributor)
    opens(contributor, article)
    types(contributor, "Half a sentence, and")
    contributor.page.close()
    assert "Half a sen" in saved(room, article).lead


@pytest.mark.either_database
def test_a_locked_article_says_so_and_takes_nothing(
    room: Newsroom, cast: Cast, article: Article
) -> None:
    publisher, editor = room.enter(cast.publisher), room.enter(cast.editor)
    opens(publisher, article)
    publisher.page.get_by_role("button", name="Toggle status").click()
    publisher.page.get_by_text("Lock", exact=True).click()
    expect(publisher.page.locator(".messages")).to_contain_text("locked")

    opens(editor, article)
    expect(editor.page.locator("body")).to_contain_text("locked")
    expect(editor.button("Publish")).to_have_count(0)


@pytest.mark.either_database
def test_what_is_pasted_from_a_word_processor_is_only_text_and_links(
    room: Newsroom, cast: Cast, article: Article
) -> None:
    editor = room.enter(cast.editor)
    opens(editor, article)
    body = editor.page.locator("[data-contentpath=body] [contenteditable=true]")
    body.click()
    editor.page.keyboard.press("Control+A")
    for html, words in ((WORD, "came"), (LIBREOFFICE, "Kettle"), (GOOGLE, "Twice a day")):
        body.evaluate(PASTE, html)
        expect(editor.page.locator("[name=body]")).to_have_value(re.compile(words))
    with editor.page.expect_navigation():
        editor.button("Publish").click()
    room.press()

    kept = saved(room, article).body
    for words in ("It took nine", "<b>It rained in Kettle.</b>", "A cell of a table", "The ferry"):
        assert words in " ".join(kept.split())
    assert "<li" in kept
    for trace in (
        "mso",
        "Mso",
        "style",
        "<script",
        "onclick",
        "javascript:",
        "file:",
        "<img",
        "<font",
        "<table",
        "docs-internal",
        "iframe",
    ):
        assert trace not in kept
    reader = room.enter()
    reader.reads(f"articles/{article.slug}.html")
    assert "Everybody came." in reader.page.locator("main").inner_text()
    assert not editor.alarms + reader.alarms


@pytest.mark.either_database
def test_a_script_in_any_field_is_words_at_the_desk_and_on_the_site(
    evil: Article, room: Newsroom, cast: Cast
) -> None:
    room.press()
    publisher, reader = room.enter(cast.publisher), room.enter()
    paths = [
        "", "articles/", f"articles/edit/{evil.pk}/", f"articles/history/{evil.pk}/", "record/",
        f"articles/{evil.pk}/notes/", f"articles/unpublish/{evil.pk}/", "topics/", "users/",
        f"topics/edit/{cast.topic.pk}/",
    ]  # fmt: skip
    for path in paths:
        publisher.page.goto(f"{room.site}desk/{path}")
        publisher.page.wait_for_load_state()
    gone = room.do(lambda: Article.objects.get(live=False, first_published_at__isnull=False).slug)
    for path in (
        "",
        "topics/water/index.html",
        f"articles/{evil.slug}.html",
        f"articles/{gone}.html",
    ):
        reader.page.goto(f"{room.site}{path}")
    expect(reader.page.locator("main")).to_contain_text("<script>alert(1)</script>")
    assert not publisher.alarms + reader.alarms
