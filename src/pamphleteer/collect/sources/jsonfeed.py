"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1)."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import Any

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.document import Document
from pamphleteer.collect.elements import joined
from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.found import Author, Enclosure, Picture, RawFeed, RawItem
from pamphleteer.collect.stopping import members
from pamphleteer.collect.vocabulary.kinds import kind_of
from pamphleteer.collect.vocabulary.people import named
from pamphleteer.ground.html import from_text

_DIGITS = 40
_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/([\d.]{1,5})/?")
_LONGEST_WORD = 6  # characters: as "false" or a character's number are
_NAMED_EARLY = 10_000  # characters within which a document names its version
_CALLED = {
    str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list",
    dict: "an object", type(None): "null",
}  # fmt: skip


class _FaultError(Exception):
    """What is wrong with the JSON, in words that go on from "is broken JSON"."""


def read(document: Document, bounds: Bounds) -> RawFeed | None:
    """Return the feed in a document, or None if it is another format.

    What has a form that the standard doesn't have is left out, and named in `mended`. Raises
    `SourceError` if it says that it is a JSON Feed and is no JSON, or no feed.
    """
    text = document.text.lstrip()
    if not text.startswith("{"):
        return None
    claims = _VERSION.search(text.replace("\\/", "/")[:_NAMED_EARLY])
    reader = _Reader(document.address)
    try:
        whole, cut = reader.decoder.decode(text), False
    except (ValueError, RecursionError, _FaultError) as error:
        if not claims:
            return None
        reader = _Reader(document.address)
        whole, cut = _beginning_of(text, error, reader), True
    version = _VERSION.fullmatch(str(whole.get("version", "")).strip())
    return replace(reader.feed(whole, version[1], bounds.items), cut=cut) if version else None


def _beginning_of(text: str, error: Exception, reader: "_Reader") -> dict[str, Any]:
    """Return what is whole of an object that stops in the middle, if it has whole items."""
    fault = SourceError(f"is broken JSON: {_worded(error, text)}")
    if not _stops(error, text):
        raise fault from error
    try:
        found = members(text, reader.decoder)
    except (RecursionError, _FaultError) as other:
        raise fault from other
    if not found.get("items"):
        raise fault from error
    return found


