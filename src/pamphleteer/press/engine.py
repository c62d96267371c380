"""The engine: makes pages of templates, within bounds.

It knows of no rows and no settings, so that a child process can run it too.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import minijinja

from pamphleteer.ground.text import cut, holds_controls
from pamphleteer.press import voice
from pamphleteer.press.errors import ThemeError

# Where templates are looked up, the outlet's own folder first; as words, for it is asked for every page.
Folders = tuple[str, ...]
VERSION = 2  # raised when it makes other pages of the same templates than before
PIECE = "press/piece.html"  # which any page may show
# Stands for the way up to the folder of the site, in parts that lie on any page: no character, so no words.
ANY_ROOT = "\ufdd0/"
HOUSE = "house/"  # before a name: as the house has it, whatever the outlet has in its place
_FUEL = 20_000_000  # instructions for one page: about a second
_LONGEST = 1_000_000  # bytes of one template
_ESCAPED = (".html", ".xml", ".svg")
_LATER = re.compile(rb"<later (\d{1,9})>")
_BLANK = re.compile(r"\n\s*\n")
_SLASH = b"&#x2f;"  # as the engine escapes it, for no reason in pages that quote all attributes
# XML 1.0 (section 2.2) has no place for these.
NOT_FOR_PAGES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_KINDS = {
    "OutOfFuel": "it takes too many steps (OutOfFuel)",
    "UndefinedError": "something is named here that is not there (UndefinedError)",
}
# What is at the root of a fault that came up through templates that include each other.
_ROOT = re.compile(r"^caused by: (.*) \(in (.+?):(\d+)\)$", re.MULTILINE)


def render(template: str, looked_up: Folders, context: dict[str, Any]) -> str:
    """Return a template with what it shows, as `made` does."""
    return made(template, looked_up, context).decode()


def made(
    template: str,
    looked_up: Folders,
    context: dict[str, Any],
    later: "Later | None" = None,
) -> bytes:
    """Return a template with what it shows, as files hold it; raises `ThemeError` if it is missing or wrong.

    The house's words in it are said in the `language` of the context.
    """
    if later:
        context = {**context, **later.marks()}
    try:
        language = context.get("language", "en")
        shown = _environment(looked_up, language).render_template(template, **context)
    except minijinja.TemplateError as error:
        raise _wrong(template, error) from error
    # Once for the page: asking for each word of it would take longer than all the rest.
    held = shown.encode()
    page = cleaned(held.replace(_SLASH, b"/") if template.endswith(_ESCAPED) else held)
    return later.put_in(page) if later else page


class Later:
    """What a template puts into a page as it is, whole: the most of a page, which needs no engine.

    The template is given marks in its place, which no escaped words can be.
    """

    def __init__(self) -> None:
        self.texts: dict[str, bytes] = {}  # by the names at which a template is given them
        self._held: list[bytes] = []

    def mark(self, held: bytes) -> str:
        """Return what stands in a page until this is put in."""
        self._held.append(held)
        return minijinja.safe(f"<later {len(self._held) - 1}>")

    def marks(self) -> dict[str, str | bytes]:
        """Return the marks of all texts, by their names; nothing is nothing here, too."""
        return {name: text and self.mark(cleaned(text)) for name, text in self.texts.items()}

    def words(self) -> dict[str, str]:
        """Return all texts themselves, by their names."""
        return {name: text.decode() for name, text in self.texts.items()}

    def put_in(self, page: bytes) -> bytes:
        """Return a page with all that is held where its marks are; what only looks like one stays."""

        def held(found: re.Match[bytes]) -> bytes:
            number = int(found[1])
            return self._held[number] if number < len(self._held) else found[0]

        return _LATER.sub(held, page)


class Teasers:
    """What templates call for a piece in a list, with nothing at hand but the engine.

    `teaser(piece, level="h2", whole=false, class="piece")`: the level of its headline, its lead as
    a whole or its beginning, and its class in the stylesheet; `teaser.each(pieces, ...)` for many.
    """

    def __init__(self, looked_up: Folders, context: dict[str, Any]) -> None:
        self._looked_up = looked_up
        self._context = context

    def __call__(
        self, piece: Any, level: str = "h2", *, whole: bool = False, **options: str
    ) -> str:
        """Return the piece as it stands in a list."""
        return self.each([piece], level, whole=whole, **options)

    def each(
        self, pieces: Iterable[Any], level: str = "h2", *, whole: bool = False, **options: str
    ) -> str:
        """Return pieces as they stand in a list, one behind the other."""
        look = options.get("class", "piece")
        return self._each(pieces, level, whole, look)

    def _each(self, pieces: Iterable[Any], level: str, whole: bool, look: str) -> str:
        told = {**self._context, "level": level, "whole": whole, "class": look}
        drawn = (render(PIECE, self._looked_up, {**told, "piece": piece}) for piece in pieces)
        return minijinja.safe("\n".join(drawn))


def forget() -> None:
    """Forget the templates read so far, so that changed ones are seen."""
    find.cache_clear()
    _environment.cache_clear()


@lru_cache(maxsize=256)
def find(name: str, looked_up: Folders) -> str | None:
    """Return the source of a template, from the first folder that has it."""
    folder = place_of(name, looked_up)
    if folder is None:
        return None
    path = Path(folder, name.removeprefix(HOUSE))
    try:
        if path.stat().st_size > _LONGEST:
            raise ThemeError(name, f"it is larger than {_LONGEST:,} bytes")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ThemeError(name, f"{path} can't be read: {error}") from error


def place_of(name: str, looked_up: Folders) -> str | None:
    """Return the first folder that has a template; the outlet's own comes first, and is left out for `HOUSE`."""
    if ".." in name.split("/"):
        return None
    if name.startswith(HOUSE):
        name, looked_up = name.removeprefix(HOUSE), looked_up[1:]
    try:
        return next((folder for folder in looked_up if Path(folder, name).exists()), None)
    except (OSError, ValueError):
        return None


