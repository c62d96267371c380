"""What may be done with it: rights in words, and the address of a licence."""

import re

from pamphleteer.collect.elements import Parts, joined, text_of
from pamphleteer.collect.vocabulary.links import Link, to

_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_ELEMENTS = (
    "cc:license", "cc:licence", "license", "dcterms:license", "media:license", "podcast:license",
)  # fmt: skip
_IDENTIFIER = re.compile(
    r"cc[ -]?(?:0|(?P<kind>by(?:-(?:nc|nd|sa)){0,2}))[ -]v?(?P<version>\d\.\d)"
)
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
    for element in parts.all(*_ELEMENTS):
        if named := _IDENTIFIER.fullmatch(text_of(element).lower()):
            return _address(named)
        told = [element.get(name, "") for name in _ADDRESSES] + [text_of(element)]
        for said in told:
            if "://" in said or said.startswith("/"):
                return joined(base, said)
    return to(links, "license", "licence", "copyright")
