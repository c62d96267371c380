"""The feeds: RSS 2.0 for the outlet and for each topic."""

from collections.abc import Iterator, Mapping
from datetime import UTC
from email.utils import format_datetime
from html import escape
from typing import Any

from django.conf import settings

from pamphleteer.ground.html import from_text
from pamphleteer.press import paths, theme, things
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.page import Page
from pamphleteer.press.pictures import with_figures
from pamphleteer.press.piece import Heading, Piece, begins_with
from pamphleteer.press.site import Site
from pamphleteer.register.models import Topic, TopicAddress

LATEST = 50  # pieces in a feed


def _keys() -> Iterator[str]:
    yield ""
    for rows in (Topic.objects, TopicAddress.objects):
        yield from rows.order_by("pk").values_list("slug", flat=True)


def _keys_of(changed: Things) -> Iterator[str]:
    keys = things.keys(changed, "topic")
    if keys:
        yield from Topic.objects.filter(pk__in=keys).values_list("slug", flat=True)
        yield from TopicAddress.objects.filter(topic__in=keys).values_list("slug", flat=True)


def _path(key: str) -> str:
    return paths.topic_feed(key) if key else paths.FEED


def _make(site: Site, key: str) -> Page | None:
    if not key:
        return Page(paths.FEED, _outlet(site).encode())
    # Readers of feeds follow no page: where a topic's feed stood, the same feed goes on.
    topic = site.topic_at(paths.topic(key)) or site.former_topic(key)
    return Page(_path(key), _topic(site, topic).encode()) if topic else None


def _topic(site: Site, topic: Heading) -> str:
    return _feed(
        site,
        things.topic(topic.pk),
        title=f"{topic.name} – {site.outlet.name}",
        words=topic.description or f"{topic.name}, in {site.outlet.name}",
        page=topic.path,
        path=topic.feed,
    )


def _outlet(site: Site) -> str:
    return _feed(
        site,
        things.ALL,
        title=site.outlet.name,
        words=site.outlet.tagline or site.outlet.name,
        page=paths.FRONT,
        path=paths.FEED,
    )


def _feed(site: Site, name: str, *, title: str, words: str, page: str, path: str) -> str:
    pieces = site.latest(name, LATEST)
    site.expect_bodies([piece.pk for piece in pieces])
    return theme.render(
        "press/feed.xml",
        title=title,
        words=words,
        page=_absolute(page),
        here=_absolute(path),
        language=site.outlet.language,
        items=[_item(piece, _body(site, piece)) for piece in pieces],
    )


def _body(site: Site, piece: Piece) -> str:
    return with_figures(site.body(piece.pk), site.figures_in(piece.pk), root=settings.SITE_URL)


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


kind = Kind(
    name="feed",
    path=_path,
    make=_make,
    every=_keys,
    keys_of=_keys_of,
    templates=("press/feed.xml", "press/picture.html"),
)
