"""Archived parts of feeds (RFC 5005, section 4), numbered from the oldest: what is full never changes.

Each page of a list is two parts. Of the newest page those are archived behind which there are enough
pieces for the current feed, which holds all the others: so none is in no document.
"""

from collections.abc import Collection

from pamphleteer.press import things
from pamphleteer.press.models import Listed, Shelf
from pamphleteer.press.models.listed import Place
from pamphleteer.press.models.tally import Facts
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site
from pamphleteer.press.verbs import shelves
from pamphleteer.register.statements import ask

_OLDER = """
    SELECT COUNT(*) FROM press_listed
    WHERE list = %s AND (at, article) >= (%s, %s) AND (at, article) < (%s, %s)
"""
OF_A_PAGE = 2
Bounds = tuple[Place | None, Place | None]
_FED = frozenset({things.ALL, "topic", "partner"})  # sorts of lists that have feeds
LEAST = 25  # pieces in a current feed, where there are as many


def is_fed(name: str) -> bool:
    """Tell whether there are feeds of a list."""
    return things.sort_of(name) in _FED


def each() -> int:
    """Return how many pieces a part holds; the last part of a full page also takes what came late."""
    return -(-shelves.EACH // OF_A_PAGE)


def total(facts: Facts) -> int:
    """Return how many parts of a list are archived."""
    return (facts.pages - 1) * OF_A_PAGE + _full(facts)


def count_of_current(facts: Facts) -> int:
    """Return how many pieces the current feed of a list holds."""
    return max(LEAST, facts.on_newest - _full(facts) * each())


def pieces(site: Site, name: str, number: int) -> list[Piece]:
    """Return the pieces of an archived part, the newest first."""
    shelf, at = _where(site.facts(name), number)
    site.note(things.part(name, number), things.shelf(name, shelf))
    # Each part is asked for in each format.
    start, end = site.kept("bounds", (name, shelf), _bounds) or (None, None)
    keys = site.kept("shelf", (name, start, end), _articles) or []
    first = at * each()
    last = first + each() if at < OF_A_PAGE - 1 or end is None else None
    return site.listed(keys[first:last][::-1])


def rank(site: Site, name: str, number: int) -> int:
    """Return the place of the newest piece that the page of a part may take."""
    shelf = (number - 1) // OF_A_PAGE + 1
    _start, end = site.kept("bounds", (name, shelf), _bounds) or (None, None)
    return end[0] if end else 0


def _bounds(wanted: Collection[tuple[str, int]]) -> dict[tuple[str, int], Bounds]:
    return {one: Shelf.objects.bounds(*one) for one in wanted}


def _articles(
    wanted: Collection[tuple[str, Place | None, Place | None]],
) -> dict[tuple[str, Place | None, Place | None], list[int]]:
    return {one: Listed.objects.articles(*one) for one in wanted}


def of_shelf(number: int) -> range:
    """Return the numbers of the parts of a numbered page of a list."""
    return range((number - 1) * OF_A_PAGE + 1, number * OF_A_PAGE + 1)


def changed(name: str, before: Facts, after: Facts, places: Collection[Place]) -> set[str]:
    """Return the parts that have changed with some places, for what the list was like before and after.

    Parts of full pages change with their page, and are not named here.
    """
    if not is_fed(name):
        return set()
    was, now = total(before), total(after)
    until, first = max(was, now), of_shelf(after.pages)[0]
    numbers = set(range(min(was, now), until + 1)) if was != now else set()
    within = [place for place in places if place >= after.start]
    if within and now >= first:
        ((older,),) = ask(_OLDER, name, *after.start, *min(within))
        numbers |= set(range(first + older // each(), until + 1))
    return {things.part(name, number) for number in numbers if number > 0}


def showing(name: str, facts: Facts, place: Place) -> set[str]:
    """Return the part in which a place of the newest page of a list is archived, if it is."""
    if not is_fed(name):
        return set()
    ((older,),) = ask(_OLDER, name, *facts.start, *place)
    number = of_shelf(facts.pages)[0] + older // each()
    return {things.part(name, number)} if number <= total(facts) else set()


def _full(facts: Facts) -> int:
    """Return how many parts of the newest page are archived."""
    return max(0, facts.on_newest // each() - 1)


def _where(facts: Facts, number: int) -> tuple[int, int]:
    """Return the page of a list that a part lies on, and its place there."""
    shelf = min((number - 1) // OF_A_PAGE + 1, facts.pages)
    return shelf, number - 1 - (shelf - 1) * OF_A_PAGE
