"""Links as Atom writes them (RFC 4287, section 4.2.7), in its own feeds and in others."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pamphleteer.collect.elements import XML, Parts, joined
from pamphleteer.collect.found import Enclosure
from pamphleteer.collect.vocabulary.numbers import whole

_REGISTERED = "http://www.iana.org/assignments/relation/"
_MOST = 500
_RELATIONS = 5  # of one link
PAGES = ("", "text/html", "application/xhtml+xml")


@dataclass(frozen=True)
class Link:
    """One link, resolved."""

    rel: str
    href: str
    type: str = ""
    title: str = ""
    length: str = ""
    hreflang: str = ""


def links(parts: Parts, base: str) -> list[Link]:
    """Return the links of an element, those in Atom's vocabulary and those with an `href`."""
    return list(islice(_links(parts, base), _MOST))


def alternate(found: list[Link]) -> str:
    """Return the address of the page that says the same: the first one, a page before others."""
    pages = [link for link in found if link.rel == "alternate"]
    readable = [link for link in pages if link.type.lower() in PAGES] or pages
    # One in a language of its own is a translation.
    best = next((link for link in readable if not link.hreflang), None) or next(
        iter(readable), None
    )
    return best.href if best else ""


def original(parts: Parts) -> str:
    """Return the page's own address, where a service that counts readers has put its own for it."""
    said = parts.words("feedburner:origlink")
    return said if said.startswith(("http://", "https://")) else ""


def to(found: list[Link], *rels: str) -> str:
    """Return the address of the first link of the first of these relations that there is."""
    return next((link.href for rel in rels for link in found if link.rel == rel), "")


def all_to(found: list[Link], rel: str) -> tuple[str, ...]:
    """Return the addresses of all links of a relation, each once."""
    return tuple(dict.fromkeys(link.href for link in found if link.rel == rel))


def enclosed(found: list[Link]) -> Iterator[Enclosure]:
    """Yield the files that links say belong to a piece."""
    for link in found:
        if link.rel == "enclosure":
            yield Enclosure(
                url=link.href, type=link.type, title=link.title, size=whole(link.length)
            )


def _links(parts: Parts, base: str) -> Iterator[Link]:
    for element in parts.all("atom:link", "link"):
        # Some write the address between the tags; RSS does so without a relation.
        href = (element.get("href") or (element.get("rel") and element.text) or "").strip()
        if not href:
            continue
        place = joined(base, element.get(f"{{{XML}}}base", ""))
        for rel in (element.get("rel") or "alternate").lower().split()[:_RELATIONS]:
            yield Link(
                rel.removeprefix(_REGISTERED),
                joined(place, href),
                element.get("type", "").strip(),
                element.get("title", "").strip(),
                element.get("length", ""),
                element.get("hreflang", "").strip(),
            )
