"""What a piece in a feed means: plain words, harmless HTML, one identity, nothing invented."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from pamphleteer.collect.beside import address_of, enclosures, pictures, tags
from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.dates import moment
from pamphleteer.collect.elements import NO_LANGUAGE, joined
from pamphleteer.collect.found import Author, Feed, Found, Origin, RawFeed, RawItem
from pamphleteer.collect.languages import code_of
from pamphleteer.collect.leads import FILED, lead_of, own_words, unfiled
from pamphleteer.collect.vocabulary.licences import named_in
from pamphleteer.ground.html import paragraphs, plain, read, tame
from pamphleteer.ground.text import cut, squeeze, uncontrolled

HEADLINE_LENGTH = 500
_SHORT_HEADLINE = 120
_IDENTITY_LENGTH = 500
_RIGHTS_LENGTH = 500
_AUTHORS = 20
_CLIPPED = 2_000  # characters of what is one line, markup and all
_AUTHOR_LENGTH = 200
_LANGUAGE_LENGTH = 20
_DESCRIPTION_LENGTH = 10_000

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MAIL = re.compile(r"\S+@\S+")
_LICENCE_LINK = re.compile(
    r"<a\b[^<>]*?\brel=[\"']?[^\"'<>]{0,40}\blicen[cs]e\b[^<>]*>", re.IGNORECASE
)
_HREF = re.compile(r"\bhref=[\"']?([^\"'<>\s]+)", re.IGNORECASE)


@dataclass(frozen=True)
class _Shared:
    """What a feed says for those of its pieces that say nothing of it themselves."""

    address: str
    authors: tuple[Author, ...]
    language: str
    rights: str
    licence: str
    whole: bool = False
    tidy: bool = False


def feed_of(raw: RawFeed, *, address: str, bounds: Bounds, whole: bool = False) -> Feed:
    """Return what a feed means, its pieces in their order, each identity once.

    With `whole`, each piece that stands there, also one that says nothing or stands twice.
    """
    shared = _Shared(
        address or address_of(raw.self_link) or address_of(raw.link),
        _authors(raw.authors, nameless=whole),
        _language(raw.language[:_CLIPPED]),
        _rights(raw.rights[:_CLIPPED]),
        address_of(raw.licence_url or named_in(raw.rights[:_CLIPPED])),
        whole,
        raw.tidy,
    )
    published, updated = moment(raw.published), moment(raw.updated)
    items, silent = _items(raw.items[: bounds.items], shared, bounds)
    return Feed(
        format=raw.format,
        title=plain(raw.title)[:HEADLINE_LENGTH],
        url=address_of(raw.link),
        items=items,
        id=_resolved(raw.id, shared.address)[:_IDENTITY_LENGTH],
        description=cut(plain(raw.description[: bounds.item]), _DESCRIPTION_LENGTH),
        language=shared.language,
        authors=shared.authors,
        published=published,
        updated=updated,
        rights=shared.rights or shared.licence,
        licence_url=shared.licence,
        icon=address_of(raw.icon),
        self_url=address_of(raw.self_link),
        hubs=tuple(hub for said in raw.hubs[:_AUTHORS] if (hub := address_of(said))),
        every=raw.every,
        mended=raw.mended,
        left=_left(raw, bounds, silent),
    )


def _left(raw: RawFeed, bounds: Bounds, silent: int) -> str:
    found = [raw.left] if raw.left else []
    if len(raw.items) > bounds.items:
        found.append(
            f"it holds over {bounds.items:,} items, of which the first were taken "
            "(collect.max_items)"
        )
    if long := sum(_length(item) > bounds.item for item in raw.items[: bounds.items]):
        found.append(
            f"{long:,} item{'' if long == 1 else 's'} had more than {bounds.item:,} characters, of which the first "
            "were taken (collect.max_item)"
        )
    if silent:
        found.append(
            f"{silent:,} item{'' if silent == 1 else 's'} had neither words nor an address, and "
            f"{'was' if silent == 1 else 'were'} left out"
        )
    return "; ".join(found)


def _items(
    items: Sequence[RawItem], shared: _Shared, bounds: Bounds
) -> tuple[tuple[Found, ...], int]:
    """Return the pieces, and how many were left out because they say nothing."""
    taken = [_bounded(item, bounds) for item in items]
    unsure = _shared_ids(taken)
    links = Counter(item.link for item in taken)
    pieces = (
        _found(item, shared, own_id=item.id not in unsure, own_link=links[item.link] == 1)
        for item in taken
    )
    if shared.whole:
        # Nothing stands in for a headline that is not there.
        named = zip(taken, pieces, strict=True)
        return tuple(p if plain(i.title) else replace(p, headline="") for i, p in named), 0
    found: dict[str, Found] = {}
    silent = 0
    for piece in pieces:
        if piece.headline:
            found.setdefault(piece.identity, piece)
        else:
            silent += 1
    return tuple(found.values()), silent


def _bounded(item: RawItem, bounds: Bounds) -> RawItem:
    if _length(item) <= bounds.item:
        return item
    return replace(
        item,
        title=_beginning(item.title, bounds.item),
        summary=_beginning(item.summary, bounds.item),
        content=_beginning(item.content, bounds.item),
    )


def _beginning(text: str, at_most: int) -> str:
    """Return the first characters of a text; those of its words, if they stand in a heap of tags."""
    return text if len(text) <= at_most else tame(text)[:at_most]


def _length(item: RawItem) -> int:
    return max(len(item.title), len(item.summary), len(item.content))


def _shared_ids(items: Iterable[RawItem]) -> set[str]:
    """Return the ids that pieces at different addresses share: such an id names nothing."""
    links = defaultdict(set)
    for item in items:
        links[item.id].add(item.link)
    return {name for name, found in links.items() if len(found - {""}) > 1}


def _found(item: RawItem, feed: _Shared, *, own_id: bool, own_link: bool) -> Found:
    url = address_of(uncontrolled(item.link))
    base = url if item.base == item.link and url else _base(item, url, feed)
    text = read(item.content or item.summary, base=base or None, tidy=feed.tidy)
    summary = (
        paragraphs(unfiled(item.summary), tidy=feed.tidy) if _has_own(item) else text.paragraphs
    )
    authors = _authors(item.authors, nameless=feed.whole)
    title = cut(plain(item.title), HEADLINE_LENGTH)
    lead = lead_of(own_words(summary or text.paragraphs, title, authors))
    headline = title or cut(lead, _SHORT_HEADLINE) or url
    own_licence = address_of(
        item.licence_url or named_in(item.rights[:_CLIPPED]) or _licence_in(item)
    )
    licence = own_licence or feed.licence
    published, updated = moment(item.published), moment(item.updated)
    return Found(
        identity=_identity(item, url, headline, lead, own_id=own_id),
        alias=url if own_link else "",
        id=_resolved(item.id, feed.address)[:_IDENTITY_LENGTH],
        url=url,
        headline=headline[:HEADLINE_LENGTH],
        lead=lead,
        summary=" ".join(summary),
        body=text.html,
        authors=authors or feed.authors,
        language=_language(item.language[:_CLIPPED] or feed.language),
        published=published or updated,
        updated=updated,
        rights=_rights(item.rights[:_CLIPPED]) or feed.rights or licence[:_RIGHTS_LENGTH],
        licence_url=licence,
        text=text,
        tags=tags(item.tags),
        enclosures=enclosures(item.enclosures),
        pictures=pictures(item.pictures, text.images, base=base),
        origin=_origin(item.origin),
        external_url=address_of(item.external_url),
        own_rights=item.rights[:_CLIPPED],
        licence_is_feeds=not own_licence,
    )


def _has_own(item: RawItem) -> bool:
    """Tell whether a summary is to be read by itself, beside the text or without what was added."""
    return bool(item.content) or FILED in item.summary


def _base(item: RawItem, url: str, feed: _Shared) -> str:
    return address_of(joined(feed.address, item.base)) or url or feed.address


def _resolved(name: str, address: str) -> str:
    """Return an id, which may wrongly be a relative address."""
    name = squeeze(uncontrolled(name))
    return joined(address, name) if name.startswith("/") and address else name


def _identity(item: RawItem, url: str, headline: str, lead: str, *, own_id: bool) -> str:
    name = squeeze(uncontrolled(item.id)) if own_id else ""
    name = name or url or _hash(f"{headline}\n{item.published or lead}")
    return name if len(name) <= _IDENTITY_LENGTH else _hash(name)


def _hash(text: str) -> str:
    return "sha256:" + sha256(text.encode()).hexdigest()


@lru_cache(maxsize=512)
def _authors(authors: tuple[Author, ...], *, nameless: bool = False) -> tuple[Author, ...]:
    """Return the authors with a name, each once; or also those who have an address alone."""
    plainly = (
        Author(name=cut(plain(uncontrolled(one.name)), _AUTHOR_LENGTH), url=address_of(one.url))
        for one in authors[:_AUTHORS]
    )
    # A bare mail address is no name to print.
    named = {
        one.name or one.url: one
        for one in plainly
        if (one.name or (nameless and one.url)) and not _MAIL.fullmatch(one.name)
    }
    return tuple(named.values())


@lru_cache(maxsize=512)
def _rights(said: str) -> str:
    return cut(plain(said), _RIGHTS_LENGTH)


@lru_cache(maxsize=512)
def _language(said: str) -> str:
    tag = said.strip().partition(".")[0].replace("_", "-")
    if not _LANGUAGE.fullmatch(tag) or len(tag) > _LANGUAGE_LENGTH or tag.lower() == NO_LANGUAGE:
        return ""
    base, mark, rest = tag.partition("-")
    return code_of(base) + mark + rest


def _origin(said: Origin | None) -> Origin | None:
    if said is None:
        return None
    origin = Origin(title=cut(plain(said.title), _RIGHTS_LENGTH), url=address_of(said.url))
    return origin if origin.title or origin.url else None


def _licence_in(item: RawItem) -> str:
    """Return the licence that a text links to as its own, as Creative Commons advise."""
    text = item.content or item.summary
    # It stands at the end.
    found = _LICENCE_LINK.search(text) if text.rfind("licen") >= 0 else None
    href = _HREF.search(found[0]) if found else None
    return href[1] if href else ""
