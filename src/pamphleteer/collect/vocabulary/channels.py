"""Channels and items as RSS of all versions has them, with the modules that people use in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from lxml import etree

from pamphleteer.collect.elements import (
    BASE,
    Parts,
    base_of,
    inner,
    joined,
    language_of,
    markup,
    text_of,
)
from pamphleteer.collect.found import Author, Origin, RawFeed, RawItem
from pamphleteer.collect.vocabulary.licences import licence_of, rights_of
from pamphleteer.collect.vocabulary.links import (
    Link,
    all_to,
    alternate,
    enclosed,
    links,
    original,
    to,
)
from pamphleteer.collect.vocabulary.media import address_in, enclosures_of, pictures_of
from pamphleteer.collect.vocabulary.people import on_air, people, persons
from pamphleteer.collect.vocabulary.resources import value_in_rdf
from pamphleteer.collect.vocabulary.rhythm import every
from pamphleteer.collect.vocabulary.tags import tags_of
from pamphleteer.collect.vocabulary.texts import construct

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_TITLES = ("title", "dc:title", "atom:title", "itunes:title", "media:title")
_SUMMARIES = (
    "description", "summary", "dc:description", "dcterms:description", "dcterms:abstract",
    "itunes:summary", "media:description", "itunes:subtitle", "atom:summary",
)  # fmt: skip
_DESCRIPTIONS = ("description", "tagline", "subtitle", *_SUMMARIES[2:-1])
_CONTENTS = ("content:encoded", "fullitem", "xhtml:body", "xhtml:div", "body", "atom:content")
_PUBLISHED = ("pubdate", "dcterms:issued", "atom:published", "atom:issued", "dc:date")
_CREATED = ("dcterms:created", "atom:created", "dcterms:date")
_UPDATED = ("lastbuilddate", "dcterms:modified", "atom:updated", "atom:modified", "dc:date")


def channel(
    element: etree._Element,
    items: Iterable[etree._Element],
    *,
    format_: str,
    address: str,
    at_most: int,
    image: etree._Element | None = None,
) -> RawFeed:
    """Return the feed that a channel and its items are; its picture may stand elsewhere."""
    core = _core(element)
    parts = Parts(element, core)
    found = links(parts, base_of(element, address or parts.words("link")))
    base = base_of(element, address or to(found, "self") or parts.words("link"))
    link = parts.words("link") or alternate(found)
    place = _Place(core, base, based=bool(base_of(element, "")))
    return RawFeed(
        format=format_,
        title=parts.label(*_TITLES),
        link=joined(base, link) if link else "",
        description=parts.markup(*_DESCRIPTIONS),
        language=parts.words("language", "dc:language")
        or language_of(parts.first(*_TITLES, *_DESCRIPTIONS), element),
        authors=_authors(parts, base),
        published=parts.last(*_PUBLISHED, *_CREATED),
        updated=parts.last(*_UPDATED),
        id=parts.words("guid", "atom:id", "id", "dc:identifier"),
        rights=rights_of(parts),
        licence_url=licence_of(parts, found, base),
        icon=_icon(parts, base, image),
        self_link=to(found, "self"),
        hubs=all_to(found, "hub"),
        every=every(parts),
        items=tuple(_item(item, place) for item in islice(items, at_most)),
    )


@dataclass(frozen=True)
class _Place:
    """What a channel says of its items' names and links: `based` if it says so itself."""

    core: str
    base: str
    based: bool


def _core(element: etree._Element) -> str:
    tag = str(element.tag)
    return tag[1:].rpartition("}")[0] if tag[0] == "{" else ""


def _item(element: etree._Element, channel: _Place) -> RawItem:
    parts = Parts(element, channel.core)
    base = joined(channel.base, element.get(BASE, ""))
    found = links(parts, base)
    about = element.get(_ABOUT, "").strip()
    identity = about or parts.words("guid", "atom:id", "id", "dc:identifier")
    link = _link(parts, found, base) or (about if _is_web(about) else "")
    content, summary = _texts(parts)
    text = (content or summary).element
    return RawItem(
        id=identity,
        link=link,
        base=_base(text, element, channel, link),
        title=parts.label(*_TITLES) or _grouped(parts, "media:title"),
        summary=_html(summary) or _grouped(parts, "media:description"),
        content=_html(content),
        authors=_authors(parts, base),
        language=parts.words("dc:language", "language")
        or language_of(text, parts.first(*_TITLES), element),
        published=parts.last(*_PUBLISHED, *_CREATED),
        updated=parts.last(*_UPDATED),
        rights=rights_of(parts),
        licence_url=licence_of(parts, found, base),
        tags=tags_of(parts),
        enclosures=enclosures_of(parts, enclosed(found), base),
        pictures=pictures_of(parts, base),
        origin=_origin(parts, base),
        external_url=to(found, "via", "related"),
    )