def _stops(error: Exception, text: str) -> bool:
    """Tell whether JSON is broken because it stops: in a text, or within its last word."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    ends = len(text.rstrip()) - _LONGEST_WORD
    return error.pos >= ends or error.msg.startswith("Unterminated")


def _refused(constant: str) -> Any:
    raise _FaultError(f"{constant} is no number of JSON's")


def _worded(error: Exception, text: str) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, json.JSONDecodeError):
        if _stops(error, text):
            return f"it stops in the middle (after {len(text):,} characters)"
        return f"{error.msg} (line {error.lineno}, column {error.colno})"
    return str(error)[:120]


class _Reader:
    """Reads the objects of a feed; `_place` says where it is, for what it has to leave out."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._place = "the feed"
        self._left_out: list[str] = []
        self.decoder = json.JSONDecoder(
            object_pairs_hook=self.pairs, parse_constant=_refused, parse_int=self.number
        )

    def number(self, digits: str) -> int | None:
        """Make a number of its digits, unless there are more than any number of a feed has."""
        if len(digits) <= _DIGITS:
            return int(digits)
        self._left_out.append(f"a number of {len(digits):,} digits")
        return None

    def pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Make an object of its pairs; of two with one name the last counts."""
        whole = dict(pairs)
        if len(whole) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            self._left_out.append(f"“{twice[:40]}” stands twice in one object")
        return whole

    def feed(self, whole: dict[str, Any], version: str, at_most: int) -> RawFeed:
        home = self._text(whole, "home_page_url")
        self_link = self._text(whole, "feed_url")
        self._address = self._address or self_link or home
        if not isinstance(whole.get("items", []), list | None):
            raise SourceError(
                f"is a JSON Feed that has {_called(whole['items'])} as “items”, no list"
            )
        objects = self._objects(whole, "items")[:at_most]
        items = tuple(self._item(item, at) for at, item in objects)
        self._place = "the feed"
        feed = RawFeed(
            format=f"JSON Feed {'1.0' if version == '1' else version}",
            title=escape(self._text(whole, "title"), quote=False),
            link=self._link(home),
            description=from_text(self._text(whole, "description")),
            language=self._text(whole, "language"),
            authors=tuple(self._authors(whole)),
            rights=escape(self._text(whole, "_rights"), quote=False),
            icon=self._link(self._text(whole, "icon") or self._text(whole, "favicon")),
            self_link=self._link(self_link),
            hubs=tuple(self._hubs(whole)),
            items=items,
        )
        return replace(feed, mended=self._mended())

    def _mended(self) -> str:
        """Say what was left out: the first, and how much more."""
        if not self._left_out:
            return ""
        (first, *others) = self._left_out
        return f"parts were left out: {first}" + (f", and {len(others):,} more" if others else "")

    def _item(self, item: dict[str, Any], number: int) -> RawItem:
        self._place = f"item {number}"
        url = self._link(self._text(item, "url"))
        html, text = self._text(item, "content_html"), self._text(item, "content_text")
        enclosures = tuple(self._enclosures(item))
        return RawItem(
            id=self._id(item),
            link=url,
            base=url or self._address,
            title=escape(self._text(item, "title"), quote=False),
            summary=from_text(self._text(item, "summary")),
            content=html or from_text(text),
            authors=tuple(self._authors(item)),
            language=self._text(item, "language"),
            published=self._text(item, "date_published"),
            updated=self._text(item, "date_modified"),
            tags=tuple(self._texts(item, "tags")),
            enclosures=enclosures,
            pictures=tuple(self._pictures(item, enclosures)),
            external_url=self._link(self._text(item, "external_url")),
        )

    def _id(self, item: dict[str, Any]) -> str:
        """Return the id; the standard asks that a number be taken as text."""
        said = item.get("id")
        if isinstance(said, int | float) and not isinstance(said, bool):
            return str(said)
        return self._text(item, "id")

    def _authors(self, parent: dict[str, Any]) -> Iterator[Author]:
        """Yield the authors, of version 1.1 or of 1.0."""
        said = self._list(parent, "authors")
        alone = parent.get("author")
        for author in said or ([alone] if alone is not None else []):
            if isinstance(author, str):
                yield named(author.strip(), "")
            elif isinstance(author, dict):
                url = self._text(author, "url")
                yield named(self._text(author, "name"), "" if "@" in url else self._link(url))
            else:
                self._leave("author", author, "an object")

    def _enclosures(self, item: dict[str, Any]) -> Iterator[Enclosure]:
        for _, one in self._objects(item, "attachments"):
            yield Enclosure(
                url=self._link(self._text(one, "url")),
                type=self._text(one, "mime_type"),
                title=self._text(one, "title"),
                size=self._number(one, "size_in_bytes"),
                seconds=self._number(one, "duration_in_seconds"),
            )

    def _pictures(self, item: dict[str, Any], enclosed: Iterable[Enclosure]) -> Iterator[Picture]:
        for name in ("image", "banner_image"):
            if url := self._link(self._text(item, name)):
                yield Picture(url=url)
        for one in enclosed:
            if kind_of(one.type, one.url).lower().startswith("image/"):
                yield Picture(url=one.url, alt=one.title)

    def _hubs(self, whole: dict[str, Any]) -> Iterator[str]:
        for _, one in self._objects(whole, "hubs"):
            if self._text(one, "type").lower() in {"", "websub", "pubsubhubbub"}:
                yield self._link(self._text(one, "url"))

    def _link(self, said: str) -> str:
        return joined(self._address, said) if said else ""

    def _text(self, parent: dict[str, Any], name: str) -> str:
        return str(self._of(parent, name, str) or "").strip()

    def _texts(self, parent: dict[str, Any], name: str) -> Iterator[str]:
        for one in self._list(parent, name):
            if isinstance(one, str):
                yield one.strip()
            else:
                self._leave(name, one, "texts")

    def _list(self, parent: dict[str, Any], name: str) -> list[Any]:
        found: list[Any] = self._of(parent, name, list) or []
        return found

    def _objects(self, parent: dict[str, Any], name: str) -> list[tuple[int, dict[str, Any]]]:
        """Return the objects in a list with their numbers, without what is no object."""
        found = []
        for number, one in enumerate(self._list(parent, name), 1):
            if isinstance(one, dict):
                found.append((number, one))
            else:
                self._leave(name, one, "objects")
        return found

    def _number(self, parent: dict[str, Any], name: str) -> int | None:
        found = self._of(parent, name, int, float)
        return int(found) or None if found is not None and 0 <= found < 1e15 else None

    def _of(self, parent: dict[str, Any], name: str, *kinds: type) -> Any:
        value = parent.get(name)
        if value is None:
            return None
        if not isinstance(value, kinds) or isinstance(value, bool):
            self._leave(name, value, _CALLED[kinds[0]])
            return None
        return value

    def _leave(self, name: str, value: Any, wanted: str) -> None:
        """Note that something is left out, for the standard has another thing there."""
        where = f"{_called(value)} as “{name[:40]}” of {self._place}"
        self._left_out.append(f"{where}, where the standard has {wanted}")


def _called(value: Any) -> str:
    return _CALLED.get(type(value), "something else")
