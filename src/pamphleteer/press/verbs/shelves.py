"""Keep the numbered pages of lists: a full page keeps its range for ever, the newest one is split."""

from bisect import bisect_right
from collections.abc import Collection, Mapping

from pamphleteer.press import things
from pamphleteer.press.models import Shelf, Tally
from pamphleteer.press.models.listed import LOWEST, Place
from pamphleteer.press.models.tally import Facts
from pamphleteer.register.statements import ask, ask_each, insert, tell, update

EACH = 50  # pieces on a numbered page; the newest page takes up to twice as many, less one
_FEW = 8  # places that are looked up one by one

_FIRST_SHELF = """
    INSERT INTO press_shelf (list, number, at, article, count) VALUES ROWS ON CONFLICT DO NOTHING
"""
_FIRST_TALLY = "INSERT INTO press_tally (list, count, pages) VALUES ROWS ON CONFLICT DO NOTHING"
_SHELF_AT = """
    SELECT number FROM press_shelf WHERE list = %s AND (at, article) <= (%s, %s)
    ORDER BY at DESC, article DESC LIMIT 1
"""
_TWO_SHELVES = """
    SELECT at, article, count FROM press_shelf
    WHERE list = %s AND number IN (%s, %s) ORDER BY number
"""
_COUNTED = "UPDATE press_shelf SET count = %s WHERE list = %s AND number = %s"
_COUNT = "SELECT COUNT(*) FROM press_listed WHERE list = %s AND (at, article) >= (%s, %s)"
_COUNT_UNTIL = f"{_COUNT} AND (at, article) < (%s, %s)"
_ON_NEWEST = """
    SELECT t.list, (
        SELECT COUNT(*) FROM press_listed l WHERE l.list = t.list AND (l.at, l.article) >= (s.at, s.article)
    ) FROM press_tally t JOIN press_shelf s ON s.list = t.list AND s.number = t.pages
    WHERE t.list IN (KEYS)
"""
_MORE = "UPDATE press_tally SET count = count + %s WHERE list = %s"
_START = "SELECT at, article FROM press_shelf WHERE list = %s AND number = %s"
_PLACES = """
    SELECT at, article FROM press_listed WHERE list = %s AND (at, article) >= (%s, %s)
    ORDER BY at, article
"""
_BEHIND = "DELETE FROM press_shelf WHERE list = %s AND number > %s"
_SHELVES = "INSERT INTO press_shelf (list, number, at, article, count) VALUES ROWS"
_TOTAL = """
    UPDATE press_tally SET
        count = (SELECT SUM(count) FROM press_shelf s WHERE s.list = press_tally.list),
        pages = (SELECT MAX(number) FROM press_shelf s WHERE s.list = press_tally.list)
    WHERE list = %s
"""


def opened(names: Collection[str]) -> dict[str, Facts]:
    """Return what lists are like; those that have no page get their first one."""
    found = Tally.objects.facts_of(names)
    missing = sorted(set(names) - found.keys())
    insert(_FIRST_SHELF, [(name, 1, LOWEST, 0, 0) for name in missing])
    insert(_FIRST_TALLY, [(name, 0, 1) for name in missing])
    return found | dict.fromkeys(missing, Facts())


def drop(name: str) -> None:
    """Forget the pages of a list."""
    Shelf.objects.filter(list=name).delete()
    Tally.objects.filter(list=name).delete()


def count_all() -> None:
    """Bring all tallies in line with the pages."""
    tell("DELETE FROM press_tally")
    tell(
        "INSERT INTO press_tally (list, count, pages) "
        "SELECT list, SUM(count), MAX(number) FROM press_shelf GROUP BY list"
    )


def settle(name: str, facts: Facts, places: Collection[Place]) -> tuple[set[str], Facts]:
    """Bring the pages of a list in line with what was listed or left at some places.

    Returns the things that have changed, and what the list is like then. It counts anew what lies on
    a page, so that it may be done twice; the caller's transaction holds the list, whose `facts` were
    read in it.
    """
    last, more, counts = facts.pages, 0, dict[int, int]()
    for number in _touched(name, facts, places):
        counts[number], came = _count(name, number, facts)
        more += came
    if more:
        tell(_MORE, more, name)
    changed = {things.newest(name)}
    changed |= {things.shelf(name, number) for number in counts if number < last}
    anew = [number for number, count in counts.items() if _is_due(number, count, last)]
    if anew:
        changed |= _lay(name, min(anew), last)
        return changed, Tally.objects.facts(name) or Facts()
    on_newest = counts.get(last, facts.on_newest)
    return changed, facts._replace(total=facts.total + more, on_newest=on_newest)


