"""The desk's own words are marked, and translated: `make words` gathers and compiles them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from docs import words

ROOMS = Path("src/pamphleteer")
TEMPLATES = sorted(
    (*ROOMS.glob("desk/templates/**/*.html"), *ROOMS.glob("*/web/desk/templates/**/*.html"))
)
PUBLIC = sorted(words.public_templates())
# What is the same in all languages, and how pages are made.
NAMES = {"RSS", "OPML", "JSON Feed", "Atom"}
TAGS = {"p", "piece first", "eager", "lazy", "class"}
# What people meet at the desk; commands speak English, and pages for readers are the press's.
MODULES = sorted(
    path
    for path in (
        *ROOMS.glob("desk/**/*.py"),
        *ROOMS.glob("*/desk.py"),
        *ROOMS.glob("*/web/desk/*.py"),
        *ROOMS.glob("register/verbs/*.py"),
        ROOMS / "collect/verbs/stories.py",
        ROOMS / "collect/verbs/compare.py",
        ROOMS / "collect/verbs/pause.py",
    )
    # What fields of rows are called is looked for on pages, for most of them are on none.
    if not {"commands", "migrations", "models"} & set(path.parts) and path.name != "find.py"
)
SHOWN_ATTRIBUTES = re.compile(r"\b(?:aria-label|placeholder|title|alt)=\"([^\"]*[A-Za-z][^\"]*)\"")
NAMED = {"label", "help_text", "empty_label", "heading", "verbose_name", "error_message"}
ASSIGNED = {
    "add_item_label", "aria_label", "button", "display_name", "help_text", "label", "menu_label",
    "page_title", "past", "question", "success_message", "verbose_name", "verbose_name_plural",
}  # fmt: skip
SAID = {
    "DeskError", "Embargoed", "FactorError", "Line", "NoPicture", "NoRecording", "PeopleError",
    "Refused", "RefusedError", "Section", "Unlicensed", "ValidationError",
}  # fmt: skip
SECOND = {"add_error", "debug", "error", "info", "success", "warning"}


@pytest.mark.parametrize(("language", "domain"), words.CATALOGUES)
def test_every_marked_word_is_translated_and_compiled(language: str, domain: str) -> None:
    assert not list(words.faults(language, domain))


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: path.name)
def test_templates_for_readers_have_no_words_but_marked_ones(path: Path) -> None:
    assert not list(bare(path.read_text())), 'mark them as {{ _("...") }}, then make words'


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_of_the_desk_have_no_words_but_marked_ones(path: Path) -> None:
    assert not list(unmarked(path.read_text()))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: "/".join(path.parts[2:]))
def test_what_the_desk_says_in_code_is_marked(path: Path) -> None:
    assert not [f"{path}:{line}: {told}" for line, told in plain(ast.parse(path.read_text()))]


def test_an_unmarked_word_is_found() -> None:
    assert list(unmarked('<p title="Look">{{ one|default:"Nobody" }}</p>')) == ["Nobody", "Look"]
    assert list(unmarked("<p>Look</p>{% translate 'No' %}{{ one }}")) == ["Look"]
    assert list(plain(ast.parse('f"{_(one)}"')))
    code = 'raise Refused(f"no {one}")\nmessages.info(request, "no")\nclass A:\n label = "no"'
    assert [line for line, _ in plain(ast.parse(code))] == [1, 2, 4]


def test_an_unmarked_word_for_readers_is_found() -> None:
    assert list(bare('<p title="Look">{{ one }} two</p>')) == ["Look", "two"]
    assert list(bare('{{ "piece" if one else "pieces" }}')) == ["piece", "pieces"]
    assert list(bare('{% with nothing = "Not a thing" %}')) == ["Not a thing"]
    marked = (
        '<p title="{{ _t("Look {a}", a=b) }}">{{ _n("{count} is", "{count} are", 1) }} {# No #}</p>'
    )
    assert not list(
        bare(marked + '<h1 class="x y" {% if a == "piece" %}>{{ _("One, (two)", a="a b") }}')
    )


def test_placeholders_and_typography_are_compared() -> None:
    assert words.places("{one} of %(two)s, 100%%") == {"{one}", "%(two)s"}
    assert words.badly_set("L'été") and words.badly_set("Pourquoi ?") and words.badly_set("« a »")
    assert not words.badly_set("L’été\u00a0: à {time}, 10:30\u202f?")


def unmarked(source: str) -> Iterator[str]:
    """Yield the words of a template that stand there as they are."""
    html, name, of, marked = "", "", "", False
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name, *more = token.contents.split()
            of = more[0] if more else ""
            marked = name == "blocktranslate" or (marked and name != "endblocktranslate")
            yield from re.findall(r"\b(?:sub)?title=\"([^\"]+)\"", token.contents)
        elif token.token_type == TokenType.VAR:
            yield from re.findall(r"\|default:\"([^\"]*[A-Za-z][^\"]*)\"", token.contents)
        elif token.token_type == TokenType.TEXT and not marked:
            html += "" if name == "block" and of == "bodyclass" else token.contents
    yield from SHOWN_ATTRIBUTES.findall(html)
    html = re.sub(r"<style>.*?</style>|<[^>]*>", "\n", html, flags=re.DOTALL)
    yield from (line.strip() for line in html.splitlines() if re.search(r"[A-Za-z]", line))


def bare(source: str) -> Iterator[str]:
    """Yield the words of a template for readers that stand there as they are."""
    source = re.sub(r"\{#.*?#\}|<style>.*?</style>", "", source, flags=re.DOTALL)
    source = re.sub(r"\b_[tn]?\((?:[^()\"]|\"(?:[^\"\\\\]|\\\\.)*\"|\([^()]*\))*\)", "", source)
    said = re.findall(r"\{\{ \"([^\"]*)\"|\belse \"([^\"]*)\"|(?<!class) = \"([^\"]*)\"", source)
    for one in ("".join(found) for found in said):
        if re.fullmatch(r"[A-Z]?[a-z’]+(?: [\w’,.]+)*", one) and one not in TAGS:
            yield one
    html = re.sub(r"\{[{%].*?[}%]\}", "", source, flags=re.DOTALL)
    yield from SHOWN_ATTRIBUTES.findall(html)
    text = re.sub(r"<[^>]*>|(?:lang|dir)=\"\"", "\n", html, flags=re.DOTALL)
    for line in map(str.strip, text.splitlines()):
        if re.search(r"[A-Za-z]", line) and line not in NAMES:
            yield line


def plain(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the places at which code says something that is not marked."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and any(map(_is_marked, ast.walk(node))):
            yield node.lineno, "marked within an f-string, where nobody gathers it"
        for said in _said(node):
            if _is_plain(said):
                yield said.lineno, ast.unparse(said)


def _is_marked(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "ngettext"}


def _said(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        yield from (one.value for one in node.keywords if one.arg in NAMED)
        if name in SAID:
            yield from node.args[:1]
        if name in SECOND and isinstance(node.func, ast.Attribute) and _speaks(node.func):
            yield from node.args[1:2]
    elif isinstance(node, ast.Assign):
        names = {getattr(one, "id", getattr(one, "attr", "")) for one in node.targets}
        if names & ASSIGNED:
            yield node.value


def _speaks(called: ast.Attribute) -> bool:
    return called.attr == "add_error" or getattr(called.value, "id", "") == "messages"


def _is_plain(said: ast.expr) -> bool:
    if isinstance(said, ast.JoinedStr):
        return any(_is_plain(part) for part in said.values)
    return isinstance(said, ast.Constant) and bool(re.search(r"[A-Za-z]", str(said.value or "")))
