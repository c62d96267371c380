"""Headlines that stand elsewhere than most of a page's pieces, such as a card of another make.

A stray that is set as the pieces are, in their area, is alike: its tag is theirs, or both are in an
`article`. Their area is their `main` or, where there is none, what their list stands in, or a list
beside theirs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement as Element

from pamphleteer.collect.archive.groups import Group, candidates
from pamphleteer.collect.archive.runs import href_of
from pamphleteer.collect.archive.tree import HEADINGS

_MOST = 1000  # strays that are looked at on one page
_Holding = Mapping[str, Counter[Element]]


@dataclass(frozen=True)
class Stray:
    """A headline outside a group, the block that holds it and no other one, and if it is alike."""

    headline: Element
    block: Element
    alike: bool


def strays(body: Element, group: Group) -> list[Stray]:
    """Return the headlines outside a group that have a link, or are such as the group's are."""
    mine, linked = set(group.headlines), is_linked(group)
    found = [
        (kind[0], element)
        for kind, element in candidates(body)
        if element not in mine
        and (kind == group.kind or (linked and kind[0] in HEADINGS))
        and (href_of(element) or not linked)
    ][:_MOST]
    holding = _holding(body, [*group.headlines, *(element for _, element in found)])
    make = Counter(block.tag for block in group.blocks).most_common(1)[0][0]
    area = _area(group)
    read = []
    for tag, element in found:
        block = _block(element, holding, make)
        like = tag == group.kind[0] or block.tag == make == "article"
        if tag == group.kind[0] or not _is_part(element, block, group):
            inside = area in block.iterancestors() or _is_in_a_like_list(block, group)
            read.append(Stray(element, block, alike=like and linked and inside))
    return read


def is_linked(group: Group) -> bool:
    """Tell whether a group's headlines are links, as good as all of them."""
    links = sum(bool(href_of(headline)) for headline in group.headlines)
    return links > 0.7 * len(group.headlines)


def joined(body: Element, group: Group, found: Iterable[Stray]) -> Group:
    """Return a group with strays in it, in the order of the page."""
    theirs = {stray.headline: stray.block for stray in found}
    around = {above for headline in theirs for above in headline.iterancestors()}
    blocks = dict(zip(group.headlines, group.blocks, strict=True))
    for headline, block in blocks.items():
        if block in around:
            path = [headline, *headline.iterancestors()]
            blocks[headline] = [above for above in path if above not in around][-1]
    blocks |= theirs
    ordered = [element for element in body.iter() if element in blocks]
    return Group(ordered, [blocks[headline] for headline in ordered], group.kind)


def _holding(body: Element, headlines: Sequence[Element]) -> _Holding:
    """Return how many headlines each element holds, headings counted by their rank."""
    holding: defaultdict[str, Counter[Element]] = defaultdict(Counter)
    for heading in {*headlines, *body.iter(*HEADINGS)}:
        rank = heading.tag if heading.tag in HEADINGS else ""
        holding[rank].update(heading.iterancestors())
    return holding


def _block(headline: Element, holding: _Holding, make: str) -> Element:
    """Return the largest block without another headline of this rank, best one of the usual make."""
    ranks = [rank for rank in holding if rank <= headline.tag or headline.tag not in HEADINGS]
    largest, usual = headline, None
    for above in headline.iterancestors():
        if above.tag in {"body", "main"} or sum(holding[rank][above] for rank in ranks) > 1:
            break
        largest = above
        usual = above if above.tag == make else usual
    return largest if usual is None else usual


def _is_part(headline: Element, block: Element, group: Group) -> bool:
    """Tell whether a headline is one within a piece: in its block, or under it without a wrapper."""
    wrappers = {
        its for its, own in zip(group.blocks, group.headlines, strict=True) if its is not own
    }
    ranks_below = group.is_headings and headline.tag > group.kind[0]
    return (block is headline and ranks_below) or not wrappers.isdisjoint(headline.iterancestors())


def _is_in_a_like_list(block: Element, group: Group) -> bool:
    """Tell whether a block's list and that of the group are siblings, as the lists of two years are."""
    lists = [its.getparent() for its in (block, group.blocks[0])]
    one, other = [(its.tag, its.getparent()) if its is not None else (None, None) for its in lists]
    return one == other and one[1] is not None


def _area(group: Group) -> Element:
    first = group.headlines[0]
    holding = Counter(above for own in group.headlines for above in own.iterancestors())
    common = [above for above in first.iterancestors() if holding[above] == len(group.headlines)]
    for above in common:
        if above.tag == "main" or above.get("role", "").lower() == "main":
            return above
    # What stands in the body beside the list may be anything.
    return (
        common[1]
        if len(common) > 1 and common[1].tag not in {"body", "page", "html"}
        else common[0]
    )
