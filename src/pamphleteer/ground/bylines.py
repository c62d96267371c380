"""Bylines: the names in a line such as "Ada Quay, PhD, and Ben Li", as people write them in many languages."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from pamphleteer.ground.text import fold, spells, squeeze

MOST = 12  # names that a line is read for; what follows stays words
LONGEST = 120  # characters of a name: what is longer is a sentence
KEY = 150  # characters of a key

_AND = (
    "and", "with", "for", "et", "und", "och", "og", "en", "ve", "ja", "oraz", "и", "та", "і", "και",
    "و", "y", "e", "i", "u",
)  # fmt: skip
# They stand within one name too: "José Ortega y Gasset", "Artur da Costa e Silva".
_WITHIN_NAMES = {"y", "e", "i", "u"}
_PARTED = re.compile(r"\s*[;；,،，、|/•()\[\]]\s*|\s+[-–—]\s+|\s*[&+]\s*")
_WORD = re.compile(r"\S+")
_BEGINS = re.compile(r"(?:by|por)\s*:\s*|(?:by|por)\s+(?=\S+\s+\S)", re.IGNORECASE)
_DEGREES = {
    "phd", "dphil", "edd", "md", "mdphd", "dds", "dvm", "jd", "llm", "llb", "ma", "mba", "mfa", "mph",
    "msc", "ms", "ba", "bsc", "bs", "rn", "cpa", "esq", "obe", "mbe", "cbe", "sj", "op", "ofm", "osb",
}  # fmt: skip
_GENERATIONS = {"jr", "sr", "ii", "iii", "iv"}
_NOBODY = {"al", "others", "otros", "otras", "autres", "andere", "altri", "outros", "more", "mas"}
# Names that begin with the letter that means "and" in Arabic, where it is written to the next word.
_WAW = {
    "وليد", "وائل", "وسام", "وجدي", "وفاء", "وداد", "ورد", "وردة", "وحيد", "وديع", "وصفي", "وضاح",
    "وهبة", "وهبه", "وهيب", "وجيه", "وسيم", "وسن", "واصف", "واثق", "والي", "ولاء", "وعد", "وئام",
    "ونيس", "وهدان", "ويليام", "وليم",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line: a name, which has a key, or what stands between names."""

    words: str
    key: str = ""


@lru_cache(maxsize=1024)
def parts(line: str) -> tuple[Part, ...]:
    """Return a line in parts, which together are the line; one name has one key however it is written.

    Each name is named once: where it stands again, it is only words.
    """
    found: list[Part] = []
    keys: set[str] = set()
    at = 0
    for start, end, key in _names(line):
        if key in keys or len(keys) == MOST:
            continue
        keys.add(key)
        if start > at:
            found.append(Part(line[at:start]))
        found.append(Part(line[start:end], key))
        at = end
    if at < len(line):
        found.append(Part(line[at:]))
    return tuple(found)


def names(line: str) -> dict[str, str]:
    """Return the names in a line by their keys, in their order, none with the surname first."""
    return {one.key: _straight(squeeze(one.words)) for one in parts(line) if one.key}


def joined(found: list[str], length: int) -> str:
    """Return a line of names, as many as it has room for: none is cut."""
    mark = "; " if any("," in name for name in found) else ", "
    line = ""
    for name in found:
        longer = f"{line}{mark}{name}" if line else name
        if len(longer) > length:
            break
        line = longer
    return line


def _names(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each name begins and ends, and its key."""
    by_semicolons = ";" in line or "；" in line
    for start, end in _with_titles(line, list(_spans(line, by_semicolons))):
        words = line[start:end]
        if _is_name(words) and (key := _key(words)):
            yield start, end, key


def _spans(line: str, by_semicolons: bool) -> Iterator[tuple[int, int]]:
    begun = _BEGINS.match(line)
    at = begun.end() if begun else 0
    for mark in _PARTED.finditer(line, at):
        if mark[0].strip() in {",", "،", "，"} and by_semicolons and _is_turned(line, at, mark):
            continue
        yield from _ands(line, at, mark.start())
        at = mark.end()
    yield from _ands(line, at, len(line))


def _is_turned(line: str, at: int, comma: re.Match[str]) -> bool:
    """Tell whether a comma stands in a name that begins with the surname, as in "Quay, Ada; Li, Ben"."""
    rest = re.split("[;；]", line[comma.end() :], maxsplit=1)[0]
    return len(line[at : comma.start()].split()) == 1 and "," not in rest and bool(rest.strip())


def _ands(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what stands between the words that mean "and"."""
    words, shouted = list(_WORD.finditer(line, start, end)), line.isupper()
    while words and words[0][0] in _AND:
        words.pop(0)
    begun = 0
    for place, word in enumerate(words):
        said = word[0].lower() if shouted else word[0]
        left, right = place - begun, len(words) - place - 1
        if said in _AND and left and right and _parts_names(said, left, right, shouted):
            yield words[begun].start(), words[place - 1].end()
            begun = place + 1
        elif left > 1 and right and said.startswith("و") and len(said) > 3 and said not in _WAW:
            yield words[begun].start(), words[place - 1].end()
            yield from _ands(line, word.start() + 1, end)
            return
    if begun < len(words):
        yield words[begun].start(), words[-1].end()


def _parts_names(said: str, left: int, right: int, shouted: bool) -> bool:
    if said not in _WITHIN_NAMES:
        return True
    return right > 1 if shouted else (right > 1 or left == 1)


def _with_titles(line: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what stands behind a name and is none: "PhD", "Jr."."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        words = {_bare(word) for word in line[start:end].split()}
        if found and words <= _DEGREES | _GENERATIONS and "," in line[found[-1][1] : start]:
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found


def _is_name(words: str) -> bool:
    if not 0 < len(words) <= LONGEST or "@" in words or "://" in words:
        return False
    return any(c.isalpha() for c in words) and _bare(words) not in _NOBODY


def _bare(word: str) -> str:
    return "".join(c for c in fold(word) if spells(c))


def _straight(words: str) -> str:
    """Return "Ada Quay" for "Quay, Ada"."""
    surname, _comma, rest = words.partition(",")
    bare = {_bare(word) for word in rest.split()}
    return words if bare <= _DEGREES | _GENERATIONS else f"{rest.strip()} {surname}"


def _key(words: str) -> str:
    """Return what all ways to write a name have in common: without case, accents, marks and degrees."""
    words = _straight(words)
    spelt = "".join(c if spells(c) else "" if c in ".'’" else " " for c in fold(words)).split()
    while len(spelt) > 1 and spelt[-1] in _DEGREES:
        spelt.pop()
    key = unicodedata.normalize("NFC", " ".join(spelt))
    if len(key) <= KEY:
        return key
    return f"{key[: KEY - 11]} {sha256(key.encode(errors='replace')).hexdigest()[:10]}"
