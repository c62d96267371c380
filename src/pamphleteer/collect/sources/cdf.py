"""Channel Definition Format (w3.org/TR/NOTE-CDFsubmit), as some old servers still write it."""

from collections.abc import Iterator
from html import escape
from itertools import islice

from lxml import etree

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.document import Document
from pamphleteer.collect.elements import joined, language_of, local, markup, text_of
from pamphleteer.collect.found import RawFeed, RawItem


def read(document: Document, bounds: Bounds) -> RawFeed | None:
    """Return the feed in a document, or None if it is another format."""
    root = document.root
    if root is None or local(root) != "channel":
        return None
    base = joined(document.address, _said(root, "base"))
    items = islice(_named(root, "item"), bounds.items)
    return RawFeed(
        format="CDF",
        title=escape(_words(root, "title"), quote=False),
        link=joined(base, _said(root, "href")) if _said(root, "href") else "",
        description=markup(_words(root, "abstract")),
        language=language_of(root),
        updated=_said(root, "lastmod"),
        items=tuple(_item(item, base) for item in items),
    )


def _item(item: etree._Element, base: str) -> RawItem:
    link = _said(item, "href") or next((_said(a, "href") for a in _named(item, "a")), "")
    return RawItem(
        link=joined(base, link) if link else "",
        base=joined(base, link),
        title=escape(_words(item, "title"), quote=False),
        summary=markup(_words(item, "abstract")),
        language=language_of(item),
        updated=_said(item, "lastmod"),
    )


def _said(element: etree._Element, name: str) -> str:
    """Return an attribute, whose name may be in any case."""
    found = (value for key, value in element.attrib.items() if str(key).lower() == name)
    return str(next(found, "")).strip()


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    return (child for child in parent.iterchildren(etree.Element) if local(child) == name)


def _words(parent: etree._Element, name: str) -> str:
    return next((text for child in _named(parent, name) if (text := text_of(child))), "")
