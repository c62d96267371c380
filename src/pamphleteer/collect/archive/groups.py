"""Elements of a page that stand in the same place of several like blocks."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from lxml.html import HtmlElement as Element

from pamphleteer.collect.archive.tree import BLOCKS, HEADINGS, block_path, classes, collapse

_MOST = 20_000  # candidates that are looked at on one page
_MOST_GROUPS = 50
_OPENERS = {"a", "b", "big", "em", "font", "i", "span", "strong", "u"}
_OPENED = {"dd", "div", "dt", "li", "p", "td", "th"}
_LONGEST_TITLE = 300


Kind = tuple[str, ...]  # what makes a candidate one: a heading's tag, or how it is set off


@dataclass(frozen=True)
class Group:
    """Headlines that belong together, each with the block that holds it and no other one."""

    headlines: Sequence[Element]
    blocks: Sequence[Element]
    kind: Kind

    @property
    def is_headings(self) -> bool:
        """Whether the headlines are headings."""
        return self.kind[0] in HEADINGS

    @property
    def wraps(self) -> bool:
        """Whether the blocks hold more than the headlines themselves."""
        return any(block is not own for block, own in zip(self.blocks, self.headlines, strict=True))

    def items(self, *, wrapped: bool) -> Iterator[tuple[Element, list[Element]]]:
        """Return each headline with the elements of its item, in the order of the page.

        Wrapped, that is the block alone; otherwise also what follows it before the next block or
        before a heading of the same rank or above; after the last block only what is alike. A block
        that is but the headline is never wrapped.
        """
        pairs = list(zip(self.headlines, self.blocks, strict=True))
        around = {above for block in self.blocks for above in block.iterancestors()}
        mine = around.union(self.blocks)
        if wrapped:
            for headline, block in pairs:
                more = _following(block, headline, mine) if block is headline else ()
                yield headline, [block, *more]
            return
        after = [list(_following(block, headline, mine)) for headline, block in pairs]
        known = {_kind(element) for elements in after[:-1] for element in elements}
        if known:
            after[-1] = list(takewhile(lambda element: _kind(element) in known, after[-1]))
        for (headline, block), elements in zip(pairs, after, strict=True):
            yield headline, [block, *elements]


def groups(body: Element) -> list[Group]:
    """Return the groups of possible headlines on a page."""
    alike: defaultdict[tuple[tuple[str, ...], Kind], list[Element]] = defaultdict(list)
    for kind, element in candidates(body):
        alike[block_path(element), kind].append(element)
    found = [
        group
        for (_, kind), elements in alike.items()
        for group in _split(elements, kind)
        if len(group.headlines) > 1 or group.is_headings
    ]
    return sorted(found, key=lambda group: -len(group.headlines))[:_MOST_GROUPS]


def candidates(body: Element) -> Iterator[tuple[Kind, Element]]:
    """Return the possible headlines of a page, each with what makes it one."""
    return islice(_candidates(body), _MOST)


def _candidates(body: Element) -> Iterator[tuple[Kind, Element]]:
    for element in body.iter(*BLOCKS):
        if element.tag in HEADINGS:
            yield (element.tag,), element
            continue
        if element.tag in _OPENED and (opener := _opener(element)) is not None:
            yield (element.tag, "opened"), opener
        if _is_named(element):
            yield (element.tag, classes(element), "named"), element


def _is_named(element: Element) -> bool:
    """Tell whether an element says by its tag or class, not by what it opens, that it is a title."""
    if element.tag != "dt" and not (element.get("class") and _is_leaf(element)):
        return False
    return 0 < len(collapse(element.text_content())) <= _LONGEST_TITLE


def _opener(block: Element) -> Element | None:
    """Return the link or the set-off words that a block begins with."""
    if (block.text or "").strip() or not len(block):
        return None
    first = block[0]
    if first.tag not in _OPENERS or not _is_leaf(first):
        return None
    text = collapse(first.text_content())
    return first if 1 < len(text) <= _LONGEST_TITLE else None


def _is_leaf(element: Element) -> bool:
    return next(element.iterdescendants(*BLOCKS), None) is None


def _split(elements: Sequence[Element], kind: Kind) -> Iterator[Group]:
    """Return a group for each kind of container that the like elements stand in."""
    holding = Counter(above for element in elements for above in element.iterancestors())
    depths = {element: sum(1 for _ in element.iterancestors()) for element in elements}
    tops = {element: _top(element, holding, depths[element]) for element in elements}
    usual = Counter(tops.values()).most_common(1)[0][0]
    apart: defaultdict[tuple[str, ...], list[tuple[Element, Element]]] = defaultdict(list)
    for element in elements:
        block = _at_depth(element, depths[element], min(usual, depths[element]))
        parent = block.getparent()
        name = (parent.tag, classes(parent), parent.get("id", "")) if parent is not None else ("",)
        apart[name].append((element, block))
    for pairs in apart.values():
        yield Group([own for own, _ in pairs], [block for _, block in pairs], kind)


def _top(element: Element, holding: Counter[Element], depth: int) -> int:
    """Return the depth of the largest block that holds this element and no like one."""
    for steps, above in enumerate(element.iterancestors(), start=1):
        if holding[above] > 1 or above.tag == "body":
            return depth - steps + 1
    return 1


def _at_depth(element: Element, depth: int, wanted: int) -> Element:
    found = element
    for above in element.iterancestors():
        if depth <= wanted:
            break
        found, depth = above, depth - 1
    return found


def _following(block: Element, headline: Element, mine: set[Element]) -> Iterator[Element]:
    for sibling in block.itersiblings():
        if sibling in mine or _outranks(sibling, headline):
            return
        yield sibling


def _kind(element: Element) -> tuple[str, str]:
    return element.tag, classes(element)


def _outranks(sibling: Element, headline: Element) -> bool:
    if headline.tag not in HEADINGS:
        return sibling.tag in HEADINGS
    return sibling.tag in HEADINGS and sibling.tag <= headline.tag