def settle_all(facts: Mapping[str, Facts], places: Mapping[str, Collection[Place]]) -> None:
    """Bring the pages of many lists in line at once, as `settle` does one after the other."""
    newest = {
        name for name, some in places.items() if all(place >= facts[name].start for place in some)
    }
    counts = dict(ask_each(_ON_NEWEST, newest))
    simple = {
        name: count
        for name, count in counts.items()
        if not _is_due(facts[name].pages, count, facts[name].pages)
    }
    other = {name: count for name, count in simple.items() if count != facts[name].on_newest}
    update(_COUNTED, [(count, name, facts[name].pages) for name, count in other.items()])
    update(_MORE, [(count - facts[name].on_newest, name) for name, count in other.items()])
    for name in places.keys() - simple.keys():
        settle(name, facts[name], places[name])


def _is_due(number: int, count: int, last: int) -> bool:
    """Tell whether a page is to be laid anew: an empty one, and one with more than it takes."""
    if number < last:
        return count == 0 or count > 2 * EACH
    return count >= 2 * EACH or (count == 0 and number > 1)


def _touched(name: str, facts: Facts, places: Collection[Place]) -> set[int]:
    if all(place >= facts.start for place in places):
        return {facts.pages}
    if len(places) <= _FEW:
        return {_shelf_at(name, place) for place in places}
    starts = ask("SELECT at, article FROM press_shelf WHERE list = %s ORDER BY number", name)
    return {max(1, bisect_right(starts, place)) for place in places}


def showing(name: str, facts: Facts, place: Place) -> set[str]:
    """Return what shows what stands at a place of a list: the newest page, or one with a number."""
    if place >= facts.start:
        return {things.newest(name)}
    return {things.shelf(name, _shelf_at(name, place))}


def _shelf_at(name: str, place: Place) -> int:
    found = ask(_SHELF_AT, name, *place)
    return int(found[0][0]) if found else 1


def _count(name: str, number: int, facts: Facts) -> tuple[int, int]:
    """Count what lies on a page, and keep that; return it, and how many more that are than before."""
    if number == facts.pages:
        start, until, before = facts.start, (), facts.on_newest
    else:
        (at, article, before), *rest = ask(_TWO_SHELVES, name, number, number + 1)
        start, until = (at, article), rest[0][:2] if rest else ()
    ((count,),) = ask(_COUNT_UNTIL if until else _COUNT, name, *start, *until)
    if count != before:
        tell(_COUNTED, count, name, number)
    return int(count), int(count) - before


def _lay(name: str, number: int, last: int) -> set[str]:
    """Lay the pages of a list anew from one on; an empty end is joined to the page before it."""
    start, places = _from(name, number)
    while not places and number > 1:
        number -= 1
        start, places = _from(name, number)
    tell(_BEHIND, name, number)
    full = max(0, len(places) // EACH - 1)
    starts = [start, *(places[EACH * n] for n in range(1, full + 1))]
    counts = [EACH] * full + [len(places) - full * EACH]
    tell(_COUNTED, counts[0], name, number)
    laid = enumerate(zip(starts, counts, strict=True))
    insert(_SHELVES, [(name, number + n, *at, count) for n, (at, count) in laid if n])
    tell(_TOTAL, name)
    # The page before it names the next one by another address, if that was or becomes the newest.
    until = max(last, number + full)
    return {things.shelf(name, n) for n in range(max(1, number - 1), until + 1)}


def _from(name: str, number: int) -> tuple[Place, list[Place]]:
    """Return where a page of a list begins, and all places of the list from there on."""
    ((at, article),) = ask(_START, name, number)
    return (at, article), [(at, key) for at, key in ask(_PLACES, name, at, article)]
