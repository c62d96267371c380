"""What was found in a document: first as it stands there, then as we understand it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class RawItem:
    """One piece as the document words it: markup is HTML, dates are text, links are resolved."""

    id: str = ""
    link: str = ""
    base: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    published: str = ""
    updated: str = ""
    rights: str = ""
    licence_url: str = ""


@dataclass(frozen=True, kw_only=True)
class RawFeed:
    """A feed as the document words it; what an item does not say itself, its feed says for it."""

    format: str
    items: tuple[RawItem, ...]
    title: str = ""
    link: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    rights: str = ""
    licence_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One piece as we understand it: plain text, harmless HTML, aware dates in UTC or none."""

    identity: str
    url: str
    headline: str
    lead: str
    body: str
    authors: tuple[str, ...]
    language: str
    published: datetime | None
    updated: datetime | None
    rights: str
    licence_url: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed as we understand it; without items it is empty, which is no fault."""

    format: str
    title: str
    url: str
    items: tuple[Found, ...]
