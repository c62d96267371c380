"""Who wrote it: names, in all the ways in which people put them beside their mail addresses."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree

from pamphleteer.collect.elements import Parts, joined, local, text_of
from pamphleteer.collect.found import Author

_LONGEST = 300
_MAIL = re.compile(r"(?:mailto:)?[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}", re.IGNORECASE)
_LEFT_EMPTY = re.compile(r"\(\s*\)|<\s*>|\[\s*\]|&lt;\s*&gt;")
_IN_BRACKETS = re.compile(r"[(<\[]\s*([^()<>\[\]]*?)\s*[)>\]]")
# Who of a broadcast's people (podcastindex.org's taxonomy) would stand in a byline.
_BYLINE = {"", "author", "co-host", "co-writer", "host", "journalist", "reporter", "writer"}


def named(text: str, url: str = "") -> Author:
    """Return who is meant by "Name", "mail (Name)" or "Name <mail>", without the mail address."""
    return Author(name=_name(text[:_LONGEST]), url=url)


@lru_cache(maxsize=512)
def _name(text: str) -> str:
    said = text.strip()
    if "@" in said:
        said = _LEFT_EMPTY.sub("", _MAIL.sub("", said)).strip(" ,;:-–—\n\t")
        if alone := _IN_BRACKETS.fullmatch(said):
            said = alone[1]
    return said


def people(elements: Iterable[etree._Element]) -> Iterator[Author]:
    """Yield who is named in elements that hold a name each."""
    return (named(text_of(element)) for element in elements)


def persons(elements: Iterable[etree._Element], base: str) -> Iterator[Author]:
    """Yield the persons of Atom (RFC 4287, section 3.2), or a name where there is no structure."""
    for element in elements:
        inside = {local(child): text_of(child) for child in element.iterchildren(etree.Element)}
        if not inside:
            yield named(text_of(element))
            continue
        link = next((inside[name] for name in ("uri", "url", "homepage") if inside.get(name)), "")
        yield named(inside.get("name", ""), joined(base, link) if link else "")


def on_air(parts: Parts) -> Iterator[Author]:
    """Yield who speaks in a broadcast (podcast:person) and would stand in a byline."""
    for element in parts.all("podcast:person"):
        if element.get("role", "").strip().lower() in _BYLINE:
            yield named(text_of(element), element.get("href", "").strip())
