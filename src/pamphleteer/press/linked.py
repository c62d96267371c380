"""What programs read on the page of an article: JSON-LD in the words of schema.org."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from pamphleteer.ground import bylines
from pamphleteer.ground.text import cut, squeeze
from pamphleteer.press import paths
from pamphleteer.press.entries import as_json, changed, rfc3339
from pamphleteer.press.languages import tag
from pamphleteer.press.piece import Piece
from pamphleteer.register.models import Outlet

_LEAD = 500  # characters of a description
# Nothing in it may end the element that it stands in.
_ESCAPED = [(one, f"\\u{ord(one):04x}") for one in "<>&\u2028\u2029"]


def of(outlet: Outlet, piece: Piece) -> str:
    """Return an article as a NewsArticle, fit to stand in a `script` element."""
    address, organisation = paths.absolute(piece.path, settings.SITE_URL), _organisation(piece)
    publisher = _publisher(outlet)
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": address,
        "url": address,
        "headline": piece.headline,
        "description": cut(piece.lead, _LEAD),
        "inLanguage": piece.language or tag(outlet.language) or "en",
        "datePublished": rfc3339(piece.date) if piece.date else "",
        "dateModified": rfc3339(changed(piece)),
        "author": _authors(piece) or organisation or publisher,
        "publisher": publisher,
        "sourceOrganization": organisation,
        "isBasedOn": paths.uri(piece.original),
        "license": paths.uri(piece.licence_url),
        "creditText": piece.credit,
        "articleSection": [topic.name for topic in piece.topics],
        "image": _image(piece),
        "audio": _audio(piece),
        "correction": [
            {"@type": "CorrectionComment", "text": one.words, "datePublished": one.exact}
            for one in piece.corrections
        ],
        "isAccessibleForFree": True,
    }
    written = as_json(told)
    for one, escaped in _ESCAPED:
        written = written.replace(one, escaped)
    return written


def _filled(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in ("", None, [], {})}


def _publisher(outlet: Outlet) -> dict[str, str]:
    return {"@type": "NewsMediaOrganization", "name": outlet.name, "url": settings.SITE_URL}


def _organisation(piece: Piece) -> dict[str, str]:
    """Return whose piece it is, if it is not the outlet's own."""
    if not piece.publisher:
        return {}
    url = paths.uri(piece.partner_url)
    return _filled({"@type": "Organization", "name": piece.publisher, "url": url})


def _authors(piece: Piece) -> list[dict[str, str]]:
    names = [*bylines.names(piece.authors).values()] or [squeeze(piece.authors)]
    return [{"@type": "Person", "name": name} for name in names if name]


def _image(piece: Piece) -> dict[str, Any]:
    figure = piece.picture
    if figure is None:
        return {}
    told = {
        "@type": "ImageObject",
        "url": paths.absolute(f"pictures/{figure.plain.href}", settings.SITE_URL),
        "width": figure.width,
        "height": figure.height,
        "caption": figure.alt,
        "creditText": figure.credit,
    }
    return _filled(told)


def _audio(piece: Piece) -> dict[str, Any]:
    heard = piece.audio
    if heard is None:
        return {}
    at = paths.uri(heard.href) if heard.elsewhere else paths.absolute(heard.href, settings.SITE_URL)
    told = {
        "@type": "AudioObject",
        "contentUrl": at,
        "encodingFormat": heard.type,
        "duration": f"PT{heard.seconds}S" if heard.seconds else "",
    }
    return _filled(told) if at else {}
