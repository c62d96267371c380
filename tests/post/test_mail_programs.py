"""The HTML of letters keeps to what mail programs show, by a table of what each of them does."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as parser

from pamphleteer.post.letters import rendering
from pamphleteer.post.letters.look import LogoImage
from tests.cast import Cast
from tests.post.letters_shown import by_topic, contents, house

TABLE = tomllib.loads((Path(__file__).parent / "data/mail_programs.toml").read_text())
# As old as HTML 3.2, and shown by all.
PLAIN = {
    "alt", "border", "cellpadding", "cellspacing", "charset", "class", "content", "height",
    "href", "name", "src", "style", "width",
}  # fmt: skip
ELEMENTS = {
    "a", "bdi", "body", "div", "h1", "h2", "h3", "head", "html", "img", "meta", "p", "style", "table",
    "td", "title", "tr",
}  # fmt: skip
CELLS = {"td", "img", "table"}


@pytest.fixture(params=["digest", "confirmation", "move", "moved"])
def made(cast: Cast, request: pytest.FixtureRequest) -> str:
    shared = house(cast.outlet)
    if request.param == "digest":
        return rendering.digest(contents(*by_topic()), shared).html
    name = str(request.param)
    links = {"confirm" if name == "confirmation" else "link": "https://desk.example.org/digest/x"}
    told = {"address": "a***@example.org"} if name == "moved" else {}
    return rendering.notice(name, "Please confirm", shared, links=links, **told).html


@pytest.fixture
def page(made: str) -> Any:
    return parser.fromstring(made)


def elements(page: Any) -> Iterator[Any]:
    yield from (one for one in page.iter() if isinstance(one.tag, str))


def styles(page: Any) -> Iterator[tuple[Any, str, str]]:
    """Yield what the styles of elements say: the element, a property, a value."""
    for element in elements(page):
        for rule in filter(None, element.get("style", "").split(";")):
            name, _, value = rule.partition(":")
            yield element, name.strip(), value.strip()


def known(name: str) -> str:
    """Return the row of a property in the table."""
    return "border" if name.startswith("border-") else name


@pytest.mark.django_db
def test_every_program_shows_it_or_the_letter_stands_without(page: Any) -> None:
    used = {("css", known(name)) for _, name, _ in styles(page)}
    attributes = {name for one in elements(page) for name in one.attrib} - PLAIN
    used |= {("attributes", name) for name in attributes}

    for section, name in used:
        row = TABLE[section].get(name)
        assert row, f"nobody has looked up which programs show {name}"
        assert len(row["shown"]) == len(TABLE["programs"])
        if "n" in row["shown"]:
            assert row.get("lost") or row.get("in_part"), name
        if "a" in row["shown"]:
            assert row.get("in_part") or row.get("lost"), name


@pytest.mark.django_db
def test_there_is_nothing_but_plain_old_elements(page: Any) -> None:
    assert {one.tag for one in elements(page)} <= ELEMENTS


@pytest.mark.django_db
def test_what_programs_show_in_part_is_kept_to(page: Any) -> None:
    for element, name, value in styles(page):
        told = f"<{element.tag}> {name}: {value}"
        assert not re.search(r"var\(|calc\(|url\(|rem\b|vw\b|!important|['\"]", value), told
        if name.startswith(("padding", "border")) and value != "0":
            assert element.tag in CELLS, told
            assert all(int(one) <= 8 for one in re.findall(r"(\d+)px (?:solid|double)", value)), (
                told
            )
        if name.startswith("margin"):
            assert "-" not in value, told
        if name == "display":
            assert value in {"none", "block"}, told
        if name == "text-align":
            assert value in {"left", "right"}, told
        if name == "text-decoration":
            assert value in {"none", "underline"}, told
        if name in {"width", "height"}:
            assert element.tag in CELLS, told
            assert element.get(name), told
        if name == "letter-spacing":
            assert abs(float(value.removesuffix("px"))) < 1, told
        if name == "font-size":
            assert value.endswith("px"), told


@pytest.mark.django_db
def test_the_stylesheet_holds_what_a_letter_can_do_without(made: str, page: Any) -> None:
    (style,) = page.cssselect("style")
    assert style.getparent().tag == "head"
    asked = re.findall(r"@[^{]+", style.text)
    assert {one.strip() for one in asked} == set(TABLE["rules"])
    assert all(row["lost"] for row in TABLE["rules"].values())
    assert len(style.text) < 8_192  # Gmail drops a longer one
    assert "<!--[if mso]><table" in made


@pytest.mark.django_db
def test_tables_are_no_tables_to_screen_readers_and_pictures_have_words(page: Any) -> None:
    assert page.cssselect("table")
    for table in page.cssselect("table"):
        assert [table.get(name) for name in ("role", "cellpadding", "cellspacing", "border")] == [
            "presentation", "0", "0", "0",
        ]  # fmt: skip
    for picture in page.cssselect("img"):
        assert picture.get("alt")
        assert picture.get("width").isdecimal()
        assert picture.get("height").isdecimal()
        assert picture.get("src").startswith("https://example.org/")


@pytest.mark.django_db
def test_the_whole_letter_says_its_language_where_programs_drop_the_page(page: Any) -> None:
    (whole,) = page.cssselect("[role=article]")
    assert (whole.get("lang"), whole.get("dir")) == ("en", "ltr")
    assert whole.getparent().tag == "body"


@pytest.mark.django_db
def test_a_logo_stands_with_its_size_and_words(cast: Cast) -> None:
    shared = house(cast.outlet)
    logo = LogoImage("https://example.org/assets/1.jpg", "The Tide", 160, 72, True, True)
    look = {name: getattr(shared.look, name) for name in type(shared.look).__slots__}
    shared = house(cast.outlet, look=type(shared.look)(**(look | {"logo": logo})))

    page = parser.fromstring(rendering.digest(contents(), shared).html)

    (shown,) = page.cssselect("img[src*=assets]")
    assert (shown.get("alt"), shown.get("width"), shown.get("height")) == ("The Tide", "160", "72")
    assert not page.cssselect(".name")
