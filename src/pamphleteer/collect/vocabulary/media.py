"""Files that belong to a piece: enclosures, Media RSS, and the podcast vocabularies."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from pamphleteer.collect.elements import Parts, joined, local, text_of
from pamphleteer.collect.found import Enclosure, Picture, Transcript
from pamphleteer.collect.vocabulary.kinds import kind_of
from pamphleteer.collect.vocabulary.numbers import seconds, whole
from pamphleteer.collect.vocabulary.resources import enclosures_in_rdf

_SOUNDS = ("audio", "video")
_IMAGES = ("image",)
_MOST = 100
_TITLE = ("media:title",)
_ABOUT = ("media:description", "media:text", *_TITLE)
_RARER = frozenset({"enc:enclosure", "media:content", "media:group", "podcast:alternateenclosure"})
_FILES = _RARER | {"enclosure"}
_SHOWN = frozenset({"media:content", "media:group", "media:thumbnail"})
_PICTURES = frozenset(
    {"media:content", "media:group", "media:thumbnail", "enclosure", "enc:enclosure", "atom:link"}
    | {"link", "image", "itunes:image", "podcast:image"}
)


def enclosures_of(parts: Parts, linked: Iterable[Enclosure], base: str) -> tuple[Enclosure, ...]:
    """Return the files of a piece, each address once, the first with what is said of them all."""
    found: dict[str, Enclosure] = {}
    linked = tuple(linked)
    if not linked and not parts.has(_FILES):
        return ()
    for one in _all(parts, linked, base):
        known = found.get(one.url)
        if one.url and len(found) < _MOST:
            found[one.url] = _both(known, one) if known else one
    return _with_recording(list(found.values()), parts, base)


def _all(parts: Parts, linked: Iterable[Enclosure], base: str) -> Iterator[Enclosure]:
    yield from linked
    yield from _enclosures(parts, base)
    if parts.has(_RARER):
        yield from enclosures_in_rdf(parts, base)
        yield from _media(parts, base)
        yield from _alternatives(parts)


def pictures_of(parts: Parts, base: str) -> tuple[Picture, ...]:
    """Return the pictures that stand beside a piece, the largest one first of each kind."""
    if not parts.has(_PICTURES):
        return ()
    found = list(_media_pictures(parts, base)) if parts.has(_SHOWN) else []
    found += _other_pictures(parts, base)
    return tuple(picture for picture in found[:_MOST] if picture.url)


def _enclosures(parts: Parts, base: str) -> Iterator[Enclosure]:
    for element in parts.all("enclosure")[:_MOST]:
        address = (element.get("url") or element.get("href") or "").strip()
        yield Enclosure(
            url=joined(base, address) if address else "",
            type=element.get("type", "").strip(),
            title=element.get("title", "").strip(),
            size=whole(element.get("length")),
            seconds=seconds(element.get("duration")),
        )


def _media(parts: Parts, base: str) -> Iterator[Enclosure]:
    """Yield the sounds and films of Media RSS (rssboard.org/media-rss)."""
    for element, around in _media_contents(parts):
        if element.get("url") and not is_picture(element):
            yield Enclosure(
                url=joined(base, element.get("url", "")),
                type=element.get("type", "").strip(),
                title=Parts(element).words("media:title") or around.words("media:title"),
                size=whole(element.get("filesize") or element.get("fileSize")),
                seconds=seconds(element.get("duration")),
            )


def _alternatives(parts: Parts) -> Iterator[Enclosure]:
    """Yield the same recording in other forms (podcast:alternateEnclosure), each from one place."""
    for element in parts.all("podcast:alternateenclosure")[:_MOST]:
        places = [
            (address, place.get("contentType", "").strip())
            for place in Parts(element).all("podcast:source")
            if (address := place.get("uri", "").strip()).lower().startswith(("http:", "https:"))
        ]
        # A place with a type of its own has something else, such as a torrent of it.
        if places:
            address, kind = min(places, key=lambda place: bool(place[1]))
            yield Enclosure(
                url=address,
                type=kind or element.get("type", "").strip(),
                title=element.get("title", "").strip(),
                size=None if kind else whole(element.get("length")),
            )


def _media_contents(parts: Parts) -> Iterator[tuple[etree._Element, Parts]]:
    """Yield each `media:content` with what stands around it."""
    for element in parts.all("media:content")[:_MOST]:
        yield element, parts
    for group in parts.all("media:group")[:_MOST]:
        around = Parts(group)
        for element in around.all("media:content")[:_MOST]:
            yield element, around


def is_picture(element: etree._Element) -> bool:
    """Tell whether a `media:content` is a picture."""
    kind = element.get("type", "").strip().lower()
    medium = element.get("medium", "").strip().lower()
    if medium:
        return medium == "image"
    return kind_of(kind, element.get("url", "")).startswith("image/")


def _both(first: Enclosure, second: Enclosure) -> Enclosure:
    return replace(
        first,
        type=first.type or second.type,
        title=first.title or second.title,
        size=first.size or second.size,
        seconds=first.seconds or second.seconds,
    )


def _with_recording(found: list[Enclosure], parts: Parts, base: str) -> tuple[Enclosure, ...]:
    """Give the recording its length and its transcripts, which stand beside it."""
    length = seconds(parts.words("itunes:duration"))
    transcripts = tuple(_transcripts(parts, base))
    at = next((at for at, one in enumerate(found) if _is(one, _SOUNDS)), -1)
    if at < 0:
        at = next((at for at, one in enumerate(found) if not _is(one, _IMAGES)), -1)
    if at >= 0 and (length or transcripts):
        found[at] = replace(found[at], seconds=found[at].seconds or length, transcripts=transcripts)
    return tuple(found)


def _is(one: Enclosure, kinds: tuple[str, ...]) -> bool:
    return kind_of(one.type, one.url).lower().startswith(kinds)


def _transcripts(parts: Parts, base: str) -> Iterator[Transcript]:
    for element in parts.all("podcast:transcript")[:_MOST]:
        if address := element.get("url", "").strip():
            yield Transcript(
                url=joined(base, address),
                type=element.get("type", "").strip(),
                language=element.get("language", "").strip(),
            )


def _media_pictures(parts: Parts, base: str) -> Iterator[Picture]:
    about: tuple[str, ...] = _ABOUT
    for element, around in _media_contents(parts):
        own = Parts(element)
        shows = is_picture(element)
        if element.get("url") and shows:
            yield _picture(element, own, around, base)
        # What is said of a film is not what its picture shows.
        about = about if shows else _TITLE
        for thumb in own.all("media:thumbnail")[:_MOST]:
            yield _picture(thumb, own, around, base, about=_ABOUT if shows else _TITLE)
    for place in (parts, *(Parts(group) for group in parts.all("media:group")[:_MOST])):
        for thumb in place.all("media:thumbnail")[:_MOST]:
            yield _picture(thumb, place, place, base, about=about)


def _picture(
    element: etree._Element,
    own: Parts,
    around: Parts,
    base: str,
    *,
    about: tuple[str, ...] = _ABOUT,
) -> Picture:
    address = element.get("url", "").strip()
    return Picture(
        url=joined(base, address) if address else "",
        alt=own.words(*about) or around.words(*about),
        credit=own.words("media:credit", "media:copyright") or around.words("media:credit"),
        width=whole(element.get("width")),
        height=whole(element.get("height")),
    )


def _other_pictures(parts: Parts, base: str) -> Iterator[Picture]:
    for element in parts.all("enclosure", "atom:link", "link")[:_MOST]:
        address = (element.get("url") or element.get("href") or "").strip()
        if address and _is_shown(element, address):
            yield Picture(url=joined(base, address), alt=element.get("title", "").strip())
    for one in enclosures_in_rdf(parts, base) if parts.has(_RARER) else ():
        if _is(one, _IMAGES):
            yield Picture(url=one.url, alt=one.title)
    for element in parts.all("itunes:image", "image", "podcast:image")[:_MOST]:
        if address := address_in(element):
            alt = element.get("alt", "").strip() or Parts(element).words("title")
            yield Picture(url=joined(base, address), alt=alt)


def _is_shown(element: etree._Element, address: str) -> bool:
    """Tell whether a link or an enclosure is a picture; a link only says so by its type."""
    kind = element.get("type", "").strip().lower()
    if local(element) == "enclosure" or element.get("rel", "").strip().lower() == "enclosure":
        kind = kind_of(kind, address)
    return kind.startswith("image/")


def address_in(element: etree._Element) -> str:
    """Return the address that an `image` holds: in an attribute, in its `url`, or as its text."""
    said = element.get("href") or element.get("url") or Parts(element, "").words("url")
    said = said or (text_of(element) if len(element) == 0 else "")
    return said.strip()
