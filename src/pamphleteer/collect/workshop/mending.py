"""Feeds mended by feedparser, which knows the faults that people make: the child's work."""

import io
from collections.abc import Iterator
from html import escape
from typing import Any

import feedparser
from feedparser.mixin import _FeedParserMixin

from pamphleteer.collect.elements import joined, label, markup
from pamphleteer.collect.found import Author, Enclosure, Origin, Picture, RawFeed, RawItem
from pamphleteer.collect.vocabulary.numbers import seconds, whole
from pamphleteer.collect.vocabulary.people import named
from pamphleteer.collect.vocabulary.rhythm import LONGEST
from pamphleteer.ground.html import from_text

# An id is a name and no address, also where it looks like a relative one.
_FeedParserMixin.can_be_relative_uri = _FeedParserMixin.can_be_relative_uri - {"id"}
_PLAIN = "text/plain"
_FORMATS = {
    "rss": "RSS", "rss090": "RSS 0.90", "rss091n": "RSS 0.91", "rss091u": "RSS 0.91",
    "rss092": "RSS 0.92", "rss093": "RSS 0.93", "rss094": "RSS 0.94", "rss10": "RSS 1.0",
    "rss20": "RSS 2.0", "atom": "Atom", "atom03": "Atom 0.3", "atom10": "Atom 1.0", "cdf": "CDF",
}  # fmt: skip


def mend(text: str, address: str) -> RawFeed | None:
    """Return the feed that a document from an address was meant to be, or None."""
    found = _parsed(text, address)
    if found is None or not found.get("version"):
        return None
    feed = found.feed
    links = feed.get("links") or ()
    return RawFeed(
        format=_FORMATS.get(found.version, found.version),
        title=_html(feed.get("title_detail"), line=True),
        link=_joined(address, _said(feed, "link")),
        description=_html(feed.get("subtitle_detail")) or markup(_said(feed, "info")),
        language=_said(feed, "language"),
        authors=_authors(feed),
        published=_said(feed, "published"),
        updated=_said(feed, "updated"),
        id=_said(feed, "id"),
        rights=_html(feed.get("rights_detail"), line=True),
        licence_url=next(_links(links, "license", address), ""),
        icon=_joined(address, _image(feed) or _said(feed, "icon") or _said(feed, "logo")),
        self_link=next(_links(links, "self", address), ""),
        hubs=tuple(_links(links, "hub", address)),
        every=_every(feed),
        items=tuple(_item(entry, address) for entry in found.entries),
    )


def _parsed(text: str, address: str) -> Any:
    # A stream, for a string could be taken for an address or a file's name.
    stream = io.BytesIO(text.encode())
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    try:
        return feedparser.parse(
            stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError):
        return None  # what hostile documents draw out of it


def _item(entry: Any, address: str) -> RawItem:
    link = _link(entry, address)
    contents = entry.get("content") or ()
    summary = _html(entry.get("summary_detail"))
    # What is said of a picture counts as content there too.
    content = max(contents, key=lambda one: len(one.get("value") or ""), default=None)
    content = content if len(_html(content)) >= len(summary) else None
    body = _html(content)
    base = str((content or entry.get("summary_detail") or {}).get("base") or "")
    return RawItem(
        id=_said(entry, "id"),
        link=link,
        base=base if base and base != address else link or address,
        title=_html(entry.get("title_detail"), line=True),
        summary="" if summary == body else summary,
        content=body,
        authors=_authors(entry),
        language=str((content or {}).get("language") or _said(entry, "language")),
        published=_said(entry, "published") or _said(entry, "created"),
        updated=_said(entry, "updated"),
        rights=_html(entry.get("rights_detail"), line=True),
        licence_url=next(_links(entry.get("links") or (), "license", address), ""),
        tags=tuple(
            str(tag.get("label") or tag.get("term") or "") for tag in entry.get("tags") or ()
        ),
        enclosures=tuple(_enclosures(entry, address)),
        pictures=tuple(_pictures(entry, address)),
        origin=_origin(entry.get("source"), address),
    )


def _link(entry: Any, address: str) -> str:
    said = _said(entry, "link")
    if said == _said(entry, "id") and not said.startswith(("http://", "https://")):
        return ""  # the id stood in for it
    return _joined(address, said)


def _enclosures(entry: Any, address: str) -> Iterator[Enclosure]:
    length = seconds(_said(entry, "itunes_duration"))
    media = [one for one in entry.get("media_content") or () if not _shows(one)]
    for one in (*(entry.get("enclosures") or ()), *media):
        if url := str(one.get("href") or one.get("url") or ""):
            yield Enclosure(
                url=joined(address, url),
                type=str(one.get("type") or ""),
                size=whole(str(one.get("length") or one.get("filesize") or "")),
                seconds=seconds(str(one.get("duration") or "")) or length,
            )
            length = None


def _shows(media: Any) -> bool:
    return str(media.get("medium") or media.get("type") or "").startswith("image")


def _pictures(entry: Any, address: str) -> Iterator[Picture]:
    shown = [one for one in entry.get("media_content") or () if _shows(one)]
    for one in (*(entry.get("media_thumbnail") or ()), *shown):
        if one.get("url"):
            yield Picture(url=joined(address, str(one["url"])))
    if image := _image(entry):
        yield Picture(url=joined(address, image))


def _origin(source: Any, address: str) -> Origin | None:
    if not source:
        return None
    url = _said(source, "link") or _said(source, "href")
    return Origin(title=_html(source.get("title_detail"), line=True), url=_joined(address, url))


def _html(detail: Any, *, line: bool = False) -> str:
    value = str((detail or {}).get("value") or "")
    if not detail or detail.get("type") != _PLAIN:
        return value.strip()
    if "<" in value:
        return label(value) if line else markup(value)
    return escape(value.strip(), quote=False) if line else from_text(value)


def _authors(parent: Any) -> tuple[Author, ...]:
    told = [author for author in parent.get("authors") or () if author]
    return tuple(
        named(str(author.get("name") or ""), str(author.get("href") or "")) for author in told
    )


def _image(parent: Any) -> str:
    image = parent.get("image") or {}
    return str(image.get("href") or image.get("url") or "")


def _links(links: Any, rel: str, address: str) -> Iterator[str]:
    return (
        joined(address, str(one["href"]))
        for one in links
        if one.get("rel") == rel and one.get("href")
    )


def _every(feed: Any) -> float | None:
    minutes = whole(_said(feed, "ttl"))
    return min(minutes * 60.0, LONGEST) if minutes else None


def _joined(address: str, link: str) -> str:
    return joined(address, link) if link else ""


def _said(parent: Any, name: str) -> str:
    # `updated` falls back on `published` with a warning, where only the key itself is meant.
    value = dict.get(parent, name)
    return value.strip() if isinstance(value, str) else ""
