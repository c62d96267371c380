"""Pages that are filled in: to the byte what their templates make."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.press import days, engine, filled, theme
from pamphleteer.press.authors import Run
from pamphleteer.press.dress import Dress
from pamphleteer.press.engine import Later
from pamphleteer.press.frame import FootLink, Frame
from pamphleteer.press.pages.article import rendered
from pamphleteer.press.piece import Piece
from pamphleteer.press.verbs.press import press
from pamphleteer.register.models import Outlet
from tests.cast import Cast
from tests.press.test_patterns import AT, PIECES, WORDS

BODIES = st.sampled_from(["", "<p>Forty years.</p>", "<p>a/b &amp; \x00\x1b\ufffe {{ c }} ж</p>"])
DATED = st.builds(replace, PIECES, date=st.just(AT), year=st.integers(1, 9999))
RUNS = st.lists(st.builds(Run, WORDS, WORDS), max_size=3)


class Below:
    """What stands in lists, without a site."""

    def __init__(self) -> None:
        self.later = Later()

    def drawn(self, pieces: Sequence[Piece], *_how: Any, **_more: Any) -> bytes:
        return b"".join(b"<i>%d</i>" % one.pk for one in pieces)

    def each(self, pieces: Sequence[Piece], *_how: Any, **_more: Any) -> str:
        return self.later.mark(self.drawn(pieces))


def outlet(words: str) -> Outlet:
    made = Outlet(name=f"The {words} tide", tagline=words, language="en", signup_words="a\n\nb")
    pages = (FootLink(words, "pages/about/index.html", ""),)
    vars(made)["_frame"] = Frame(pages, Dress(), None)
    return made


@given(PIECES | DATED, BODIES, st.lists(DATED, max_size=2), st.booleans(), RUNS, WORDS)
def test_an_article_is_filled_in_as_its_template_makes_it(
    piece: Piece, body: str, earlier: list[Piece], more: bool, byline: list[Run], words: str
) -> None:
    told: dict[str, Any] = {
        "path": "articles/flood.html",
        "figures": {},
        "more": [piece] if more and piece.topics else [],
        "earlier": earlier,
        "byline": byline,
    }
    known, below = outlet(words), Below()
    shown = rendered(known, piece, body, teaser=below, **told)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(filled, "_filled", lambda *_told: None)
        made = rendered(known, piece, body, teaser=Below(), **told)  # type: ignore[arg-type]
    assert shown == made


def test_the_engine_makes_one_of_those_that_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    known, piece = outlet("a"), _flood()
    told: dict[str, Any] = {"path": "articles/flood.html", "figures": {}, "teaser": Below()}
    first = rendered(known, piece, "<p>One.</p>", **told)
    monkeypatch.setattr(engine, "made", None)
    second = rendered(known, replace(piece, headline="Ebb"), "<p>Two.</p>", **told)
    assert second == first.replace(b"Flood", b"Ebb").replace(b"<p>One.</p>", b"<p>Two.</p>")


@given(WORDS, WORDS, st.integers(1, 200), WORDS)
def test_a_day_is_filled_in_as_its_template_makes_it(
    day: str, description: str, count: int, words: str
) -> None:
    year, path, known = days.Calendar(2026, "archive/2026/index.html"), "a/b/c.html", outlet(words)
    page = filled.Day(description, day, year, 11, count, b"<i>1</i>").page(known, path)
    later = Later()

    class Above(Below):
        def each(self, pieces: Sequence[Any], *_how: Any, **_more: Any) -> str:
            return later.mark(b"<i>1</i>")

    made = theme.page(
        "press/day.html",
        path=path,
        outlet=known,
        later=later,
        teaser=Above(),
        description=description,
        day=day,
        year=year,
        month=11,
        count=count,
        pieces=[_Of(2026)],
        years=(),
        **dict.fromkeys(("number", "newest", "newer", "older")),
    )
    assert page == made


def _flood() -> Piece:
    """A piece of which there is little to show."""
    return Piece(
        1, "Flood", "", "", "articles/flood.html", "", None, "", "", None, AT, "", "", "", "", "",
        None, True, (),
    )  # fmt: skip


class _Of:
    def __init__(self, year: int) -> None:
        self.year = year


def test_words_of_the_outlet_that_look_like_marks_fill_in_nothing() -> None:
    year, known = days.Calendar(2026, "archive/2026/index.html"), outlet("\ufdd199\ufdd1")
    assert filled.Day("a", "b", year, 11, 1, b"c").page(known, "a/b/c.html") is None


@pytest.mark.django_db
def test_an_outlets_own_templates_are_asked_about_each(outlet: Cast) -> None:
    own = Path(settings.THEME) / "press"
    own.mkdir(parents=True)
    (own / "day.html").write_text("{{ day | length }} {{ pieces | length }}")
    (own / "article.html").write_text("{{ piece.headline | length }}")
    press()
    public = Path(settings.PUBLIC)
    assert all(len(one.read_text()) < 9 for one in (public / "articles").glob("the-*.html"))
    assert {one.read_text()[-2:] for one in public.glob("archive/*/*/*/index.html")} >= {" 1"}
