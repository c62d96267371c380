"""Feeds mended by feedparser, which knows the faults that people make: the child's work."""

import io
from typing import Any

import feedparser

from pamphleteer.collect.elements import joined, markup
from pamphleteer.collect.found import Author, RawFeed, RawItem
from pamphleteer.ground.html import from_text

_PLAIN = "text/plain"


def mend(text: str, address: str) -> RawFeed | None:
    """Return the feed that a document from an address was meant to be, or None."""
    found = _parsed(text, address)
    if found is None or not found.get("version"):
        return None
    feed = found.feed
    return RawFeed(
        format=f"{found.version}, mended",
        title=_said(feed, "title"),
        link=_said(feed, "link"),
        language=_said(feed, "language"),
        authors=_authors(feed),
        rights=_said(feed, "rights"),
        licence_url=_said(feed, "license"),
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
    link = _said(entry, "link")
    content = next(iter(entry.get("content") or ()), None)
    summary = _html(entry.get("summary_detail"))
    body = _html(content)
    return RawItem(
        id=_said(entry, "id"),
        link=joined(address, link) if link else "",
        base=joined(address, (content or {}).get("base") or link),
        title=_html(entry.get("title_detail")),
        summary="" if summary == body else summary,
        content=body,
        authors=_authors(entry),
        language=str((content or {}).get("language") or ""),
        published=_said(entry, "published"),
        updated=_said(entry, "updated"),
        rights=_said(entry, "rights"),
        licence_url=_said(entry, "license"),
    )


def _html(detail: Any) -> str:
    value = str((detail or {}).get("value") or "")
    plain = detail and detail.get("type") == _PLAIN
    return (markup(value) if "<" in value else from_text(value)) if plain else value.strip()


def _authors(parent: Any) -> tuple[Author, ...]:
    named = [str(author.get("name") or "") for author in parent.get("authors") or () if author]
    return tuple(Author(name=name) for name in named if name)


def _said(parent: Any, name: str) -> str:
    # `updated` falls back on `published` with a warning, where only the key itself is meant.
    value = dict.get(parent, name)
    return value.strip() if isinstance(value, str) else ""
