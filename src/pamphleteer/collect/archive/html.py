"""Archive pages saved as HTML, read by structure alone.

Headlines are elements that stand in the same place of several like blocks: headings, terms of a
definition list, or the link or bold words that open a list entry, a cell or a paragraph. Of all such
groups the one is taken that most often has a lead under it; links to the piece count for it. The item
of a headline is the largest block that holds no other headline, or, where there are no such blocks,
what follows until the next headline. Navigation, sidebars, footers, comments, and items with a form in
them are furniture.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pamphleteer.collect.archive.endings import Ending, ending
from pamphleteer.collect.archive.groups import Group, groups
from pamphleteer.collect.archive.pieces import LONGEST_HEADLINE, Piece
from pamphleteer.collect.archive.runs import Item, lead_of, read_item
from pamphleteer.collect.archive.tree import Tree, collapse
from pamphleteer.collect.archive.units import breadth

_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)")
_LABEL = 50  # breadth up to which a line by itself may be a byline or the like
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class _Found:
    headline: str
    item: Item
    lead: Sequence[str]


def pieces(page: str) -> list[Piece]:
    """Return the pieces of an archive page in the page's order, none if it has no headline."""
    tree = Tree(page)
    read = [(group, _read(group)) for group in groups(tree.body)]
    group, found = max(
        ((group, found) for group, found in read if found),
        key=lambda pair: _score(*pair),
        default=(None, []),
    )
    if group is None or not _score(group, found):
        return []
    return [_piece(one, tree) for one in found]


def _score(group: Group, found: Sequence[_Found]) -> float:
    leads = sum(bool(one.lead) for one in found)
    linked = sum(bool(one.item.href) for one in found) > 0.7 * len(found)
    if group.is_headings and linked and len(found) > 2 and not leads:
        return 0.01 * len(found)
    if leads < 0.5 * len(found) or (len(found) < 2 and not group.is_headings):
        return 0
    weight = (4 if group.is_headings else 2) + (2 if linked else 0)
    return weight * leads * (leads / len(found)) * (1 if len(found) > 1 else 0.3)


def _read(group: Group) -> list[_Found]:
    wrapped = _items(group, wrapped=True)
    held = sum(bool(one.lead) for one in wrapped)
    found = wrapped if 2 * held >= len(wrapped) else _items(group, wrapped=False)
    found = [one for one in found if not one.item.has_controls]
    found = _without_strangers(_without_labels(found), leadless=group.is_headings)
    return found if group.wraps and 2 * held >= len(wrapped) else _without_last_words(found)


def _items(group: Group, *, wrapped: bool) -> list[_Found]:
    found = []
    for headline, extent in group.items(wrapped=wrapped):
        text = collapse(headline.text_content())
        if not text or len(text) > LONGEST_HEADLINE:
            continue
        item = read_item(headline, extent, tails=not wrapped)
        found.append(_Found(text, item, lead_of(item)))
    return found


def _without_labels(found: Sequence[_Found]) -> list[_Found]:
    """Drop the short lines that most items have before or after the lead, such as bylines."""
    for place in (0, -1):
        several = [one for one in found if len(one.lead) > 1]
        labelled = [one for one in several if _is_label(one.lead, place)]
        if len(labelled) < 2 or 2 * len(labelled) < len(several):
            continue
        found = [
            replace(one, lead=_all_but(one.lead, place)) if one in labelled else one
            for one in found
        ]
    shapes = Counter(shape for one in found for shape in {_shape(text) for text in one.lead})
    repeated = {shape for shape, count in shapes.items() if count > 2 and len(shape) < _LABEL}
    return [replace(one, lead=_unlike(repeated, one.lead)) for one in found]


def _unlike(repeated: set[str], lead: Sequence[str]) -> Sequence[str]:
    return [text for text in lead if _shape(text) not in repeated] or lead


def _is_label(lead: Sequence[str], place: int) -> bool:
    text = lead[place]
    longest = max(map(breadth, lead))
    return ending(text) == Ending.OPEN and breadth(text) < min(_LABEL, 0.5 * longest)


def _all_but(lead: Sequence[str], place: int) -> list[str]:
    return list(lead[1:] if place == 0 else lead[:-1])


def _shape(text: str) -> str:
    return _NUMBER.sub("0", text.casefold())


def _without_strangers(found: Sequence[_Found], *, leadless: bool) -> list[_Found]:
    """Drop items with neither link nor lead, or without what nearly all others have.

    Without a lead only headings are pieces, and those that don't say the same again and again.
    """
    shapes = Counter(_shape(one.headline) for one in found)
    linked = sum(bool(one.item.href) for one in found)
    most = len(found) > 2 and linked >= 0.7 * len(found)
    return [
        one
        for one in found
        if (one.item.href or not most)
        and (one.lead or (leadless and one.item.href and shapes[_shape(one.headline)] < 3))
    ]


def _without_last_words(found: Sequence[_Found]) -> list[_Found]:
    """Cut what follows the last lead, where no block says where it ends."""
    if len(found) < 3:
        return list(found)
    *others, last = found
    usual = max(len(one.lead) for one in others)
    return [*others, replace(last, lead=last.lead[:usual])]


def _piece(found: _Found, tree: Tree) -> Piece:
    return Piece(
        headline=found.headline,
        lead="\n\n".join(found.lead),
        url=tree.absolute(found.item.href) if found.item.href else "",
        date=next((date for text in found.item.times if (date := _date(text))), None),
    )


def _date(text: str) -> datetime | date | None:
    """Return the aware moment, or else the day, that an HTML `datetime` states."""
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.tzinfo is not None and len(text.strip()) > len("2000-01-01"):
            return moment
    except ValueError:
        pass
    try:
        return date.fromisoformat(day[1]) if (day := _DAY.match(text)) else None
    except ValueError:
        return None
