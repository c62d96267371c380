"""Bring the catalogues of our own words up to date: `python docs/words.py`.

Gathers what is marked in code and templates, keeps what is translated, leaves empty what is new,
drops what is gone, and compiles. What is left to do is told, and the exit code is 1 then.
"""

import io
import re
import string
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parent.parent / "src" / "pamphleteer"
LOCALE = SOURCE / "locale"
LANGUAGES = ("es", "fr")
_MARKS = {
    **dict.fromkeys(("_", "gettext", "lazy", "gettext_lazy", "noop", "gettext_noop"), (1,)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
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
_NAMED = re.compile(r"%\((\w+)\)[sd]|%%")


def po(language: str) -> Path:
    """Return where the words of a language are written."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return the catalogue of a language, empty if there is none yet."""
    path = po(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(language: str) -> Catalog:
    """Return what Django reads."""
    with po(language).with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def gathered() -> Catalog:
    """Return everything that is marked."""
    found = Catalog()
    for path in sorted((*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html"))):
        if "migrations" in path.parts:
            continue
        name = path.relative_to(SOURCE.parent.parent).as_posix()
        for line, words, comments, context in _marked(path):
            found.add(words, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def bring_up_to_date(language: str) -> None:
    """Write and compile the catalogue of a language."""
    known, fresh = read(language), Catalog(locale=language)
    for message in own(gathered()):
        before = known.get(message.id, message.context)
        fresh.add(
            message.id,
            before.string if before else None,
            locations=message.locations,
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before else (),
            context=message.context,
        )
    path = po(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, fresh, width=96, sort_by_file=True, include_lineno=False, omit_header=True)
    head = _HEADER.format(language=language, plurals=fresh.plural_forms)
    path.write_text(head + text.getvalue().decode().lstrip("\n"))
    whole = read(language)
    whole.creation_date = whole.revision_date = _ANY_DAY
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, whole)


def faults(language: str) -> Iterator[str]:
    """Yield what is wrong with the catalogue of a language, in words."""
    marked, known = _by_id(gathered()), _by_id(read(language))
    for key in sorted(marked.keys() - known.keys(), key=str):
        yield f"{language}: not in the catalogue: {key}: make words"
    for key in sorted(known.keys() - marked.keys(), key=str):
        yield f"{language}: marked nowhere any more: {key}: make words"
    for key in sorted(known.keys() & marked.keys(), key=str):
        yield from (f"{language}: {fault}: {key}" for fault in _faults(known[key], language))
    if _strings(read(language), known) != _strings(compiled(language), known):
        yield f"{language}: what is compiled is old: make words"


def own(catalogue: Catalog) -> Iterator[Message]:
    """Yield the messages of a catalogue, without its head."""
    return (message for message in catalogue if message.id)


def _marked(path: Path) -> Iterator[Any]:
    text = path.read_text()
    if path.suffix == ".html":
        # In brackets, so that it does not matter how its lines are indented.
        text = f"({templatize(text, origin=str(path))}\n)"
    return extract("python", io.BytesIO(text.encode()), _MARKS, (_COMMENT,))


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
    if any(places(one) not in asked for one in strings):
        yield "other placeholders"
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
    for language in LANGUAGES:
        bring_up_to_date(language)
    left = [fault for language in LANGUAGES for fault in faults(language)]
    sys.stdout.writelines(f"{fault}\n" for fault in left)
    return int(bool(left))


if __name__ == "__main__":
    settings.configure(USE_I18N=False)
    sys.exit(main())
