"""Tables and set lines that are wider than a screen can be moved without a mouse."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from pytest_django import Settings

from pamphleteer.ground.html import sanitise
from pamphleteer.press import paths
from pamphleteer.press.verbs.press import press
from pamphleteer.press.wide import reachable
from tests.cast import Cast
from tests.chromium import chromium

_ROW = "<table><tr>" + "<td>Navigability</td>" * 30 + "</tr></table>"
_LINES = f"<pre>{'Navigability ' * 30}</pre>"


def test_each_lies_in_a_region_with_a_name_of_its_own() -> None:
    shown = reachable(sanitise("<p>a</p><table><tr><td>b</td></tr></table><pre>c</pre>"), "es")
    table = '<div class="wide" role="region" aria-label="Tabla 1" tabindex="0"><table>'
    assert shown.startswith(f"<p>a</p>{table}")
    assert shown.endswith('aria-label="Líneas 1" tabindex="0"><pre>c</pre></div>')
    assert reachable("<p>a</p>", "en") == "<p>a</p>"


def test_what_lies_in_another_one_is_moved_with_it() -> None:
    inner = "<table><tr><td><pre>a</pre><table><tr><td>b</td></tr></table></td></tr></table>"
    shown = reachable(sanitise(f"{inner}{inner}"), "en")
    assert shown.count("<div") == shown.count("</div>") == 2
    assert shown.count('aria-label="Table 2"') == 1


def test_words_of_an_attribute_are_no_tags() -> None:
    body = sanitise('<time datetime="<table>">a</time><table><tr><td>b</td></tr></table>')
    assert reachable(body, "en").count("<div") == 1


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.either_database
def test_whoever_has_a_keyboard_alone_reads_what_is_wide(cast: Cast, settings: Settings) -> None:
    article = cast.article(body=f"<p>Before.</p>{_ROW}{_LINES}<p>Behind.</p>")
    press()
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.goto(Path(settings.PUBLIC, paths.article(article.slug)).as_uri())
        found = Axe().run(page).response["violations"]
        assert not [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
        for name in ("Table 1", "Lines 1"):
            region = page.get_by_role("region", name=name)
            region.focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_function("one => one.scrollLeft > 0", arg=region.element_handle())
        over = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(over) == 0
