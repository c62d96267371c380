"""What programs read on the page of an article: JSON-LD in the words of schema.org."""

from functools import lru_cache
from json.encoder import encode_basestring

from django.conf import settings

from pamphleteer.ground import bylines
from pamphleteer.ground.text import cut, squeeze, uncontrolled
from pamphleteer.press import paths
from pamphleteer.press.entries import as_json, changed, rfc3339
from pamphleteer.press.languages import tag
from pamphleteer.press.piece import Notice, Piece
from pamphleteer.register.models import Outlet

_LEAD = 500  # characters of a description
# Nothing in it may end the element that it stands in.
_ESCAPED = [(one.encode(), f"\\u{ord(one):04x}".encode()) for one in "<>&\u2028\u2029"]
_HEAD = '"@context":"https://schema.org","@type":"NewsArticle"'
_ACCESS = '"isAccessibleForFree":true'


def of(outlet: Outlet, piece: Piece) -> bytes:
    """Return an article as a NewsArticle, fit to stand in a `script` element."""
    address = _string(paths.absolute(piece.path, settings.SITE_URL))
    publisher = _publisher(outlet.name, settings.SITE_URL)
    organisation = _organisation(piece)
    # Field by field, each in its place: an encoder of JSON takes three times as long.
    told = {
        "mainEntityOfPage": address,
        "url": address,
        "headline": _string(piece.headline),
        "description": _string(cut(piece.lead, _LEAD)),
        "inLanguage": _string(piece.language or tag(outlet.language) or "en"),
        "datePublished": _string(rfc3339(piece.date) if piece.date else ""),
        "dateModified": _string(rfc3339(changed(piece))),
        "author": _authors(piece.authors) or organisation or publisher,
        "publisher": publisher,
        "sourceOrganization": organisation,
        "isBasedOn": _string(paths.uri(piece.original)),
        "license": _string(paths.uri(piece.licence_url)),
        "creditText": _string(piece.credit),
        "articleSection": _list([_string(topic.name) for topic in piece.topics]),
        "image": _image(piece),
        "audio": _audio(piece),
        "correction": _list([*map(_correction, piece.corrections)]),
    }
    fields = [f'"{name}":{value}' for name, value in told.items() if value]
    written = f"{{{','.join([_HEAD, *fields, _ACCESS])}}}".encode()
    for one, escaped in _ESCAPED:
        written = written.replace(one, escaped)
    return written


def _string(words: str) -> str:
    """Return words as a string of JSON; nothing for none."""
    return words and encode_basestring(uncontrolled(words))


def _list(values: list[str]) -> str:
    return f"[{','.join(values)}]" if values else ""


@lru_cache(maxsize=8)
def _publisher(name: str, url: str) -> str:
    return as_json({"@type": "NewsMediaOrganization", "name": name, "url": url})


def _organisation(piece: Piece) -> str:
    """Return whose piece it is, if it is not the outlet's own."""
    return _named(piece.publisher, paths.uri(piece.partner_url)) if piece.publisher else ""


@lru_cache(maxsize=256)
def _named(publisher: str, url: str) -> str:
    return as_json({"@type": "Organization", "name": publisher, "url": url})


@lru_cache(maxsize=1024)
def _authors(line: str) -> str:
    names = [*bylines.names(line).values()] or [squeeze(line)]
    return _list([as_json({"@type": "Person", "name": name}) for name in names if name])


def _correction(notice: Notice) -> str:
    return as_json(
        {"@type": "CorrectionComment", "text": notice.words, "datePublished": notice.exact}
    )


def _image(piece: Piece) -> str:
    figure = piece.picture
    if figure is None:
        return ""
    told = {
        "@type": "ImageObject",
        "url": paths.absolute(f"pictures/{figure.plain.href}", settings.SITE_URL),
        "width": figure.width,
        "height": figure.height,
        "caption": figure.alt,
        "creditText": figure.credit,
    }
    return as_json(told)


def _audio(piece: Piece) -> str:
    heard = piece.audio
    if heard is None:
        return ""
    at = paths.uri(heard.href) if heard.elsewhere else paths.absolute(heard.href, settings.SITE_URL)
    told = {
        "@type": "AudioObject",
        "contentUrl": at,
        "encodingFormat": heard.type,
        "duration": f"PT{heard.seconds}S" if heard.seconds else "",
    }
    return as_json(told) if at else ""
