"""RSS 2.0, and 0.9x as it comes (rssboard.org/rss-specification)."""

import re
from itertools import chain, islice

from lxml import etree

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.document import Document
from pamphleteer.collect.elements import (
    base_of,
    children,
    joined,
    language_of,
    local,
    markup,
    markup_of,
    namespace,
    text_of,
    words,
)
from pamphleteer.collect.found import Author, RawFeed, RawItem

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_ATOM = "http://www.w3.org/2005/Atom"
_LICENCES = (
    "http://backend.userland.com/creativeCommonsRssModule",
    "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html",
    "http://web.resource.org/cc/",
    "http://creativecommons.org/ns#",
)
_RDF_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s+\((.+)\)")


def read(document: Document, bounds: Bounds) -> RawFeed | None:
    """Return the feed in a document, or None if it is another format."""
    root = document.root
    if root is None or local(root) != "rss":
        return None
    channel = next((c for c in root.iterchildren(etree.Element) if local(c) == "channel"), root)
    space = namespace(channel)
    places = [channel] if channel is root else [channel, root]
    found = chain.from_iterable(children(place, "item", within=space) for place in places)
    base = base_of(channel, document.address)
    return RawFeed(
        format=f"RSS {root.get('version', '').strip()[:10]}".strip(),
        title=words(channel, "title", within=space),
        link=joined(base, words(channel, "link", within=space)),
        language=words(channel, "language", within=space)
        or words(channel, "language", within=_DC)
        or language_of(channel),
        authors=_authors(channel, space),
        rights=words(channel, "copyright", within=space) or _rights(channel),
        licence_url=_licence(channel),
        items=tuple(_item(item, space, document.address) for item in islice(found, bounds.items)),
    )


def _item(item: etree._Element, space: str, address: str) -> RawItem:
    base = base_of(item, address)
    guid = next(children(item, "guid", within=space), None)
    identity = text_of(guid) if guid is not None else ""
    link = _link(item, space)
    if not link and guid is not None and guid.get("isPermaLink", "true").strip() != "false":
        link = identity if identity.startswith(("http://", "https://")) else ""
    return RawItem(
        id=identity,
        link=joined(base, link) if link else "",
        base=joined(base, link) if link else base,
        title=_markup(item, "title", within=space) or markup(words(item, "title", within=_DC)),
        summary=_markup(item, "description", within=space)
        or markup(words(item, "description", "abstract", within=_DC)),
        content=_markup(item, "encoded", within=_CONTENT),
        authors=_authors(item, space),
        language=words(item, "language", within=_DC) or language_of(item),
        published=words(item, "pubdate", within=space)
        or words(item, "date", within=_DC)
        or words(item, "issued", "created", within=_TERMS),
        updated=words(item, "modified", within=_TERMS) or words(item, "updated", within=_ATOM),
        rights=words(item, "copyright", within=space) or _rights(item),
        licence_url=_licence(item),
    )


def _markup(parent: etree._Element, name: str, *, within: str) -> str:
    for child in children(parent, name, within=within):
        if found := markup_of(child):
            return found
    return ""


def _link(item: etree._Element, space: str) -> str:
    if said := words(item, "link", within=space):
        return said
    for link in children(item, "link", within=_ATOM):
        if link.get("rel", "alternate") == "alternate":
            return link.get("href", "").strip()
    return ""


def _authors(parent: etree._Element, space: str) -> tuple[Author, ...]:
    creators = [text_of(creator) for creator in children(parent, "creator", within=_DC)]
    named = creators or [text_of(author) for author in children(parent, "author", within=space)]
    return tuple(Author(name=_name(author)) for author in named)


def _name(author: str) -> str:
    """Return the name of "mail@example.org (Name)", which is RSS's own way of writing one."""
    found = _MAIL_AND_NAME.fullmatch(author[:300])
    return found[1] if found else author


def _rights(parent: etree._Element) -> str:
    return words(parent, "rights", within=_DC) or words(parent, "rights", within=_TERMS)


def _licence(parent: etree._Element) -> str:
    for space in _LICENCES:
        for licence in children(parent, "license", within=space):
            if said := text_of(licence) or licence.get(_RDF_RESOURCE, ""):
                return said
    return words(parent, "license", within=_TERMS)
