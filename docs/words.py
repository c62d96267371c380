"""Bring the catalogues of our own words up to date: `python docs/words.py`.

There are two: what people read at the desk (`django`), and what readers read (`readers`).

Gathers what is marked in code and templates, keeps what is translated, leaves empty what is new,
drops what is gone, and compiles. What is left to do is told, and the exit code is 1 then.
"""

import io
import re
import string
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from pamphleteer.project.brought import PRESS_TEMPLATES

SOURCE = Path(__file__).parent.parent / "src" / "pamphleteer"
LOCALE = SOURCE / "locale"
DESK, READERS = "django", "readers"
LANGUAGES = ("es", "fr")  # of the desk, besides English
CATALOGUES = (*((one, DESK) for one in LANGUAGES), *((one, READERS) for one in ("es", "fr", "ar")))
_MARKS = {
    **dict.fromkeys(("_", "gettext", "lazy", "gettext_lazy", "noop", "gettext_noop"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_FOR_READERS = {"for_readers": (1,), "say": (2,), "say_count": (2, 3)}
_SAID = r'"((?:[^"\\\n]|\\.)*)"'
_IN_TEMPLATES = re.compile(rf"\b(?:_n\({_SAID}, ?{_SAID}|_t?\({_SAID})")
_COMMENT = "Translators:"
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # compiling twice gives the same bytes
_BADLY_SET = re.compile(r"\w'\w|(?<![\u00a0\u202f])[:;!?](?=\s|$)|(?<![\u00a0\u202f])»|«(?!\u00a0)")
_TAGS = re.compile(r"</?[a-z]+>")
_NAMED = re.compile(r"%\((\w+)\)[sd]|%%")


def po(language: str, domain: str = DESK) -> Path:
    """Return where the words of a language are written."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def read(language: str, domain: str = DESK) -> Catalog:
    """Return the catalogue of a language, empty if there is none yet."""
    path = po(language, domain)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(language: str, domain: str = DESK) -> Catalog:
    """Return what Django reads."""
    with po(language, domain).with_suffix(".mo").open("rb") as file:
        return read_mo(file)


@cache
def gathered(domain: str = DESK) -> Catalog:
    """Return everything that is marked."""
    found, templates = Catalog(), public_templates()
    for path in sorted((*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.*"))):
        if "migrations" in path.parts or path.suffix not in {".py", ".html", ".xml", ".txt"}:
            continue
        name = path.relative_to(SOURCE.parent.parent).as_posix()
        for line, words, comments, context in _marked(path, domain, path in templates):
            found.add(words, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def public_templates() -> frozenset[Path]:
    """Return the templates of pages and letters for readers."""
    folders = (SOURCE / room / "templates" for room in PRESS_TEMPLATES)
    return frozenset(
        path
        for folder in folders
        for path in folder.rglob("*.*")
        if path.suffix in {".html", ".xml", ".txt", ".svg"}
    )


def bring_up_to_date(language: str, domain: str = DESK) -> None:
    """Write and compile the catalogue of a language."""
    known, fresh = read(language, domain), Catalog(locale=language)
    for message in own(gathered(domain)):
        before = known.get(message.id, message.context)
        fresh.add(
            message.id,
            before.string if before else None,
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before else (),
            context=message.context,
        )
    path = po(language, domain)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, fresh, width=96, sort_by_file=True, include_lineno=False, omit_header=True)
    head = _HEADER.format(language=language, plurals=fresh.plural_forms)
    path.write_text(head + text.getvalue().decode().lstrip("\n"))
    whole = read(language, domain)
    whole.creation_date = whole.revision_date = _ANY_DAY
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, whole)


def faults(language: str, domain: str = DESK) -> Iterator[str]:
    """Yield what is wrong with the catalogue of a language, in words."""
    marked, known = _by_id(gathered(domain)), _by_id(read(language, domain))
    for key in sorted(marked.keys() - known.keys(), key=str):
        yield f"{language}: not in the catalogue: {key}: make words"
    for key in sorted(known.keys() - marked.keys(), key=str):
        yield f"{language}: marked nowhere any more: {key}: make words"
    for key in sorted(known.keys() & marked.keys(), key=str):
        yield from (f"{language}: {fault}: {key}" for fault in _faults(known[key], language))
    if _strings(read(language, domain), known) != _strings(compiled(language, domain), known):
        yield f"{language}: what is compiled is old: make words"


def own(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue, without its head."""
    return (message for message in catalogue if message.id)


def _marked(path: Path, domain: str, public: bool) -> Iterator[Any]:
    text = path.read_text()
    if path.suffix == ".py":
        marks = _MARKS if domain == DESK else _FOR_READERS
        if any(f"{mark}(" in text for mark in marks):
            yield from extract("python", io.BytesIO(text.encode()), marks, (_COMMENT,))
    elif public and domain == READERS:
        yield from _said_in(text)
    elif not public and domain == DESK and path.suffix == ".html":
        # In brackets, so that it does not matter how its lines are indented.
        code = f"({templatize(text, origin=str(path))}\n)"
        yield from extract("python", io.BytesIO(code.encode()), _MARKS, (_COMMENT,))


def _said_in(text: str) -> Iterator[tuple[int, Any, list[str], None]]:
    """Yield what a template for readers marks: `_("...")`, `_t("...")` and `_n("...", "...")`."""
    for found in _IN_TEMPLATES.finditer(text):
        one, many, said = (part and part.replace('\\"', '"') for part in found.groups())
        line = text.count("\n", 0, found.start()) + 1
        yield line, said if said is not None else (one, many), [], None


def _by_id(catalogue: Catalog) -> dict[tuple[Any, str | None], Message]:
    return {(_key(one.id), _context(one)): one for one in own(catalogue)}


def _context(message: Message) -> str | None:
    # As Babel reads it from what is compiled.
    said: Any = message.context
    return said.decode() if isinstance(said, bytes) else said


def _key(said: Any) -> Any:
    return tuple(said) if isinstance(said, list | tuple) else said


def _strings(catalogue: Catalog, known: Mapping[Any, Message]) -> dict[Any, Any]:
    """Return what is translated; of what is not, compilers make nothing or the words themselves."""
    found = {key: _key(message.string) for key, message in _by_id(catalogue).items()}
    return {
        key: said
        for key, said in found.items()
        if key not in known or all(_each(known[key].string))
    }


def _faults(message: Message, language: str) -> Iterator[str]:
    ids, strings = _each(message.id), _each(message.string)
    if not all(strings) or len(strings) < len(ids):
        yield "not translated"
        return
    if message.fuzzy:
        yield "fuzzy"
    asked = [places(one) for one in ids]
    # Of some numbers a language says the number in a word.
    whole = len(ids) > 1
    if any(places(one) not in asked and not (whole and places(one) < asked[-1]) for one in strings):
        yield "other placeholders"
    if any(_TAGS.findall(one) != _TAGS.findall(ids[-1]) for one in strings):
        yield "other tags"
    if any(sign in one for one in strings for sign in ("{{", "{%", "{#", "\n")):
        yield "has what a template would not take for words"
    if any(_edges(one) != _edges(ids[-1]) for one in strings):
        yield "begins or ends with other spaces"
    if any('"' in one and '"' not in ids[-1] for one in strings):
        yield 'has a ", which ends an attribute of a tag'
    if language == "fr" and any(map(badly_set, strings)):
        yield "set without “’”, or without the spaces before “: ; ? ! »” that do not break"


def _each(said: Any) -> list[str]:
    return list(said) if isinstance(said, tuple | list) else [said or ""]


def places(words: str) -> frozenset[str]:
    """Return the names in words for which others are put in, as `{name}` or `%(name)s`."""
    named = {match[0] for match in _NAMED.finditer(words) if match[1]}
    try:
        braced = {f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(words) if name}
    except ValueError:
        braced = set()
    return frozenset(named | braced)


def _edges(words: str) -> tuple[str, str]:
    return words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]


def badly_set(words: str) -> bool:
    """Tell whether words are set in French as they are not printed."""
    return bool(_BADLY_SET.search(words))


def main() -> int:
    """Bring all catalogues up to date, and tell what is left to translate."""
    for language, domain in CATALOGUES:
        bring_up_to_date(language, domain)
    left = [fault for language, domain in CATALOGUES for fault in faults(language, domain)]
    sys.stdout.writelines(f"{fault}\n" for fault in left)
    return int(bool(left))


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    sys.exit(main())
