"""Who wrote it: names, in all the ways in which people put them beside their mail addresses."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from lxml import etree

from pamphleteer.collect.elements import Parts, joined, local, text_of
from pamphleteer.collect.found import Author

_LONGEST = 300
_SEVERAL = 2_000
_MAIL = re.compile(r"(?:mailto:)?[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}", re.IGNORECASE)
_LEFT_EMPTY = re.compile(r"\(\s*\)|<\s*>|\[\s*\]|&lt;\s*&gt;")
# What is left of "Ada (ada@mail (home))".
_DOUBLED = re.compile(r"[(<\[]\s*([(<\[][^()<>\[\]]*[)>\]])\s*[)>\]]")
_AROUND = {"(": ")", "<": ">", "[": "]", '"': '"', "'": "'", "“": "”", "„": "“", "«": "»"}
# Between two of several people, each with a mail address; within quotes and brackets it is none.
_PERSON = re.compile(r'(?:"[^"]*"|\([^()]*\)|<[^<>]*>|[^,;"(<]|["(<])+')
_MARKS = " ,;:|/-–—\n\t"
# Who of a broadcast's people (podcastindex.org's taxonomy) would stand in a byline.
_BYLINE = {"", "author", "co-host", "co-writer", "host", "journalist", "reporter", "writer"}


def named(text: str, url: str = "") -> Author:
    """Return who is meant by "Name", "mail (Name)" or "Name <mail>", without the mail address."""
    return Author(name=_name(text[:_LONGEST]), url=url)


@lru_cache(maxsize=512)
def _name(text: str) -> str:
    said, marks = text.strip(), None
    if "@" in said:
        said, marks = _DOUBLED.sub(r"\1", _MAIL.sub("", said)), _MARKS
    before = ""
    while said != before:
        before = said
        said = _unwrapped(_LEFT_EMPTY.sub("", said).strip(marks))
    return said


def _unwrapped(said: str) -> str:
    """Return a name without the brackets or quotes that stand around all of it."""
    begins, ends = said[:1], _AROUND.get(said[:1], "")
    if len(said) < 2 or not ends or said[-1] != ends:
        return said
    depth = 0
    for character in said[1:-1]:
        depth += (character == begins) - (character == ends) if begins != ends else 0
        if depth < 0 or (begins == ends == character):
            return said  # it ends before: "(photos) Ada (Bo)"
    return said[1:-1]


def several(text: str) -> tuple[Author, ...]:
    """Return who is named in a line: several people only where each has a mail address."""
    return _several(text[:_SEVERAL])


@lru_cache(maxsize=512)
def _several(line: str) -> tuple[Author, ...]:
    parts = _PERSON.findall(line) if line.count("@") > 1 else []
    if len(parts) > 1 and all("@" in part for part in parts):
        return tuple(map(named, parts))
    return (named(line),)


def people(elements: Iterable[etree._Element]) -> Iterator[Author]:
    """Yield who is named in elements that hold a name each."""
    return chain.from_iterable(several(text_of(element)) for element in elements)


def persons(elements: Iterable[etree._Element], base: str) -> Iterator[Author]:
    """Yield the persons of Atom (RFC 4287, section 3.2), or a name where there is no structure."""
    for element in elements:
        inside = {local(child): text_of(child) for child in element.iterchildren(etree.Element)}
        if not inside:
            yield from several(text_of(element))
            continue
        link = next((inside[name] for name in ("uri", "url", "homepage") if inside.get(name)), "")
        yield named(inside.get("name", ""), joined(base, link) if link else "")


def on_air(parts: Parts) -> Iterator[Author]:
    """Yield who speaks in a broadcast (podcast:person) and would stand in a byline."""
    for element in parts.all("podcast:person"):
        if element.get("role", "").strip().lower() in _BYLINE:
            yield named(text_of(element), element.get("href", "").strip())
