"""What was found in a document: first as it stands there, then as we understand it."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from pamphleteer.collect.fingerprints import fingerprint
from pamphleteer.ground.html import NOTHING, Piece


@dataclass(frozen=True, kw_only=True)
class Author:
    """Somebody who wrote a piece."""

    name: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Transcript:
    """The words of a recording, at an address."""

    url: str
    type: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file that belongs to a piece: its size in bytes and its length in seconds, if it tells."""

    url: str
    type: str = ""
    title: str = ""
    size: int | None = None
    seconds: int | None = None
    transcripts: tuple[Transcript, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture of a piece: what it shows in words, and whose it is; its size in pixels."""

    url: str
    alt: str = ""
    credit: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a re-published piece comes from, as RSS and Atom tell it in `source`."""

    title: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class RawItem:
    """One piece as the document words it: markup is HTML, dates are text, links are resolved."""

    id: str = ""
    link: str = ""
    base: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    authors: tuple[Author, ...] = ()
    language: str = ""
    published: str = ""
    updated: str = ""
    rights: str = ""
    licence_url: str = ""
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    pictures: tuple[Picture, ...] = ()
    origin: Origin | None = None
    external_url: str = ""


@dataclass(frozen=True, kw_only=True)
class RawFeed:
    """A feed as the document words it; what an item does not say itself, its feed says for it.

    `every` is how often it says it may be asked, in seconds; `left` what its reader left out, in words.
    It is `tidy` if its texts surely have no control characters.
    """

    format: str
    items: tuple[RawItem, ...]
    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    authors: tuple[Author, ...] = ()
    published: str = ""
    updated: str = ""
    id: str = ""
    rights: str = ""
    licence_url: str = ""
    icon: str = ""
    self_link: str = ""
    hubs: tuple[str, ...] = ()
    every: float | None = None
    mended: str = ""
    left: str = ""
    cut: bool = False
    tidy: bool = False


@dataclass(frozen=True, kw_only=True)
class Found:
    """One piece as we understand it: plain text, harmless HTML, aware dates in UTC or none.

    `summary` is all that the document's own summary says, `lead` what an archive page would show;
    `body` is the fullest text there is. `alias` is its address where no other piece of the feed has
    it: a piece known by it is this one, though its source gives it a new id each time. `text` is what
    `body` was made from. `own_rights` is what the piece itself says of rights, as it stands there;
    its licence may be one that only its feed names.
    """

    identity: str
    id: str
    url: str
    headline: str
    lead: str
    summary: str
    body: str
    authors: tuple[Author, ...]
    language: str
    published: datetime | None
    updated: datetime | None
    rights: str
    licence_url: str
    text: Piece = field(default=NOTHING, compare=False, repr=False)
    alias: str = ""
    tags: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    pictures: tuple[Picture, ...] = ()
    origin: Origin | None = None
    external_url: str = ""
    own_rights: str = field(default="", compare=False, repr=False)
    licence_is_feeds: bool = field(default=False, compare=False, repr=False)

    @cached_property
    def fingerprint(self) -> str:
        """A hash that is equal for copies."""
        return fingerprint(self.headline, self.text.words, url=self.url)


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed as we understand it; without items it is empty, which is no fault.

    `mended` says what was wrong with the document, if it had to be mended to be read, and `left` what
    of it was not taken. It is `cut` if it stops in the middle.
    """

    format: str
    title: str
    url: str
    items: tuple[Found, ...]
    id: str = ""
    description: str = ""
    language: str = ""
    authors: tuple[Author, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    rights: str = ""
    licence_url: str = ""
    icon: str = ""
    self_url: str = ""
    hubs: tuple[str, ...] = ()
    every: float | None = None
    mended: str = ""
    left: str = ""
    cut: bool = False
    encoding: str = ""
