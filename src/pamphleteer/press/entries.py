"""Pieces as they stand in feeds: one text in each format, so that a piece is written once for all of them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from itertools import islice
from operator import attrgetter
from types import SimpleNamespace
from typing import Any, Self

from django.conf import settings

from pamphleteer.ground import bylines
from pamphleteer.ground.html import from_text
from pamphleteer.ground.text import squeeze, uncontrolled
from pamphleteer.press import channels, paths, patterns, theme, things, voice
from pamphleteer.press.engine import Folders
from pamphleteer.press.patterns import Pattern
from pamphleteer.press.pictures import Figure, with_figures
from pamphleteer.press.piece import Piece, begins_with
from pamphleteer.press.site import Site
from pamphleteer.press.stock import How

PICTURE = "press/picture_in_feed.html"
_LONGEST = 200_000  # characters of one piece: feeds are fetched whole, again and again
# How control characters begin that JSON writes otherwise; of the few others most begin so too.
_DISGUISES = ("\\u", "\\b", "\\f")
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PODCAST = "podcast"
_OF_CHANNELS = ("rss", "atom", "json")
_TEMPLATES = {
    "rss": "press/entry.rss.xml",
    "atom": "press/entry.atom.xml",
    _PODCAST: "press/entry.rss.xml",
}
_OF_PIECE = ("headline", "lead", "language", "publisher")
_OF_ENTRY = (
    "id",
    "address",
    "headline_in_html",
    "lead",
    "full",
    "published_822",
    "published_3339",
    "changed_3339",
    "original",
    "source",
    "licence",
)
_OF_IMAGE = ("url", "type", "width", "height", "alt", "credit")
_PIECE, _ENTRY, _IMAGE = (attrgetter(*names) for names in (_OF_PIECE, _OF_ENTRY, _OF_IMAGE))

Shape = tuple[int, ...]
Way = Callable[["Entry", "Told | None"], bytes]


@dataclass(frozen=True, slots=True)
class Image:
    """The picture of a piece, as a file."""

    url: str
    type: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class Sound:
    """What is to be heard of a piece, as a file; size and seconds are 0 where nobody knows."""

    url: str
    type: str
    size: int
    seconds: int
    captions: str = ""  # the address of its transcript

    @property
    def captions_type(self) -> str:
        """The media type of its transcript."""
        return "text/vtt" if self.captions.endswith(".vtt") else "text/plain"


@dataclass(slots=True)
class Entry:
    """A piece with all that feeds tell of it; texts are HTML whose addresses are whole."""

    piece: Piece
    id: str
    address: str
    authors: tuple[str, ...]
    headline_in_html: str  # where it holds what readers of feeds might take for markup
    lead: str
    full: str  # nothing where its licence allows no more than the lead, or is too long
    published_822: str  # as RSS has it, with four digits for the year; nothing without a date
    published_3339: str  # as Atom and JSON Feed have it
    changed_3339: str
    image: Image | None
    sound: Sound | None
    original: str
    source: str
    licence: str

    @property
    def licence_tag(self) -> str:
        """Its licence as players of podcasts know it, such as "cc-by-4.0"."""
        name = self.piece.licence.name if self.piece.licence else ""
        return "-".join(name.lower().split())[:128]


def written(site: Site, pieces: Sequence[Piece], sort: str, *, whole: bool) -> list[bytes]:
    """Return pieces in one format: "rss", "atom", "json", or "podcast"."""
    # Each channel has a feed in each of these.
    together = (sort,) if sort == _PODCAST else _OF_CHANNELS
    ways = {(each, whole): way(each) for each in together}

    def draw(piece: Piece) -> dict[How, bytes]:
        one = entry(site, piece, whole=whole)
        told = Told.of(one)
        return {how: write(one, told) for how, write in ways.items()}

    if whole:
        site.expect_bodies_of(pieces, (sort, whole))
    return site.drawn(pieces, (sort, whole), draw)


def entry(site: Site, piece: Piece, *, whole: bool) -> Entry:
    """Return what feeds tell of a piece."""
    site.note(things.article(piece.pk))
    body = _body(site, piece) if whole and piece.full_text else ""
    lead = from_text(piece.lead)
    return Entry(
        piece=piece,
        id=channels.lasting_id(site.outlet, things.article(piece.pk)),
        address=paths.absolute(piece.path, settings.SITE_URL),
        authors=_authors(piece.authors),
        headline_in_html=_in_html(piece.headline),
        lead=_bare(lead),
        full=_full(piece, lead, body, site.outlet.language) if 0 < len(body) <= _LONGEST else "",
        published_822=rfc822(piece.date) if piece.date else "",
        published_3339=rfc3339(piece.date) if piece.date else "",
        changed_3339=rfc3339(changed(piece)),
        image=_image(piece.picture) if piece.picture else None,
        sound=_sound(piece),
        original=paths.uri(piece.original),
        source=paths.uri(piece.partner_url or piece.original) if piece.publisher else "",
        licence=paths.uri(piece.licence_url),
    )


def changed(piece: Piece) -> datetime:
    """Return when a piece was changed or corrected last."""
    if not piece.corrections:
        return piece.changed
    return max(piece.changed, *(datetime.fromisoformat(one.exact) for one in piece.corrections))


@lru_cache(maxsize=1024)
def _authors(line: str) -> tuple[str, ...]:
    """Return the names in a byline, or all of it as one where none is seen."""
    as_one = (squeeze(line),) if line.strip() else ()
    return tuple(bylines.names(line).values()) or as_one


def rfc822(at: datetime) -> str:
    """Return a moment as in RSS."""
    at = at.astimezone(UTC)
    day, month = _DAYS[at.weekday()], _MONTHS[at.month - 1]
    return f"{day}, {at.day:02} {month} {at.year:04} {at.hour:02}:{at.minute:02}:{at.second:02} GMT"


def rfc3339(at: datetime) -> str:
    """Return a moment as in Atom and JSON Feed."""
    at = at if at.tzinfo is UTC else at.astimezone(UTC)
    return at.isoformat(timespec="seconds")[: -len("+00:00")] + "Z"


def as_json(told: Mapping[str, Any]) -> str:
    """Return what is told in JSON, without what is empty and what is no character."""
    kept = {name: value for name, value in told.items() if value}
    written = _ENCODER.encode(kept)
    if any(disguise in written for disguise in _DISGUISES) or uncontrolled(written) != written:
        return _ENCODER.encode(_clean(kept))
    return written


def _clean(told: Any) -> Any:
    """Return it without what is no character."""
    if isinstance(told, str):
        return uncontrolled(told)
    if isinstance(told, Mapping):
        return {name: _clean(value) for name, value in told.items()}
    return [_clean(one) for one in told] if isinstance(told, list) else told


def _body(site: Site, piece: Piece) -> str:
    figures = site.figures_in(piece.pk)
    return with_figures(
        site.body(piece.pk),
        figures,
        root=settings.SITE_URL,
        language=site.outlet.language,
        among=piece.language,
        template=PICTURE,
    )


def _in_html(headline: str) -> str:
    return escape(headline, quote=False) if "&" in headline or "<" in headline else ""


def _bare(lead: str) -> str:
    """Return the lead as the HTML that readers of feeds expect, bare where it is one paragraph."""
    return lead[3:-4] if lead.count("<p>") == 1 else lead


def _full(piece: Piece, lead: str, body: str, language: str) -> str:
    """Return the whole piece, with the credit that licences ask to stay with it."""
    above = "" if begins_with(body, piece.lead) else lead
    return "\n".join(part for part in (above, body, _credit(piece, language)) if part)


def _credit(piece: Piece, language: str) -> str:
    words = []
    if piece.credit:
        credit = _anchor(piece.credit, piece.original or piece.partner_url)
        words.append(f"{voice.say(language, 'Credit:')} {credit}.")
    if piece.licence:
        licence = _anchor(piece.licence.name, piece.licence_url)
        words.append(f"{voice.say(language, 'Licence:')} {licence}.")
    return f"<p>{' '.join(words)}</p>" if words else ""


def _anchor(words: str, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(words)}</a>' if url else escape(words)


def _image(figure: Figure) -> Image:
    url = paths.absolute(f"pictures/{figure.plain.href}", settings.SITE_URL)
    return Image(url, "image/jpeg", figure.width, figure.height, figure.alt, figure.credit)


def _sound(piece: Piece) -> Sound | None:
    heard = piece.audio
    if heard is None:
        return None
    url = (
        paths.uri(heard.href) if heard.elsewhere else paths.absolute(heard.href, settings.SITE_URL)
    )
    captions = paths.absolute(heard.captions, settings.SITE_URL) if heard.captions else ""
    return Sound(url, heard.type, heard.size, heard.seconds, captions) if url else None


def _in_json(one: Entry) -> bytes:
    piece = one.piece
    words = {"content_html": one.full or one.lead} if one.full or one.lead else {}
    sound = one.sound and {
        "url": one.sound.url,
        "mime_type": one.sound.type,
        **({"size_in_bytes": one.sound.size} if one.sound.size else {}),
        **({"duration_in_seconds": one.sound.seconds} if one.sound.seconds else {}),
    }
    item = {
        "id": one.id,
        "url": one.address,
        "external_url": one.original,
        "title": piece.headline,
        **(words or {"content_text": piece.headline}),
        "summary": piece.lead if one.full else "",
        "image": one.image.url if one.image else "",
        "date_published": one.published_3339,
        "date_modified": one.changed_3339,
        "authors": [{"name": name} for name in one.authors or (piece.publisher,) if name],
        "tags": [topic.name for topic in piece.topics],
        "language": piece.language,
        "attachments": [sound] if sound else [],
        "_pamphleteer": _more(one),
    }
    return as_json(item).encode()


def _more(one: Entry) -> dict[str, str]:
    """Return what JSON Feed has no names for: whose it is, and under which licence."""
    piece = one.piece
    found = {
        "source": piece.publisher,
        "source_url": one.source,
        "rights": piece.licence.name if piece.licence else "",
        "license": one.licence,
        "image_alt": one.image.alt if one.image else "",
        "image_credit": one.image.credit if one.image else "",
    }
    return {name: value for name, value in found.items() if value}


@dataclass(slots=True)
class Told:
    """The words of an entry in their order, as each format has them, and which of them there are."""

    xml: list[bytes]
    json: list[bytes]
    shape: Shape

    @classmethod
    def of(cls, one: Entry) -> Self | None:
        """Return the words of an entry, but of what is to be heard: few have that."""
        if one.sound:
            return None
        piece = one.piece
        licence = (piece.licence.name,) if piece.licence else ()
        image = map(str, _IMAGE(one.image)) if one.image else ()
        topics = [topic.name for topic in piece.topics]
        words = [*_PIECE(piece), *_ENTRY(one), *licence, *image, *one.authors, *topics]
        counts = len(licence), one.image is not None, len(one.authors), len(topics)
        together = patterns.joined(words)
        shape = (*counts, *map(bool, words))
        return cls(patterns.in_xml(together), patterns.in_json(together), shape)


def way(sort: str) -> Way:
    """Return how entries are written: by patterns, where the outlet has no part in the template."""
    if sort == "json":
        return _as_json
    template, episode = _TEMPLATES[sort], sort == _PODCAST
    looked_up = None if episode or theme.has_own(template) else theme.folders()

    def drawn(one: Entry, told: Told | None) -> bytes:
        if told and looked_up:
            return _pattern(template, told.shape, looked_up).filled(told.xml)
        return theme.made(template, entry=one, piece=one.piece, episode=episode)

    return drawn


def _as_json(one: Entry, told: Told | None) -> bytes:
    return _pattern_of_json(told.shape).filled(told.json) if told else _in_json(one)


@lru_cache(maxsize=512)
def _pattern(template: str, shape: Shape, _looked_up: Folders) -> Pattern:
    """Return what a template makes of all entries that have the same words."""
    one = _marked(shape)
    return Pattern.read(theme.made(template, entry=one, piece=one.piece, episode=False))


@lru_cache(maxsize=512)
def _pattern_of_json(shape: Shape) -> Pattern:
    return Pattern.read(_in_json(_marked(shape)))


def _marked(shape: Shape) -> Any:
    """Return an entry with marks in the places of its words."""
    licences, image, authors, topics, *there = shape
    marks = patterns.marks(there)
    piece = SimpleNamespace(**{name: next(marks) for name in _OF_PIECE})
    one = SimpleNamespace(**{name: next(marks) for name in _OF_ENTRY}, piece=piece, sound=None)
    piece.licence = SimpleNamespace(name=next(marks)) if licences else None
    one.image = SimpleNamespace(**{name: next(marks) for name in _OF_IMAGE}) if image else None
    one.authors = list(islice(marks, authors))
    piece.topics = [SimpleNamespace(name=name) for name in islice(marks, topics)]
    return one
