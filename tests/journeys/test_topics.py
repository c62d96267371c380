"""An editor's way through topics in a browser: put in order, merged, suggested; and what readers meet."""

from collections.abc import Iterator
from random import Random

import pytest
from pytest_django import Settings

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import learning
from pamphleteer.register.models import Topic
from tests.cast import Cast
from tests.desk.test_learning import FOOTBALL, WATER, written
from tests.journeys.newsroom import Newsroom, newsroom

pytestmark = pytest.mark.browser


@pytest.fixture
def cast(own_database: str) -> Cast:
    """An outlet that has published on water, on rivers and on football, and has learned from it."""
    cast, chance = Cast(), Random(7)
    rivers = Topic.objects.create(slug="rivers", name="Rivers", parent=cast.topic)
    football = Topic.objects.create(slug="football", name="Football")
    for number in range(10):
        for topic, about in ((cast.topic, WATER), (rivers, WATER), (football, FOOTBALL)):
            words = written("en", about, chance)
            cast.article(headline=f"{topic} piece {number}", lead=words, topics=[topic])
    learning.round_()
    cast.draft(headline="Wells", lead=written("en", FOOTBALL, chance), topics=[])
    _ = cast.editor
    return cast


@pytest.fixture
def room(cast: Cast, settings: Settings) -> Iterator[Newsroom]:
    with newsroom(settings) as room:
        yield room


@pytest.mark.either_database
def test_topics_are_ordered_merged_and_suggested(cast: Cast, room: Newsroom) -> None:
    edith = room.enter(cast.editor)
    page = edith.go("desk/topics/")
    with page.expect_navigation():
        page.get_by_role("button", name="Move Water up", exact=True).click()
    edith.look()
    names = page.locator("td.title").all_inner_texts()
    assert [name.split()[0] for name in names] == ["Water", "Rivers", "Football"]

    draft = room.do(lambda: Article.objects.get(headline="Wells").pk)
    page = edith.go(f"desk/articles/edit/{draft}/", own="#panel-topics-content")
    fitting = page.get_by_label("Football (like: “Football piece")
    assert not fitting.is_checked()

    page = edith.go("desk/topics/")
    with page.expect_navigation():
        page.get_by_role("link", name="Merge Rivers into another topic").click()
    edith.look()
    assert "10 articles" in page.locator("#main").inner_text()
    page.get_by_label("Merge it into").select_option("Water")
    with page.expect_navigation():
        edith.button("Merge them").click()
    assert "“Rivers” is “Water” now" in edith.says()

    room.press()
    reader = room.enter()
    reader.page.goto(f"{room.site}topics/rivers/index.html")
    reader.page.wait_for_url("**/topics/water/index.html")
    reader.look(own=None)
    assert "20 pieces" in reader.page.content()
    reader.reads("topics/index.html")
