"""The feeds: RSS 2.0 for the outlet and for each topic."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from email.utils import format_datetime
from functools import partial
from html import escape
from typing import Any

from django.conf import settings

from pamphleteer.ground.html import from_text
from pamphleteer.press import paths, theme
from pamphleteer.press.page import Page
from pamphleteer.press.pictures import with_figures
from pamphleteer.press.site import Heading, Piece, Site, begins_with

LATEST = 50  # pieces in a feed


def pages(site: Site) -> Iterator[Page]:
    """Yield the feed of each topic, and the outlet's."""
    for topic in site.topics:
        yield Page(topic.feed, partial(_topic, site, topic))
    # Readers of feeds follow no page: where a topic's feed stood, the same feed goes on.
    for former in site.former:
        yield Page(former.feed, partial(_topic, site, former.topic))
    yield Page(paths.FEED, partial(_outlet, site))


def _topic(site: Site, topic: Heading) -> str:
    return _feed(
        site,
        site.of_topic.get(topic.pk, ()),
        title=f"{topic.name} – {site.outlet.name}",
        words=topic.description or f"{topic.name}, in {site.outlet.name}",
        page=topic.path,
        path=topic.feed,
    )


def _outlet(site: Site) -> str:
    return _feed(
        site,
        site.pieces,
        title=site.outlet.name,
        words=site.outlet.tagline or site.outlet.name,
        page=paths.FRONT,
        path=paths.FEED,
    )


def _feed(
    site: Site, pieces: Sequence[Piece], *, title: str, words: str, page: str, path: str
) -> str:
    return theme.render(
        "press/feed.xml",
        title=title,
        words=words,
        page=_absolute(page),
        here=_absolute(path),
        language=site.outlet.language,
        items=[
            _item(piece, with_figures(body, site.figures, root=settings.SITE_URL))
            for piece, body in site.with_bodies(pieces[:LATEST])
        ],
    )


def _item(piece: Piece, body: str) -> Mapping[str, Any]:
    return {
        "piece": piece,
        "address": _absolute(piece.path),
        "date": format_datetime(piece.date.astimezone(UTC), usegmt=True) if piece.date else "",
        "sound": piece.audio,
        "sound_at": _heard_at(piece),
        "lead": _lead(piece.lead),
        "full": _full(piece, body) if body and piece.full_text else "",
    }


def _absolute(path: str) -> str:
    if path == paths.FRONT:
        return str(settings.SITE_URL)
    return str(settings.SITE_URL) + paths.link(path.removesuffix("index.html"))


def _heard_at(piece: Piece) -> str:
    if piece.audio is None or piece.audio.elsewhere:
        return piece.audio.href if piece.audio else ""
    return _absolute(piece.audio.href)


def _lead(lead: str) -> str:
    """Return the lead as the HTML that readers of feeds expect, bare where it is one paragraph."""
    written = from_text(lead)
    return written[3:-4] if written.count("<p>") == 1 else written


def _full(piece: Piece, body: str) -> str:
    """Return the whole piece, with the credit that licences ask to stay with it."""
    lead = "" if begins_with(body, piece.lead) else from_text(piece.lead)
    return "\n".join(part for part in (lead, body, _credit(piece)) if part)


def _credit(piece: Piece) -> str:
    words = []
    if piece.credit:
        words.append(f"Credit: {_anchor(piece.credit, piece.original or piece.partner_url)}.")
    if piece.licence:
        words.append(f"Licence: {_anchor(piece.licence.name, piece.licence_url)}.")
    return f"<p>{' '.join(words)}</p>" if words else ""


def _anchor(words: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(words)}</a>' if url else escape(words)
