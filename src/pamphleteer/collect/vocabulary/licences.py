"""What may be done with it: rights in words, and the address of a licence."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from pamphleteer.collect.elements import Parts, joined, text_of
from pamphleteer.collect.vocabulary.links import Link, to
from pamphleteer.collect.vocabulary.media import is_picture

_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_ELEMENTS = (
    "cc:license", "cc:licence", "license", "dcterms:license", "media:license", "podcast:license",
)  # fmt: skip
_IDENTIFIER = re.compile(
    r"cc[ -]?(?:0|(?P<kind>by(?:-(?:nc|nd|sa)){0,2}))[ -]v?(?P<version>\d\.\d)"
)
# In languages that partners write in: said of one piece, it is not under what its feed is under.
RESERVED = re.compile(
    r"all rights reserved|alle rechte vorbehalten|tous droits r[ée]serv[ée]s|tutti i diritti riservati"
    r"|todos (?:los derechos|os direitos) reservados|все права защищены|جميع الحقوق محفوظة",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/((?:licenses/[a-z-]{2,20}|publicdomain/(?:zero|mark))"
    r"/\d\.\d(?:/(?!deed)[a-z]{2,8})?)(?![a-z0-9-])(?:/(?:deed|legalcode)\b[\w.]{0,10})?/?",
    re.IGNORECASE,
)
_OF_PICTURES = re.compile(
    r"\b(?:photo|picture|image|foto|bild|imagen|imagem|immagin|фото)", re.IGNORECASE
)
_GROUPS = 20
_GROUPED = frozenset({"media:group"})
_ADDRESSES = (_RESOURCE, "href", "url")


def _address(named: re.Match[str]) -> str:
    """Return the address of a licence of Creative Commons that its SPDX identifier names."""
    kind = f"licenses/{named['kind']}" if named["kind"] else "publicdomain/zero"
    return f"https://creativecommons.org/{kind}/{named['version']}/"


def rights_of(parts: Parts) -> str:
    """Return who holds the rights, in the words of the document."""
    return parts.words(
        "copyright", "rights", "dc:rights", "dcterms:rights", "dcterms:rightsholder",
        "media:copyright", "itunes:copyright", "podcast:license",
    )  # fmt: skip


def licence_of(parts: Parts, links: list[Link], base: str) -> str:
    """Return the address of the licence (the modules of Creative Commons, RFC 4946), or nothing."""
    grouped = _in_groups(parts) if parts.has(_GROUPED) else ()
    for element in (*parts.all(*_ELEMENTS), *grouped):
        if named := _IDENTIFIER.fullmatch(text_of(element).lower()):
            return _address(named)
        told = [element.get(name, "") for name in _ADDRESSES] + [text_of(element)]
        for said in told:
            if "://" in said or said.startswith("/"):
                return joined(base, said)
    return to(links, "license", "licence", "copyright")


@lru_cache(maxsize=512)
def named_in(words: str) -> str:
    """Return the one address of a licence in what is said of rights; nothing if it is a picture's."""
    if "creativecommons.org/" not in words or RESERVED.search(words) or _OF_PICTURES.search(words):
        return ""
    found = list(_IN_WORDS.finditer(words))
    same = len({one[1].lower() for one in found}) == 1
    return found[0][0].rstrip(".") if same else ""


def _in_groups(parts: Parts) -> Iterator[etree._Element]:
    """Yield the licences of groups of sounds and films, which the piece is; pictures stand beside it."""
    for group in map(Parts, parts.all("media:group")[:_GROUPS]):
        files = group.all("media:content")
        if not files or not all(map(is_picture, files)):
            yield from group.all("media:license")
