"""The voice: the house's own words, numbers and days, in the language of the outlet.

It knows of no rows and no settings, so that the child that makes pages has it too. Templates say
`{{ _("All pieces") }}`, `{{ _("From {publisher}", publisher=piece.publisher) }}` and
`{{ _n("{count} piece", "{count} pieces", count) }}`; `_t` is `_` for titles and attributes, where no tag may
stand. What is put in is escaped, and set apart so that its letters may run the other way.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any, Self

import minijinja
from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal

LANGUAGES = ("en", "es", "fr", "ar")  # which the house's own words are written in
_LOCALE = Path(__file__).parent.parent / "locale"
_OPENS, _CLOSES = "\u2068", "\u2069"  # what is between them runs its own way (UAX 9)

# A word of the house in a template, alone in its braces: `{{ _("...", name=value) }}`.
_ALONE = re.compile(
    r'\{\{ ?_(t?)\("((?:[^"\\\n]|\\.)*)"((?:, ?\w+=(?:[^"{}\n]|"[^"\n]*")+)?)\) ?\}\}'
)
_GIVEN = re.compile(r", ?(\w+)=((?:[^,\"()\[\]]|\"[^\"]*\"|\([^()]*\)|\[[^\[\]]*\])+)")
_LINK = re.compile(r"&lt;(/?)(\w+)&gt;")
_PLACE = re.compile(r"\{(\w+)\}")


def for_readers(words: str) -> str:
    """Mark words that readers may meet: a template says them by `_`, when they come."""
    return words


# What an outlet says of its digest as long as nobody has written anything else.
AT_FIRST = (
    for_readers("Get the daily digest"),
    for_readers("Platforms drop independent outlets. A letter in your inbox reaches you anyway."),
)


def speaks(language: str) -> str:
    """Return the language of the house's words for an outlet's: English, where the house has none."""
    first = language.replace("_", "-").partition("-")[0].lower()
    return first if first in LANGUAGES else "en"


def say(language: str, words: str, **given: str) -> str:
    """Return words of the house as plain text, with what is put in as it is."""
    return _formatted(_catalogue(speaks(language)).gettext(words), given)


def say_count(language: str, one: str, many: str, number: int) -> str:
    """Return words about a number of things, as plain text."""
    words = _catalogue(speaks(language)).ngettext(one, many, number)
    return _formatted(words, {"count": numeral(number, language)})


def numeral(number: int, language: str) -> str:
    """Return a number as it is written in a language; with Latin digits in all of them."""
    return str(number) if -1000 < number < 1000 else _grouped(number, language)


@cache
def edition(language: str) -> str:
    """Return a hash of the house's words of a language: others come with an upgrade."""
    path = _words_of(speaks(language))
    return sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else ""


def spoken(source: str, *, language: str, html: bool) -> str:
    """Return the source of a template with the words of a language in it: they cost no page any time."""
    catalogue = _catalogue(speaks(language))

    def written(found: re.Match[str]) -> str:
        given = dict(_GIVEN.findall(found[3]))
        words = catalogue.gettext(found[2].replace('\\"', '"'))
        left = "".join(f", {name}={value}" for name, value in given.items())
        if left.replace(" ", "") != found[3].replace(" ", ""):
            return found[0]
        return _source(words, given, html=html, tags=html and not found[1])

    return _ALONE.sub(written, source)


def functions(language: str) -> Mapping[str, Callable[..., str]]:
    """Return what templates call where the words are not alone, or depend on a number."""
    catalogue = _catalogue(speaks(language))

    def plain(words: Any, **given: Any) -> str:
        known = catalogue.gettext(str(words))
        return _formatted(known, {name: _apart(value) for name, value in given.items()})

    def marked(words: Any, **given: Any) -> str:
        known = catalogue.gettext(str(words))
        return minijinja.safe(_tagged(known, given)) if given else known

    def plural(one: str, many: str, number: int, **given: Any) -> str:
        known = catalogue.ngettext(one, many, number)
        return minijinja.safe(_tagged(known, {**given, "count": _Numeral(number, language)}))

    counted = lru_cache(maxsize=512)(plural)

    def count(one: str, many: str, number: int, **given: Any) -> str:
        return plural(one, many, number, **given) if given else counted(one, many, number)

    return {"_": marked, "_t": plain, "_n": count}


class _Numeral(str):
    """A number as it is written: it needs no marks around it."""

    __slots__ = ()

    def __new__(cls, number: int, language: str) -> Self:
        return super().__new__(cls, numeral(number, language))


def _source(words: str, given: Mapping[str, str], *, html: bool, tags: bool) -> str:
    """Return words as a piece of a template, with expressions in their places."""

    def link(found: re.Match[str]) -> str:
        if found[2] not in given:
            return found[0]
        return "</a>" if found[1] else f'<a href="{{{{ {given[found[2]]} }}}}">'

    def put_in(found: re.Match[str]) -> str:
        if found[1] not in given:
            return found[0]
        shown = f"{{{{ {given[found[1]]} }}}}"
        if given[found[1]].endswith("| number"):
            return shown
        return f"<bdi>{shown}</bdi>" if tags else f"{_OPENS}{shown}{_CLOSES}"

    places = _PLACE.sub(put_in, escape(words) if html else words)
    return _LINK.sub(link, places) if tags else places


def _tagged(words: str, given: Mapping[str, Any]) -> str:
    def link(found: re.Match[str]) -> str:
        if found[2] not in given:
            return found[0]
        return "</a>" if found[1] else f'<a href="{escape(str(given[found[2]]))}">'

    def put_in(found: re.Match[str]) -> str:
        value = given.get(found[1], found[0])
        if isinstance(value, _Numeral):
            return str(value)
        return f"<bdi>{value if hasattr(value, '__html__') else escape(str(value))}</bdi>"

    return _LINK.sub(link, _PLACE.sub(put_in, escape(words)))


def _apart(value: Any) -> str:
    return f"{_OPENS}{value}{_CLOSES}"


def _formatted(words: str, given: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: given.get(found[1], found[0]), words) if given else words


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    with _words_of(language).open("rb") as file:
        return GNUTranslations(file)


def _words_of(language: str) -> Path:
    return _LOCALE / language / "LC_MESSAGES" / "readers.mo"


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return what is known of a language, or of the one it is nearest to; English where nothing is."""
    parts = language.replace("_", "-").split("-")
    if parts == ["en"]:
        return Locale.parse("en_001")  # 23 November, as the world says it
    while parts:
        try:
            return Locale.parse("_".join(parts))
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale.parse("en_001")


@lru_cache(maxsize=256)
def name_of(language: str) -> str:
    """Return what a language calls itself; its tag, where nobody knows."""
    parts = language.replace("_", "-").split("-")
    try:
        known = Locale.parse("_".join(parts))
    except (UnknownLocaleError, ValueError):
        return language if len(parts) == 1 else name_of("-".join(parts[:-1]))
    name = known.get_display_name(known) or language
    return name[:1].upper() + name[1:]


@lru_cache(maxsize=4096)
def _grouped(number: int, language: str) -> str:
    return format_decimal(number, locale=locale_of(language))
