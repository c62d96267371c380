"""The engine: what a page holds as it is is put in when the page is made."""

from pathlib import Path

import pytest
from django.conf import settings

from pamphleteer.press import engine
from pamphleteer.press.engine import Folders, Later
from pamphleteer.press.verbs.press import press
from tests.cast import Cast


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """A folder with a page that shows words and a body."""
    (tmp_path / "page.html").write_text(
        "<p>{{ words }}</p>{% if body %}{{ body | safe }}{% endif %}"
    )
    return (str(tmp_path),)


def _made(folders: Folders, body: str, words: str) -> str:
    later = Later()
    later.texts["body"] = body.encode()
    return engine.made("page.html", folders, {"words": words}, later).decode()


def test_what_is_held_stands_in_the_page_as_it_is(folders: Folders) -> None:
    assert _made(folders, "<b>{{ a/b }} ж</b>", "c/d") == "<p>c/d</p><b>{{ a/b }} ж</b>"
    assert _made(folders, "", "c") == "<p>c</p>"


def test_words_that_look_like_a_mark_stay_words(folders: Folders) -> None:
    assert _made(folders, "<later 0>", "<later 0>") == "<p>&lt;later 0&gt;</p><later 0>"


def test_a_style_that_looks_like_a_mark_stays_a_style(tmp_path: Path) -> None:
    style = 'a::after { content: "<later 7> <later x>" }'
    (tmp_path / "page.html").write_text(f"<style>{style}</style>{{{{ body | safe }}}}")
    assert _made((str(tmp_path),), "<p>it</p>", "") == f"<style>{style}</style><p>it</p>"


def test_what_is_no_character_is_left_out_of_what_is_held(folders: Folders) -> None:
    assert _made(folders, "a\x00\x1b\ufffeb", "c") == "<p>c</p>ab"


@pytest.mark.django_db
def test_a_template_of_ones_own_is_given_the_body_itself(outlet: Cast) -> None:
    own = Path(settings.THEME) / "press"
    own.mkdir(parents=True)
    (own / "article.html").write_text("{{ body | length }} {{ linked | length > 99 }}")
    press()
    pages = [one.read_text() for one in (Path(settings.PUBLIC) / "articles").iterdir()]
    lengths = [int(one.partition(" ")[0]) for one in pages if one.endswith(" True")]
    assert max(lengths) > len("<later 00>")
