"""Archive pages saved as HTML, read by structure alone.

Headlines are elements that stand in the same place of several like blocks: headings, terms of a
definition list, or the link or bold words that open a list entry, a cell or a paragraph. Of all such
groups the one is taken that most often has a lead under it; links to the piece count for it. The item
of a headline is the largest block that holds no other headline, or, where there are no such blocks,
what follows until the next headline. Headlines that stand elsewhere are joined to them, in the page's
order, if they have link and lead, the same host, and are alike; otherwise they are in doubt, as are
headlines without what nearly all others have. Navigation, sidebars, footers, comments, and items with a
form in them are furniture.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlsplit

from lxml.html import HtmlElement as Element

from pamphleteer.collect.archive.endings import Ending, ending
from pamphleteer.collect.archive.groups import Group, groups
from pamphleteer.collect.archive.pieces import LONGEST_HEADLINE, Piece, Reading
from pamphleteer.collect.archive.runs import Item, lead_of, read_item
from pamphleteer.collect.archive.strays import Stray, joined, strays
from pamphleteer.collect.archive.tree import Tree, collapse, same_page
from pamphleteer.collect.archive.units import breadth

_DAY = re.compile(r"\s*(\d{4}-\d{2}-\d{2})(?!\d)")
_LABEL = 50  # breadth up to which a line by itself may be a byline or the like
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class _Found:
    at: Element
    headline: str
    item: Item
    lead: Sequence[str]
    doubtful: bool = False


def read(page: str) -> Reading:
    """Return the pieces of an archive page in the page's order, none if it has no headline."""
    tree = Tree(page)
    scored = [(_score(group, _read(group, group)), group) for group in groups(tree.body)]
    score, group = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if group is None or not score:
        return Reading()
    others = _strays(tree, group)
    whole = joined(tree.body, group, others)
    alike = {*group.headlines, *(stray.headline for stray in others if stray.alike)}
    return Reading(
        [(_piece(one, tree), one.doubtful or one.at not in alike) for one in _read(group, whole)]
    )


def _strays(tree: Tree, group: Group) -> list[Stray]:
    """Return the strays that have a lead and a link of their own, alike only on the same host."""
    found = {stray.headline: stray for stray in strays(tree.body, group)}
    if not found:
        return []
    whole = joined(tree.body, group, found.values())
    items = _items(whole, wrapped=_is_wrapped(group))
    own = [one.item.href for one in items if one.at not in found]
    hosts = {_host(tree, href) for href in own if href}
    kept = []
    for one in items:
        if one.at not in found or not one.lead or one.item.has_controls:
            continue
        stray, href = found[one.at], one.item.href
        if href and (not tree.leads_on(href) or any(same_page(href, known) for known in own)):
            continue
        own.append(href)
        kept.append(replace(stray, alike=stray.alike and _host(tree, href) in hosts))
    return kept


def _host(tree: Tree, href: str) -> str:
    return urlsplit(tree.absolute(href)).netloc.lower()


def _score(group: Group, read: Sequence[_Found]) -> float:
    found = [one for one in read if not one.doubtful]
    leads = sum(bool(one.lead) for one in found)
    linked = sum(bool(one.item.href) for one in found) > 0.7 * len(found)
    if group.is_headings and linked and len(found) > 2 and not leads:
        return 0.01 * len(found)
    if not found or leads < 0.5 * len(found) or (len(found) < 2 and not group.is_headings):
        return 0
    weight = (4 if group.is_headings else 2) + (2 if linked else 0)
    return weight * leads * (leads / len(found)) * (1 if len(found) > 1 else 0.3)


def _read(group: Group, whole: Group) -> list[_Found]:
    """Read a group with the strays that were joined to it."""
    is_wrapped = _is_wrapped(group)
    found = _items(whole, wrapped=is_wrapped)
    found = _without_strangers(_without_labels(_without_forms(found)), leadless=group.is_headings)
    return found if group.wraps and is_wrapped else _without_last_words(found)


def _is_wrapped(group: Group) -> bool:
    """Tell whether most blocks hold a lead by themselves."""
    pairs = zip(group.headlines, group.blocks, strict=True)
    held = sum(bool(lead_of(read_item(own, [block], tails=False))) for own, block in pairs)
    return 2 * held >= len(group.headlines)


def _items(group: Group, *, wrapped: bool) -> list[_Found]:
    found = []
    for headline, extent in group.items(wrapped=wrapped):
        text = collapse(headline.text_content())
        if not text or len(text) > LONGEST_HEADLINE:
            continue
        item = read_item(headline, extent, tails=not wrapped)
        found.append(_Found(headline, text, item, lead_of(item)))
    return found


def _without_forms(found: Sequence[_Found]) -> list[_Found]:
    """Drop items with a form in them; where most have a button, it says nothing."""
    controls = sum(one.item.has_controls for one in found)
    if len(found) > 2 and 2 * controls > len(found):
        return list(found)
    return [
        replace(one, doubtful=one.item.has_controls)
        for one in found
        if not one.item.has_controls or (one.item.href and one.lead)
    ]


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
    """Drop items with neither link nor lead; doubt those without the link that nearly all have.

    Without a lead only headings are pieces, and those that don't say the same again and again.
    """
    shapes = Counter(_shape(one.headline) for one in found)
    linked = sum(bool(one.item.href) for one in found)
    most = len(found) > 2 and linked >= 0.7 * len(found)
    return [
        replace(one, doubtful=one.doubtful or (most and not one.item.href))
        for one in found
        if one.lead or (leadless and one.item.href and shapes[_shape(one.headline)] < 3)
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
