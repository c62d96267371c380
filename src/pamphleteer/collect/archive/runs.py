"""The words of one item of a list: runs of text between the edges of blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from pamphleteer.collect.archive.endings import Ending, ending
from pamphleteer.collect.archive.tree import BLOCKS, CONTROLS, collapse, same_page
from pamphleteer.collect.archive.units import breadth

_WORD = re.compile(r"\w")
_SEPARATORS = " \t\r\n\f\u00a0|·•—–-:,/"
_SENTENCE = 40  # breadth from which linked words are a lead that was made a link


@dataclass(frozen=True)
class Part:
    """Words of one kind: plain, of a link, or of a date."""

    text: str
    href: str = ""
    dated: bool = False


@dataclass
class Run:
    """The text between two edges of blocks, or between two line breaks in a row."""

    parts: list[Part] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, on one line."""
        return collapse("".join(part.text for part in self.parts))


@dataclass
class Item:
    """What was found around one headline: its link, its words before and after, times, controls."""

    href: str = ""
    runs: list[Run] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    has_controls: bool = False


def read_item(
    headline: lxml.html.HtmlElement, extent: Sequence[lxml.html.HtmlElement], *, tails: bool
) -> Item:
    """Read the elements of one item, words before the headline left out.

    With `tails` the text between the elements counts too, for lists that have no wrappers.
    """
    item = Item(href=href_of(headline))
    reader = _Reader(item, headline)
    for element in extent:
        reader.read(element)
        if tails and reader.past_headline:
            reader.say(element.tail or "")
    reader.close()
    return item


def lead_of(item: Item) -> list[str]:
    """Return the paragraphs of the lead, without links to read more, dates, tags and counts."""
    return [text for run in item.runs if (text := _words(run, item.href))]


class _Reader:
    def __init__(self, item: Item, headline: lxml.html.HtmlElement) -> None:
        self.item, self.headline = item, headline
        self.around = {headline, *headline.iterancestors()}
        self.past_headline = False
        self._run, self._links, self._dated, self._breaks = Run(), [""], 0, 0

    def read(self, root: lxml.html.HtmlElement) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if self._begins(element):
                    walk.skip_subtree()
                    continue
                self.say(element.text or "")
            else:
                self._ends(element)
                if element is not root:
                    self.say(element.tail or "")

    def say(self, text: str) -> None:
        if self.past_headline and text:
            self._breaks = 0 if text.strip() else self._breaks
            self._run.parts.append(Part(text, self._links[-1], dated=self._dated > 0))

    def close(self) -> None:
        if self._run.text:
            self.item.runs.append(self._run)
        self._run, self._breaks = Run(), 0

    def _begins(self, element: lxml.html.HtmlElement) -> bool:
        """Take in an element; True if what it holds is none of the item's words."""
        if element is self.headline:
            self.close()
            self.past_headline = True
            return True
        if element.tag in CONTROLS:
            self.item.has_controls |= element.get("type", "") != "hidden"
            return True
        if element.tag == "br":
            self._break()
        if element.tag in BLOCKS:
            self.close()
        if element.tag == "time":
            self._dated += 1
            self.item.times += [element.get("datetime", "")] * ("updated" not in element.classes)
        if element.tag == "a" and element not in self.around:
            self._links.append(element.get("href", "") or "#")
        return False

    def _ends(self, element: lxml.html.HtmlElement) -> None:
        if element is self.headline or element.tag in BLOCKS:
            self.close()
        if element.tag == "time":
            self._dated -= 1
        if element.tag == "a" and element not in self.around:
            self._links.pop()

    def _break(self) -> None:
        self._breaks += 1
        self.say("\n") if self._breaks == 1 else self.close()


def href_of(headline: lxml.html.HtmlElement) -> str:
    """Return where a headline leads: by a link in it, or by one around it."""
    links = [*headline.iter("a"), *headline.iterancestors("a")]
    return next((href for link in links if (href := str(link.get("href", "")))), "")


def _words(run: Run, href: str) -> str:
    plain = [part for part in run.parts if not part.href and not part.dated]
    if not any(_WORD.search(part.text) for part in plain):
        return _linked_lead(run, href)
    parts = list(_without_dates(run.parts))
    if len(parts) < len(run.parts) and not _reads_on(parts):
        return ""
    if _mostly_links(parts):
        return ""
    return collapse("".join(part.text for part in _without_read_more(parts, href)))


def _linked_lead(run: Run, href: str) -> str:
    """Return the words of a run that is all link, if it is a lead that leads to its piece."""
    links = [part for part in run.parts if _WORD.search(part.text)]
    if any(part.dated or not same_page(part.href, href) for part in links):
        return ""
    text = run.text
    long = breadth(text) > 2 * _SENTENCE or ending(text) != Ending.OPEN
    return text if breadth(text) >= _SENTENCE and long else ""


def _without_dates(parts: Sequence[Part]) -> Iterator[Part]:
    after_date = False
    for part in parts:
        if part.dated:
            after_date = True
            continue
        yield Part(part.text.lstrip(_SEPARATORS), part.href) if after_date else part
        after_date = after_date and not part.text.strip(_SEPARATORS)


def _reads_on(parts: Sequence[Part]) -> bool:
    text = collapse("".join(part.text for part in parts if not part.href))
    return breadth(text) >= _SENTENCE or ending(text) != Ending.OPEN


def _mostly_links(parts: Sequence[Part]) -> bool:
    """Tell whether the words are links in a row, such as tags, with little between them."""
    linked = sum(breadth(part.text.strip()) for part in parts if part.href)
    other = "".join(part.text for part in parts if not part.href)
    return linked > 2 * breadth(other.strip()) and ending(collapse(other)) == Ending.OPEN


def _without_read_more(parts: Sequence[Part], href: str) -> list[Part]:
    kept = list(parts)
    while kept and not _WORD.search(kept[-1].text):
        kept.pop()
    more = False
    while kept and same_page(kept[-1].href, href):
        kept.pop()
        more = True
    return kept if more else list(parts)
