"""However somebody writes, the page fits a phone."""

from itertools import pairwise
from pathlib import Path

import pytest
from pytest_django import Settings

from pamphleteer.press import paths
from pamphleteer.press.verbs.press import press
from pamphleteer.register.models import Topic
from tests.cast import Cast
from tests.chromium import chromium

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.either_database]
DEEP = 100
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def nested(opening: str, closing: str) -> str:
    return f"{opening * DEEP}<p>Nobody was surprised.</p>{closing * DEEP}"


def test_quotes_within_quotes_and_lists_within_lists_leave_room_for_words(
    cast: Cast, settings: Settings
) -> None:
    bodies = [
        nested("<blockquote>", "</blockquote>"),
        nested("<ul><li>", "</li></ul>"),
        nested("<blockquote><ol><li>", "</li></ol></blockquote>"),
        nested("<dl><dd>", "</dd></dl>"),
    ]
    made = [cast.article(body=body) for body in bodies]
    press()
    places = [Path(settings.PUBLIC, paths.article(one.slug)).as_uri() for one in made]
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        for place in places:
            page.goto(place)
            assert page.evaluate(OVER) == 0, place
            assert page.locator(".text p").bounding_box()["width"] > 150


def test_topics_on_several_lines_are_far_enough_apart_for_a_thumb(
    cast: Cast, settings: Settings
) -> None:
    names = [f"Topic number {number}" for number in range(12)]
    topics = [Topic.objects.create(slug=f"topic-{at}", name=name) for at, name in enumerate(names)]
    article = cast.article(topics=topics)
    press()
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.goto(Path(settings.PUBLIC, paths.article(article.slug)).as_uri())
        tops = page.locator(".kicker a").evaluate_all(
            "links => links.map(one => one.getBoundingClientRect().top)"
        )
    lines = sorted(set(tops))
    assert len(lines) > 2
    # WCAG 2.2, success criterion 2.5.8.
    assert all(below - above >= 24 for above, below in pairwise(lines))
