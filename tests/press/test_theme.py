"""The theme: the outlet's own templates come first, and mistakes in them are said."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import Settings

from pamphleteer.press import theme
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.verbs.press import press
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def own() -> Path:
    """The outlet's own folder of templates."""
    folder = Path(settings.THEME) / "press"
    folder.mkdir(parents=True)
    return folder


def test_the_outlets_own_template_comes_first(own: Path) -> None:
    (own / "missing.html").write_text("<p>{{ words }}</p>")
    assert theme.render("press/missing.html", words="Ours") == "<p>Ours</p>"


def test_a_style_of_ones_own_has_a_name_of_its_own(own: Path) -> None:
    before = theme.style_path()
    (own / "style.css").write_text("body { color: red }")
    theme.reload()
    assert theme.style() == "body { color: red }"
    assert theme.style_path() != before


def test_no_style_ends_the_element_that_it_stands_in(own: Path, cast: Cast) -> None:
    (own / "more.css").write_text('p::after { content: "</STYLE></style><p>" }')
    theme.reload()
    page = theme.render_page("press/missing.html", path=None, topics=[])
    assert page.lower().count("</style") == 1
    assert 'content: "<\\/STYLE><\\/style><p>"' in page
    assert theme.style_hash() == theme.source_hash(theme.style())


def test_a_mistake_in_a_template_is_said_with_its_place(own: Path) -> None:
    (own / "missing.html").write_text("fine\n{{ nonsense }}")
    with pytest.raises(ThemeError, match=r"press/missing\.html, line 2: .*Correct it"):
        theme.render("press/missing.html")


def test_a_template_that_never_ends_is_stopped(own: Path) -> None:
    loop = "{% for a in range(9999) %}" * 3 + "{% endfor %}" * 3
    (own / "missing.html").write_text(loop)
    with pytest.raises(ThemeError, match="OutOfFuel"):
        theme.render("press/missing.html")


def test_no_template_leads_out_of_the_theme(own: Path) -> None:
    (own.parent.parent / "secret.html").write_text("secret")
    with pytest.raises(ThemeError):
        theme.render("../secret.html")


def test_a_template_of_ones_own_shows_pieces_as_lists_do(own: Path, outlet: Cast) -> None:
    shown = "{{ teaser(first) }}{% for one in latest %}{{ teaser(one, 'h4') }}{% endfor %}"
    (own / "front.html").write_text(shown)
    press()
    page = (Path(settings.PUBLIC) / "index.html").read_text()
    assert '<h4><a href="articles/' in page
    assert "&lt;script&gt;" in page
    assert "\0" not in page


def test_words_are_escaped_and_slashes_stay_legible(own: Path) -> None:
    (own / "missing.html").write_text("<p>{{ words }}</p>")
    assert theme.render("press/missing.html", words="<a/b> & \"c\" 'd' \x00\x1b") == (
        "<p>&lt;a/b&gt; &amp; &quot;c&quot; &#x27;d&#x27; </p>"
    )


def test_a_page_without_a_path_stands_alone(cast: Cast, settings: Settings) -> None:
    settings.SITE_URL = "https://tide.example/news/"
    page = theme.render_page("press/missing.html", path=None, topics=[])
    assert f"<style>{theme.style()}</style>" in page
    assert theme.style_hash() in page
    assert 'rel="stylesheet"' not in page
    assert 'href="https://tide.example/news/index.html"' in page


@pytest.mark.parametrize(
    ("signup", "origin"),
    [
        ("https://desk.example.org/digest/", "https://desk.example.org"),
        ("http://127.0.0.1:8000/digest/", "http://127.0.0.1:8000"),
        ("http://[::1]:8000/digest/", "http:"),
    ],
)
def test_forms_may_go_to_the_desk_only(settings: Settings, signup: str, origin: str) -> None:
    settings.SIGNUP_URL = signup
    assert f"form-action {origin};" in theme.policy(style="'self'")


def test_the_stylesheet_asks_nobody_for_anything() -> None:
    assert not re.findall(r"url\(|@import", theme.style())


def test_a_template_builds_on_the_one_that_it_stands_in_place_of(own: Path, cast: Cast) -> None:
    (own / "page.html").write_text(
        '{% extends "house/press/page.html" %}{% block foot %}Ours. {{ super() }}{% endblock %}'
    )
    theme.reload()
    page = theme.render_page("press/missing.html", path="404.html", topics=[])
    assert "Ours. <footer" in " ".join(page.split())
    (own / "house" / "press").mkdir(parents=True)
    (own / "missing.html").write_text('{% extends "house/../press/page.html" %}')
    theme.reload()
    with pytest.raises(ThemeError):
        theme.render_page("press/missing.html", path="404.html", topics=[])
