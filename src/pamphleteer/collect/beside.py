"""What stands beside a text: its files, its pictures and its tags, with addresses checked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pamphleteer.collect.elements import joined
from pamphleteer.collect.found import Enclosure, Picture, Transcript
from pamphleteer.collect.vocabulary.kinds import kind_of
from pamphleteer.collect.vocabulary.numbers import whole
from pamphleteer.ground.html import Image, plain
from pamphleteer.ground.http import AddressError, checked
from pamphleteer.ground.text import cut

_MOST = 50
_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}")
_TITLE_LENGTH = 300
_ALT_LENGTH = 1_000
_TAG_LENGTH = 100
_CLIPPED = 1_000
_LARGEST = 100_000  # pixels
_CREDIT = re.compile(
    r"(?:\b(?:photo(?:graph|graphy)?|picture|image|credit|courtesy|foto|fotografía|bild|imagen|crédit"
    r"|crédito|фото)\b(?:\s+(?:by|of|von|de|par))?\s*[:/©–-]?\s*|©\s*|\(c\)\s*)(.{2,200})$",
    re.IGNORECASE,
)
# An address that is in its usual form already, as most are.
_USUAL = re.compile(
    r"https?://[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/[\w./~%+,;@=&-]{0,900}(?:\?[\w./~%+,;@=&:-]{0,900})?",
    re.ASCII,
)
# WordPress puts the faces of authors beside pieces, and little pictures for what is one character.
_NO_PICTURES = ("gravatar.com/avatar/", "//s.w.org/images/core/emoji/")
_SMALL = 150  # pixels: below it a picture is there to be clicked on, and stands behind others
_COUNTERS = 2  # a picture of so many pixels a side counts visitors and shows nothing


def address_of(link: str) -> str:
    """Return a link if it is an address that readers may be sent to, else nothing."""
    if _USUAL.fullmatch(link):
        return link
    try:
        return checked(link) if link else ""
    except AddressError:
        return ""


def tags(found: Iterable[str]) -> tuple[str, ...]:
    """Return tags as plain words, each once."""
    said = (_tag(tag[:_CLIPPED]) for tag in found)
    return tuple(dict.fromkeys(tag for tag in said if tag))[:_MOST]


@lru_cache(maxsize=2048)
def _tag(said: str) -> str:
    return cut(plain(said), _TAG_LENGTH)


def enclosures(found: Iterable[Enclosure]) -> tuple[Enclosure, ...]:
    """Return the files that have an address."""
    return tuple(_enclosures(found))[:_MOST]


def pictures(
    beside: Sequence[Picture], within: Sequence[Image], *, base: str
) -> tuple[Picture, ...]:
    """Return the pictures beside a text and within it, each address once, with all said of it; small ones last."""
    found: dict[str, Picture] = {}
    for one in (*(_beside(picture) for picture in beside), *_within(within, base)):
        known = found.get(one.url)
        found[one.url] = _both(known, one) if known else one
    shown = [one for one in found.values() if one.url and _shows(one.url)]
    if len(shown) > 1:
        shown.sort(key=lambda one: (one.width or _SMALL) < _SMALL)
    return tuple(shown[:_MOST])


def _shows(url: str) -> bool:
    return not any(map(url.__contains__, _NO_PICTURES))


def _enclosures(found: Iterable[Enclosure]) -> Iterator[Enclosure]:
    for one in found:
        if url := address_of(one.url):
            yield replace(
                one,
                url=url,
                type=_type(kind_of(one.type, url)),
                title=cut(plain(one.title), _TITLE_LENGTH),
                transcripts=tuple(_transcripts(one.transcripts))[:_MOST],
            )


def _transcripts(found: Iterable[Transcript]) -> Iterator[Transcript]:
    for one in found:
        if url := address_of(one.url):
            yield Transcript(
                url=url, type=_type(kind_of(one.type, url)), language=one.language[:20]
            )


def _type(said: str) -> str:
    bare = said.partition(";")[0].strip().lower()
    return bare if _TYPE.fullmatch(bare) else ""


def _beside(picture: Picture) -> Picture:
    return Picture(
        url=address_of(picture.url),
        alt=cut(plain(picture.alt), _ALT_LENGTH),
        credit=cut(plain(picture.credit), _TITLE_LENGTH),
        width=_pixels(picture.width),
        height=_pixels(picture.height),
    )


def _within(images: Iterable[Image], base: str) -> Iterator[Picture]:
    for image in images:
        width, height = whole(image.width), whole(image.height)
        if width and height and max(width, height) <= _COUNTERS:
            continue
        credit = _CREDIT.search(image.caption[-400:]) if image.caption else None
        about = image.caption[: -len(credit[0])] if credit else image.caption
        yield Picture(
            url=address_of(joined(base, image.src)),
            alt=cut(image.alt or about.strip(" .(|–-"), _ALT_LENGTH),
            credit=cut(credit[1].strip(" .)"), _TITLE_LENGTH) if credit else "",
            width=_pixels(width),
            height=_pixels(height),
        )


def _pixels(number: int | None) -> int | None:
    return number if number and number <= _LARGEST else None


def _both(first: Picture, second: Picture) -> Picture:
    return replace(
        first,
        alt=first.alt or second.alt,
        credit=first.credit or second.credit,
        width=first.width or second.width,
        height=first.height or second.height,
    )
