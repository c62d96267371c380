"""A feed told again as JSON Feed 1.1; what the standard lacks is under `_pamphleteer`."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pamphleteer.collect.found import Author, Enclosure, Feed, Found

VERSION = "https://jsonfeed.org/version/1.1"
_OURS = "_pamphleteer"


def told(feed: Feed) -> dict[str, Any]:
    """Return a feed as JSON Feed has it (jsonfeed.org/version/1.1); dates are RFC 3339."""
    return {
        "version": VERSION,
        "title": feed.title,
        **_said(
            home_page_url=feed.url,
            feed_url=feed.self_url,
            description=feed.description,
            icon=feed.icon,
            language=feed.language,
            authors=_authors(feed.authors),
            hubs=[{"type": "WebSub", "url": hub} for hub in feed.hubs],
        ),
        _OURS: _said(
            format=feed.format,
            mended=feed.mended,
            left=feed.left,
            encoding=feed.encoding,
            id=feed.id,
            published=_date(feed.published),
            updated=_date(feed.updated),
            rights=feed.rights,
            licence=feed.licence_url,
            every=feed.every,
        ),
        "items": [_item(piece, name) for piece, name in zip(feed.items, _ids(feed), strict=True)],
    }


def _ids(feed: Feed) -> list[str]:
    """Return the id of each piece: its own, or what it is known by where others have the same.

    Those that say nothing by which they could be known are numbered, for no two may have one id.
    """
    own = [piece.id or piece.identity for piece in feed.items]
    times, told = Counter(own), Counter[str]()
    names = []
    for piece, name in zip(feed.items, own, strict=True):
        called = name if times[name] == 1 else piece.identity
        told[called] += 1
        again = told[called] > 1 and not piece.id
        names.append(f"{called}#{told[called]}" if again else called)
    return names


def _item(piece: Found, name: str) -> dict[str, Any]:
    return {
        "id": name,
        **_said(
            url=piece.url,
            external_url=piece.external_url,
            title=piece.headline,
            summary=piece.summary,
            image=next((picture.url for picture in piece.pictures), ""),
            date_published=_date(piece.published),
            date_modified=_date(piece.updated),
            authors=_authors(piece.authors),
            tags=list(piece.tags),
            language=piece.language,
            attachments=[_attachment(one) for one in piece.enclosures],
        ),
        # One of the two has to be there.
        **({"content_html": piece.body} if piece.body else {"content_text": piece.lead}),
        _OURS: _said(
            id=piece.id if piece.id != name else "",
            identity=piece.identity,
            lead=piece.lead,
            rights=piece.rights,
            licence=piece.licence_url,
            origin=_said(**asdict(piece.origin)) if piece.origin else None,
            pictures=[_said(**asdict(picture)) for picture in piece.pictures],
        ),
    }


def _attachment(one: Enclosure) -> dict[str, Any]:
    transcripts = [_said(**asdict(transcript)) for transcript in one.transcripts]
    return {
        "url": one.url,
        "mime_type": one.type or "application/octet-stream",
        **_said(title=one.title, size_in_bytes=one.size, duration_in_seconds=one.seconds),
        **({_OURS: {"transcripts": transcripts}} if transcripts else {}),
    }


def _authors(found: Iterable[Author]) -> list[dict[str, Any]]:
    return [_said(name=author.name, url=author.url) for author in found]


def _date(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _said(**fields: Any) -> dict[str, Any]:
    """Return the fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
