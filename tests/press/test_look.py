"""The look that was chosen at the desk: one small stylesheet, and no page without its files on the way there."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from pamphleteer.desk.models import Look
from pamphleteer.desk.models.look import ACCENT, ACCENT_DARK, DARK, LIGHT
from pamphleteer.ground.stopping import never
from pamphleteer.press import theme
from pamphleteer.press.models import File
from pamphleteer.press.verbs import making
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.register.models import Outlet
from pamphleteer.register.verbs import journal
from tests.cast import Cast
from tests.press import documents

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def changed(**fields: Any) -> None:
    """Do what the desk's form does."""
    with transaction.atomic():
        look = Look.objects.the()
        for name, value in fields.items():
            setattr(look, name, value)
        look.save()
        journal.write("look.changed", look)


def lacking(public: Path) -> set[str]:
    """Return the files beside pages that a page names and that are not there."""
    return {
        str(target)
        for path, page in documents.pages(public).items()
        for element, address in documents.links(page)
        if element.tag in {"link", "img", "source"} and "assets/" in address
        if "://" not in address
        if not (target := documents.target(public, path, address)).is_file()
    }


def test_the_colours_that_are_checked_are_those_of_the_stylesheet() -> None:
    light, dark = theme.style(Outlet()).split("@media (prefers-color-scheme: dark)", 1)
    for part, grounds, accent in ((light, LIGHT, ACCENT), (dark, DARK, ACCENT_DARK)):
        named = dict(re.findall(r"--(paper|panel|accent): (#\w+)", part.split("}")[0]))
        assert named == {"paper": grounds[0], "panel": grounds[1], "accent": accent}


def test_the_stylesheet_says_what_was_chosen_and_nothing_that_was_not(cast: Cast) -> None:
    plain = theme.style()
    changed(accent="#0b4f8a", type="mixed")
    assert theme.style() == plain + (
        "\n/* As chosen at the desk */\n"
        ":root { --head: var(--sans); --text: var(--serif); }\n"
        "@media screen { :root { --accent: #0b4f8a; } }\n"
        "@media screen and (prefers-color-scheme: dark) { :root { --accent: #8cacc8; } }\n"
    )
    changed(accent="}*{x:y}", type="x'y", accent_dark="")
    assert theme.style() == plain


def test_the_logo_stands_at_the_head_of_each_page_and_a_square_one_is_the_icon(cast: Cast) -> None:
    cast.article()
    logo = cast.picture(alt="A lighthouse", credit="", own=True)
    changed(picture=logo, logo_height=50)
    press()
    public = Path(settings.PUBLIC)
    pages = documents.pages(public)
    for path, page in pages.items():
        shown = page.xpath("//*[@class='name']//img")
        assert len(shown) == (path != "404.html"), path
        assert documents.words(page.xpath("//*[@class='name']")[0]) == cast.outlet.name
    (image,) = pages["index.html"].xpath("//h1[@class='name']//img")
    width = round(logo.width * 50 / logo.height)
    assert (image.get("alt"), image.get("height"), image.get("width")) == (
        "A lighthouse", "50", str(width),
    )  # fmt: skip
    assert len(pages["index.html"].xpath("//h1//source")) == 2
    assert not lacking(public)
    changed(logo_alone=True)
    round_()
    (image,) = documents.pages(public)["index.html"].xpath("//h1[@class='name']//img")
    assert image.get("alt") == cast.outlet.name
    assert not documents.pages(public)["index.html"].xpath("//h1[@class='name']//bdi")

    square = cast.picture(alt="A lamp", credit="", own=True)
    type(square).objects.filter(pk=square.pk).update(
        files=[one | {"height": one["width"]} for one in square.files]
    )
    changed(picture=square)
    round_()
    (icon,) = documents.pages(public)["index.html"].xpath("//link[@rel='icon']/@href")
    assert icon.endswith(".jpg")
    assert not lacking(public)


def test_on_the_way_to_another_look_no_page_lacks_its_style_or_its_logo(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(8):
        cast.article(headline=f"Piece {number}")
    changed(picture=cast.picture(own=True), accent="#0b4f8a")
    press()
    public = Path(settings.PUBLIC)
    before = set(File.objects.filter(kind="style").values_list("path", flat=True))
    changed(picture=cast.picture(alt="Another", own=True), accent="#1a5c2e", logo_height=120)
    other = cast.article(headline="While pages are made anew")
    monkeypatch.setattr(making, "_BATCH", 3)
    looks: list[bool] = []

    def look() -> bool:
        """Look at the whole site whenever the press asks whether to stop."""
        looks.append(bool(lacking(public)))
        return never()

    round_(look)
    assert len(looks) > 10
    assert not any(looks)
    after = set(File.objects.filter(kind="style").values_list("path", flat=True))
    assert len(after - before) >= 2
    assert all(not (public / path).exists() for path in before - after)
    assert (public / f"articles/{other.slug}.html").is_file()
    assert not check()


def test_new_words_of_the_logo_reach_every_page(cast: Cast) -> None:
    logo = cast.picture(own=True)
    changed(picture=logo)
    round_()
    with transaction.atomic():
        logo.alt = "A tower"
        logo.save()
        journal.write("picture.changed", logo)
    round_()
    assert 'alt="A tower"' in (Path(settings.PUBLIC) / "index.html").read_text()


def test_a_large_logo_is_no_larger_than_the_page_has_room_for(cast: Cast) -> None:
    wide = cast.picture(own=True)
    type(wide).objects.filter(pk=wide.pk).update(width=4000, height=400)
    changed(picture=wide, logo_height=200)
    press()
    (image,) = documents.pages(Path(settings.PUBLIC))["index.html"].xpath("//h1//img")
    assert (image.get("width"), image.get("height")) == ("560", "56")
