"""What RSS 1.0 says in RDF: files (its module `enclosure`), and texts in several forms (`content`)."""

from collections.abc import Iterator

from lxml import etree

from pamphleteer.collect.elements import Parts, joined, local, text_of
from pamphleteer.collect.found import Enclosure
from pamphleteer.collect.vocabulary.numbers import whole

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_MOST = 100


def enclosures_in_rdf(parts: Parts, base: str) -> Iterator[Enclosure]:
    """Yield the files that `enc:enclosure` names: in attributes, or in a node within it."""
    for element in parts.all("enc:enclosure")[:_MOST]:
        said = _said(element)
        address = said.get("resource") or said.get("url") or said.get("about") or ""
        if address:
            yield Enclosure(
                url=joined(base, address),
                type=said.get("type", ""),
                title=said.get("title", ""),
                size=whole(said.get("length")),
            )


def value_in_rdf(parts: Parts) -> etree._Element | None:
    """Return the element that holds the best text in `content:items`: HTML before other forms."""
    bag = parts.first("content:items")
    if bag is None:
        return None
    items = (one for one in bag.iter(etree.Element) if local(one) == "item")
    found = [told for item in items if (told := _value(item)) is not None]
    return min(found, key=lambda told: told[0])[1] if found else None


def _value(item: etree._Element) -> tuple[int, etree._Element] | None:
    """Return a text with its rank, the best first, if it is one that people read."""
    inside = {local(child): child for child in item.iterchildren(etree.Element)}
    value, form = inside.get("value"), inside.get("format")
    kind = "" if form is None else (form.get(f"{_RDF}resource") or text_of(form)).lower()
    if value is None or any(other in kind for other in ("svg", "image/", "audio/", "video/")):
        return None
    return (0 if "html" in kind else 2 if "plain" in kind else 1), value


def _said(element: etree._Element) -> dict[str, str]:
    """Return what an enclosure says, whether in attributes or in elements, by the bare names."""
    said: dict[str, str] = {}
    for one in element.iter(etree.Element):
        for name, value in one.attrib.items():
            said.setdefault(str(name).rpartition("}")[2].lower(), str(value).strip())
        if len(one) == 0 and one is not element and (text := text_of(one)):
            said.setdefault(local(one), text)
    return said
