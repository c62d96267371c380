"""What it is about: categories, subjects and keywords as tags."""

from collections.abc import Iterator

from lxml import etree

from pamphleteer.collect.elements import Parts, text_of

_GROUPS = 20
_GROUPED = frozenset({"media:group"})
_LISTS = ("itunes:keywords", "media:keywords", "tags")
_NAMES = ("category", "atom:category", "dc:subject", "dcterms:subject", "media:category")


def tags_of(parts: Parts) -> tuple[str, ...]:
    """Return the tags of an element, as they are worded, each once."""
    return tuple(dict.fromkeys(tag for tag in _tags(parts) if tag))


def _tags(parts: Parts) -> Iterator[str]:
    groups = map(Parts, parts.all("media:group")[:_GROUPS]) if parts.has(_GROUPED) else ()
    for place in (parts, *groups):
        for element in place.all(*_LISTS):
            yield from map(str.strip, text_of(element).split(","))
        for element in place.all(*_NAMES):
            yield (element.get("label") or element.get("term") or text_of(element)).strip()
    for element in parts.all("itunes:category"):
        for nested in element.iter(etree.Element):
            yield (nested.get("text") or "").strip()
