"""Atom 1.0 (RFC 4287)."""

from html import escape
from itertools import islice

from lxml import etree

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.document import Document
from pamphleteer.collect.elements import (
    base_of,
    children,
    joined,
    language_of,
    local,
    markup_of,
    namespace,
    text_of,
    words,
)
from pamphleteer.collect.found import Author, RawFeed, RawItem
from pamphleteer.ground.html import from_text

ATOM = "http://www.w3.org/2005/Atom"
_LICENCES = (
    "http://backend.userland.com/creativeCommonsRssModule",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
)


def read(document: Document, bounds: Bounds) -> RawFeed | None:
    """Return the feed in a document, or None if it is another format."""
    root = document.root
    if root is None or local(root) not in {"feed", "entry"} or namespace(root) != ATOM:
        return None
    entries = [root] if local(root) == "entry" else children(root, "entry", within=ATOM)
    return RawFeed(
        format="Atom 1.0",
        title=_text(root, "title"),
        link=_link(root, "alternate", document.address),
        language=language_of(root),
        authors=_authors(root),
        rights=_text(root, "rights"),
        licence_url=_licence(root, document.address),
        items=tuple(_item(entry, document.address) for entry in islice(entries, bounds.items)),
    )


def _item(entry: etree._Element, address: str) -> RawItem:
    link = _link(entry, "alternate", address)
    content = next(children(entry, "content", within=ATOM), None)
    source = next(children(entry, "source", within=ATOM), None)
    rights = _text(entry, "rights")
    authors = _authors(entry)
    if source is not None:
        rights, authors = rights or _text(source, "rights"), authors or _authors(source)
    return RawItem(
        id=words(entry, "id", within=ATOM),
        link=link,
        base=base_of(content if content is not None else entry, link or address),
        title=_text(entry, "title"),
        summary=_text(entry, "summary"),
        content=_markup(content) if content is not None else "",
        authors=authors,
        language=language_of(entry),
        published=words(entry, "published", within=ATOM),
        updated=words(entry, "updated", within=ATOM),
        rights=rights,
        licence_url=_licence(entry, address),
    )


def _text(parent: etree._Element, name: str) -> str:
    """Return a text construct (section 3.1) as HTML."""
    found = next(children(parent, name, within=ATOM), None)
    return _markup(found) if found is not None else ""


def _markup(element: etree._Element) -> str:
    if element.get("src"):
        return ""  # content that is elsewhere (section 4.1.3.2)
    kind = element.get("type", "").strip().lower() or "text"
    if kind in {"xhtml", "application/xhtml+xml"}:
        return _xhtml(element)
    if kind in {"html", "text/html"}:
        return text_of(element)
    if kind == "text" or kind.startswith("text/"):
        return from_text(text_of(element)) if len(element) == 0 else markup_of(element)
    return ""


def _xhtml(element: etree._Element) -> str:
    div = next((c for c in element.iterchildren(etree.Element) if local(c) == "div"), None)
    if div is None:
        return markup_of(element) if len(element) else escape(text_of(element), quote=False)
    return markup_of(div) if len(div) else escape(text_of(div), quote=False)


def _link(parent: etree._Element, rel: str, address: str) -> str:
    for link in children(parent, "link", within=ATOM):
        if link.get("rel", "alternate").strip() == rel and link.get("href", "").strip():
            return joined(base_of(link, address), link.get("href", ""))
    return ""


def _authors(parent: etree._Element) -> tuple[Author, ...]:
    return tuple(
        Author(name=words(author, "name", within=ATOM))
        for author in children(parent, "author", within=ATOM)
    )


def _licence(parent: etree._Element, address: str) -> str:
    if said := _link(parent, "license", address):  # RFC 4946
        return said
    return next(
        (said for space in _LICENCES if (said := words(parent, "license", within=space))), ""
    )
