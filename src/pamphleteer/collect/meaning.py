"""What a piece in a feed means: plain words, harmless HTML, one identity, nothing invented."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.dates import moment
from pamphleteer.collect.elements import joined
from pamphleteer.collect.found import Author, Found, RawFeed, RawItem
from pamphleteer.ground.html import paragraphs, plain, sanitise, tame
from pamphleteer.ground.http import AddressError, checked
from pamphleteer.ground.text import cut, fold, squeeze

HEADLINE_LENGTH = 500
LEAD_LENGTH = 600
_SHORT_HEADLINE = 120
_SHORTEST_LEAD = 120
_IDENTITY_LENGTH = 500
_RIGHTS_LENGTH = 500
_AUTHORS = 20
_AUTHOR_LENGTH = 200
_LANGUAGE_LENGTH = 20
_TELLING_LENGTH = 60

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_WORD = re.compile(r"\w+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MAIL = re.compile(r"\S+@\S+")
_SENTENCE_END = re.compile(r"[.!?…。！？।؟۔][\"'”’»)\]]*(?=\s|$)|[。！？]")
_EXCERPT_END = re.compile(r"\s*\[(?:…|\.{3})\]\s*$")


def items_of(raw: RawFeed, *, address: str, bounds: Bounds) -> tuple[Found, ...]:
    """Return the pieces of a feed, in its order, each identity once."""
    taken = [_cleaned(item, bounds) for item in raw.items[: bounds.items]]
    shared = _shared_ids(taken)
    found: dict[str, Found] = {}
    for item in taken:
        piece = _found(item, raw, address, own_id=item.id not in shared)
        if piece:
            found.setdefault(piece.identity, piece)
    return tuple(found.values())


def _cleaned(item: RawItem, bounds: Bounds) -> RawItem:
    texts: dict[str, Any] = {
        name: _CONTROL.sub("", value)
        for name, value in vars(item).items()
        if isinstance(value, str)
    }
    for name in ("title", "summary", "content"):
        texts[name] = tame(texts[name][: bounds.item])
    return replace(item, **texts)


def _shared_ids(items: Iterable[RawItem]) -> set[str]:
    """Return the ids that pieces at different addresses share: such an id names nothing."""
    links = defaultdict(set)
    for item in items:
        links[item.id].add(item.link)
    return {name for name, found in links.items() if len(found - {""}) > 1}


def _found(item: RawItem, feed: RawFeed, address: str, *, own_id: bool) -> Found | None:
    url = address_of(item.link)
    texts = [text for text in (item.content, item.summary) if text]
    lead = lead_of(item.summary) or lead_of(item.content)
    headline = cut(plain(item.title), HEADLINE_LENGTH) or cut(lead, _SHORT_HEADLINE) or url
    if not headline:
        return None
    words = plain(texts[0]) if texts else ""
    base = address_of(joined(address, item.base)) or url or address
    body = sanitise(texts[0], base=base) if texts else ""
    published, updated = moment(item.published), moment(item.updated)
    return Found(
        identity=_identity(item, url, headline, lead, own_id=own_id),
        id=squeeze(item.id),
        url=url,
        headline=headline[:HEADLINE_LENGTH],
        lead=lead,
        summary=plain(item.summary),
        body=body,
        authors=_authors(item.authors or feed.authors),
        language=_language(item.language) or _language(feed.language),
        published=published or updated,
        updated=updated,
        rights=_rights(item, feed),
        licence_url=address_of(item.licence_url or feed.licence_url),
        fingerprint=fingerprint(headline, words, url=url),
    )


def address_of(link: str) -> str:
    """Return a link if it is an address that readers may be sent to, else nothing."""
    try:
        return checked(link) if link else ""
    except AddressError:
        return ""


def lead_of(html: str) -> str:
    """Return the lead in a summary or a body: all of it if it is short, else how it begins."""
    pieces = paragraphs(html)
    whole = _EXCERPT_END.sub("…", " ".join(pieces))
    if len(whole) <= LEAD_LENGTH:
        return whole
    first = pieces[0]
    if _SHORTEST_LEAD <= len(first) <= LEAD_LENGTH:
        return first
    ends = [end.end() for end in _SENTENCE_END.finditer(whole[: LEAD_LENGTH + 1])]
    fitting = [end for end in ends if _SHORTEST_LEAD <= end <= LEAD_LENGTH]
    return whole[: fitting[-1]] if fitting else cut(whole, LEAD_LENGTH)


def fingerprint(headline: str, words: str, *, url: str = "") -> str:
    """Return the SHA-256 of folded words in hexadecimal, without what lies between them.

    The address counts too where there are few words: two pieces called "The week" are no copies.
    """
    found = _WORD.findall(fold(f"{headline} {words}"))
    if sum(map(len, found)) < _TELLING_LENGTH:
        found.append(url)
    return sha256(" ".join(found).encode()).hexdigest()


def _identity(item: RawItem, url: str, headline: str, lead: str, *, own_id: bool) -> str:
    name = squeeze(item.id) if own_id else ""
    name = name or url or _hash(f"{headline}\n{item.published or lead}")
    return name if len(name) <= _IDENTITY_LENGTH else _hash(name)


def _hash(text: str) -> str:
    return "sha256:" + sha256(text.encode()).hexdigest()


def _authors(authors: Iterable[Author]) -> tuple[Author, ...]:
    plainly = (
        Author(name=cut(plain(_CONTROL.sub("", one.name)), _AUTHOR_LENGTH), url=address_of(one.url))
        for one in list(authors)[:_AUTHORS]
    )
    # A bare mail address is no name to print.
    named = {one.name: one for one in plainly if one.name and not _MAIL.fullmatch(one.name)}
    return tuple(named.values())


def _language(said: str) -> str:
    tag = said.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) and len(tag) <= _LANGUAGE_LENGTH else ""


def _rights(item: RawItem, feed: RawFeed) -> str:
    said = plain(item.rights) or plain(feed.rights) or item.licence_url or feed.licence_url
    return cut(said, _RIGHTS_LENGTH)[:_RIGHTS_LENGTH]
