"""Atom 1.0 (RFC 4287) and 0.3."""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.document import Document
from pamphleteer.collect.elements import (
    Parts,
    base_of,
    joined,
    language_of,
    local,
    namespace,
)
from pamphleteer.collect.found import Author, Enclosure, Origin, Picture, RawFeed, RawItem
from pamphleteer.collect.vocabulary.kinds import kind_of
from pamphleteer.collect.vocabulary.licences import licence_of
from pamphleteer.collect.vocabulary.links import (
    PAGES,
    all_to,
    alternate,
    enclosed,
    links,
    original,
    to,
)
from pamphleteer.collect.vocabulary.media import enclosures_of, pictures_of
from pamphleteer.collect.vocabulary.people import on_air, people, persons
from pamphleteer.collect.vocabulary.rhythm import every
from pamphleteer.collect.vocabulary.tags import tags_of
from pamphleteer.collect.vocabulary.texts import construct

_ATOM = "http://www.w3.org/2005/atom"
_PUBLISHED = ("published", "issued", "created", "dcterms:issued", "dc:date")
_UPDATED = ("updated", "modified", "dcterms:modified")
_DESCRIPTIONS = ("subtitle", "tagline", "info", "description", "dc:description", "itunes:summary")
_RIGHTS = ("rights", "copyright", "dc:rights", "dcterms:rights")
_SUMMARIES = ("summary", "description", "dc:description", "itunes:summary", "media:description")


def read(document: Document, bounds: Bounds) -> RawFeed | None:
    """Return the feed in a document, or None if it is another format."""
    root = document.root
    if root is None or local(root) not in {"feed", "entry"}:
        return None
    core = namespace(root)
    parts = Parts(root, core)
    found = links(parts, base_of(root, document.address))
    address = document.address or to(found, "self") or alternate(found)
    base = base_of(root, address)
    found = links(parts, base)
    entries = [root] if local(root) == "entry" else parts.all("entry")
    return RawFeed(
        format=_format(root),
        title=_text(parts, "title", "dc:title", line=True),
        link=alternate(found),
        description=_text(parts, *_DESCRIPTIONS),
        language=parts.words("language", "dc:language")
        or language_of(parts.first("title", *_DESCRIPTIONS, *_RIGHTS), root),
        authors=_authors(parts, base),
        published=parts.last(*_PUBLISHED),
        updated=parts.last(*_UPDATED),
        id=parts.words("id"),
        rights=_text(parts, *_RIGHTS),
        licence_url=licence_of(parts, found, base),
        icon=_icon(parts, base),
        self_link=to(found, "self"),
        hubs=all_to(found, "hub"),
        every=every(parts),
        items=tuple(_item(entry, core, address) for entry in islice(entries, bounds.items)),
    )


def _format(root: etree._Element) -> str:
    old = root.get("version", "").strip() == "0.3" or (
        namespace(root).lower().rstrip("/#").replace("https:", "http:") not in {_ATOM, ""}
    )
    return "Atom 0.3" if old else "Atom 1.0"


def _item(entry: etree._Element, core: str, address: str) -> RawItem:
    parts = Parts(entry, core)
    base = base_of(entry, address)
    found = links(parts, base)
    content = parts.first("content", "content:encoded", "xhtml:body")
    elsewhere = _elsewhere(content, base)
    link = original(parts) or alternate(found) or (elsewhere if _is_page(content) else "")
    summary = parts.first(*_SUMMARIES)
    source = parts.inside("source")
    text = content if content is not None else summary
    return RawItem(
        id=parts.words("id", "guid"),
        link=link,
        base=_base(text, entry, address, link),
        title=_text(parts, "title", "dc:title", "media:title", line=True),
        summary=_text(parts, *_SUMMARIES) or _described(parts),
        content=_content(content),
        authors=_authors(parts, base) or (_authors(source, base) if source else ()),
        language=parts.words("dc:language")
        or language_of(text, parts.first("title", "rights"), entry),
        published=parts.last(*_PUBLISHED),
        updated=parts.last(*_UPDATED),
        rights=_text(parts, *_RIGHTS) or (_text(source, *_RIGHTS) if source else ""),
        licence_url=licence_of(parts, found, base),
        tags=tags_of(parts),
        enclosures=enclosures_of(parts, [*enclosed(found), *_file(content, elsewhere)], base),
        pictures=(*pictures_of(parts, base), *_picture(content, elsewhere)),
        origin=_origin(source, base) if source else None,
        external_url=to(found, "via", "related"),
    )


def _base(text: etree._Element | None, entry: etree._Element, address: str, link: str) -> str:
    """Return what the links in a text are relative to: what it says, else its own page."""
    own = base_of(text if text is not None else entry, "")
    return joined(address, own) if own else link or address


def _content(element: etree._Element | None) -> str:
    """Return the content, if it is not elsewhere (section 4.1.3.2)."""
    return "" if element is None or element.get("src") else construct(element)


def _elsewhere(content: etree._Element | None, base: str) -> str:
    """Return the address of a content that is elsewhere, or nothing."""
    src = "" if content is None else content.get("src", "").strip()
    return joined(base_of(content, base), src) if content is not None and src else ""


def _is_page(content: etree._Element | None) -> bool:
    return content is not None and content.get("type", "").strip().lower() in PAGES


def _file(content: etree._Element | None, address: str) -> Iterator[Enclosure]:
    """Yield the sound or the film that a content elsewhere is."""
    kind = _kind(content, address)
    if kind.lower().startswith(("audio/", "video/")):
        yield Enclosure(url=address, type=kind)


def _picture(content: etree._Element | None, address: str) -> Iterator[Picture]:
    """Yield the picture that a content elsewhere is."""
    if _kind(content, address).lower().startswith("image/"):
        yield Picture(url=address)


def _kind(content: etree._Element | None, address: str) -> str:
    if content is None or not address:
        return ""
    return kind_of(content.get("type", "").strip(), address)


def _text(parts: Parts, *names: str, line: bool = False) -> str:
    found = (construct(element, line=line) for element in parts.all(*names))
    return next((html for html in found if html), "")


def _described(parts: Parts) -> str:
    group = parts.inside("media:group")
    return _text(group, "media:description") if group else ""


def _authors(parts: Parts, base: str) -> tuple[Author, ...]:
    told = persons(parts.all("author"), base)
    found = tuple(one for one in told if one.name or one.url)
    return found or (
        *people(parts.all("dc:creator", "dc:author", "itunes:author")),
        *on_air(parts),
    )


def _origin(source: Parts, base: str) -> Origin | None:
    found = links(source, base_of(source.element, base))
    origin = Origin(
        title=_text(source, "title", line=True), url=alternate(found) or to(found, "self")
    )
    return origin if origin.title or origin.url else None


def _icon(parts: Parts, base: str) -> str:
    said = parts.words("icon", "logo")
    return joined(base, said) if said else ""