@lru_cache(maxsize=16)
def _environment(looked_up: Folders, language: str) -> minijinja.Environment:
    def spoken(name: str) -> str | None:
        source, html = find(name, looked_up), name.endswith(_ESCAPED)
        return source and voice.spoken(source, language=language, html=html)

    environment = minijinja.Environment(
        loader=spoken,
        undefined_behavior="strict",
        auto_escape_callback=lambda name: "html" if name.endswith(_ESCAPED) else False,
        fuel=_FUEL,
        debug=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.add_filter("paragraphs", paragraphs)
    environment.add_filter("by_year", _by_year)
    for name, said in voice.functions(language).items():
        environment.add_global(name, said)
    environment.add_filter("number", lambda number: voice.numeral(number, language))
    environment.add_filter("cut", lambda text, length: cut(str(text), length))
    return environment


def cleaned(page: bytes) -> bytes:
    """Return it without what is no character of pages: most have none, which bytes tell soonest."""
    if not holds_controls(page):
        return page
    return NOT_FOR_PAGES.sub("", page.decode()).encode()


def _by_year(pieces: Iterable[Any]) -> list[tuple[int | None, list[Any]]]:
    """Return pieces by their years; what has no date stands with those before it."""
    found: list[tuple[int | None, list[Any]]] = []
    for piece in pieces:
        if not found or (piece.year and piece.year != found[-1][0]):
            found.append((piece.year, []))
        found[-1][1].append(piece)
    return found


def paragraphs(text: Any) -> list[str]:
    """Return what stands between the blank lines of a text."""
    text = str(text)
    blocks = _BLANK.split(text.replace("\r\n", "\n")) if "\n" in text else (text,)
    return [block.strip() for block in blocks if block.strip()]


def _wrong(template: str, error: minijinja.TemplateError) -> ThemeError:
    """Return what is wrong, and where: at the root of it, not where that was included."""
    if isinstance(error.__cause__, ThemeError):
        return error.__cause__
    roots = _ROOT.findall(str(error))
    if roots:
        what, name, line = roots[-1]
        return ThemeError(name, what, int(line))
    kind = _KINDS.get(error.kind, error.kind)
    what = f"{kind}: {error.detail}" if error.detail else kind
    return ThemeError(error.name or template, what, error.line or 0)