def _link(parts: Parts, found: list[Link], base: str) -> str:
    said = original(parts) or parts.words("link") or alternate(found)
    if said:
        return joined(base, said)
    for guid in parts.all("guid"):
        identity, permanent = text_of(guid), _permanent(guid)
        if permanent != "false" and _is_web(identity):
            return identity
        if permanent == "true" and identity.startswith("/"):
            return joined(base, identity)
    return ""


def _is_web(said: str) -> bool:
    return said.lower().startswith(("http://", "https://"))


def _permanent(guid: etree._Element) -> str:
    """Return what a guid says of being an address, in whatever case its name was written."""
    said = (value for name, value in guid.attrib.items() if str(name).lower() == "ispermalink")
    return str(next(said, "")).strip().lower()


class _Held(NamedTuple):
    """An element that holds something, and the text that it begins with: to get it takes a while."""

    element: etree._Element | None
    text: str

    def __bool__(self) -> bool:
        return self.element is not None


_NOTHING = _Held(None, "")


def _texts(parts: Parts) -> tuple[_Held, _Held]:
    """Return the elements that hold the content and the summary."""
    content = _first(parts.all(*_CONTENTS)) or _held(value_in_rdf(parts))
    if not content and parts.words("summary") and parts.words("description"):
        return _held(parts.first("description")), _held(parts.first("summary"))
    return content, _first(parts.all(*_SUMMARIES))


def _first(elements: list[etree._Element]) -> _Held:
    """Return the first element that holds more than white space."""
    for element in elements:
        held = _held(element)
        if len(element) or (held.text and not held.text.isspace()):
            return held
    return _NOTHING


def _held(element: etree._Element | None) -> _Held:
    return _NOTHING if element is None else _Held(element, element.text or "")


def _html(held: _Held) -> str:
    element, text = held
    if element is None:
        return ""
    if element.get("mode") or element.get("type"):
        kind = element.get("type", "").strip().lower()
        if element.get("mode", "").strip().lower() == "base64" or kind == "xhtml":
            return construct(element)
    return inner(element) if len(element) else markup(text)


def _base(text: etree._Element | None, item: etree._Element, channel: _Place, link: str) -> str:
    """Return what the links in a text are relative to: what it says, else its own page."""
    base = joined(channel.base, item.get(BASE, ""))
    own = text.get(BASE, "") if text is not None else ""
    if own or channel.based or item.get(BASE):
        return joined(base, own)
    return link or base


def _grouped(parts: Parts, name: str) -> str:
    group = parts.inside("media:group")
    return markup(group.words(name)) if group else ""


def _authors(parts: Parts, base: str) -> tuple[Author, ...]:
    for named in _named(parts, base):
        found = {one.name.casefold() or one.url: one for one in named if one.name or one.url}
        if found:
            return tuple(found.values())
    return ()


def _named(parts: Parts, base: str) -> Iterator[Iterator[Author]]:
    """Yield who is named in each of the ways to do so, the best first."""
    yield chain(
        people(parts.all("dc:creator", "dc:author")),
        persons(parts.all("author", "atom:author"), base),
    )
    yield people(parts.all("managingeditor"))
    yield people(parts.all("itunes:author"))
    yield on_air(parts)


def _origin(parts: Parts, base: str) -> Origin | None:
    for source in parts.all("source", "atom:source"):
        inside = Parts(source, _core(source))
        url = source.get("url", "").strip() or alternate(links(inside, base))
        title = inside.words("title") or (text_of(source) if len(source) == 0 else "")
        return Origin(title=title, url=joined(base, url) if url else "")
    said = parts.words("dc:source", "dcterms:source")
    if not said:
        return None
    return Origin(url=said) if said.startswith(("http://", "https://")) else Origin(title=said)


def _icon(parts: Parts, base: str, image: etree._Element | None) -> str:
    for element in (*parts.all("image", "itunes:image", "atom:icon", "atom:logo"), image):
        if element is not None and (address := address_in(element)):
            return joined(base, address)
    return ""
