"""Keep the numbered pages of lists: a full page keeps its range for ever, the newest one is split."""

from bisect import bisect_right
from collections.abc import Collection

from django.db.models import Max, Sum

from pamphleteer.press import things
from pamphleteer.press.models import Listed, Shelf
from pamphleteer.press.models.listed import LOWEST, Place

EACH = 100  # pieces on a numbered page; the newest page takes up to twice as many, less one
_FEW = 8  # places that are looked up one by one


def total(name: str) -> int:
    """Return how many pieces a list has."""
    return Shelf.objects.filter(list=name).aggregate(sum=Sum("count"))["sum"] or 0


def newest(name: str) -> int:
    """Return the number of the newest page of a list."""
    return Shelf.objects.filter(list=name).aggregate(max=Max("number"))["max"] or 1


def settle(name: str, places: Collection[Place]) -> set[str]:
    """Bring the pages of a list in line with what was listed or left at some places.

    Returns the things that have changed. It counts anew what lies on a page, so that it may be done
    twice; the caller's transaction holds the list.
    """
    Shelf.objects.get_or_create(
        list=name, number=1, defaults={"at": LOWEST, "article": 0, "count": 0}
    )
    last = newest(name)
    touched = _touched(name, places)
    counts = {number: _count(name, number) for number in touched}
    changed = {things.newest(name)}
    changed |= {things.shelf(name, number) for number in touched if number < last}
    anew = [number for number, count in counts.items() if _is_due(number, count, last)]
    if anew:
        changed |= _lay(name, min(anew), last)
    return changed


def _is_due(number: int, count: int, last: int) -> bool:
    """Tell whether a page is to be laid anew: an empty one, and one with more than it takes."""
    if number < last:
        return count == 0 or count > 2 * EACH
    return count >= 2 * EACH or (count == 0 and number > 1)


def _touched(name: str, places: Collection[Place]) -> set[int]:
    if len(places) <= _FEW:
        return {_shelf_at(name, place) for place in places}
    shelves = Shelf.objects.filter(list=name).order_by("number")
    starts = list(shelves.values_list("at", "article"))
    return {max(1, bisect_right(starts, place)) for place in places}


def _shelf_at(name: str, place: Place) -> int:
    rows = Shelf.objects.filter(list=name, at__lte=place[0])
    rows = rows.exclude(at=place[0], article__gt=place[1]).order_by("-at", "-article")
    return rows.values_list("number", flat=True).first() or 1


def _count(name: str, number: int) -> int:
    """Count what lies on a page, and keep that."""
    starts = {
        shelf.number: shelf.start
        for shelf in Shelf.objects.filter(list=name, number__in=(number, number + 1))
    }
    count = Listed.objects.within(name, starts[number], starts.get(number + 1)).count()
    Shelf.objects.filter(list=name, number=number).update(count=count)
    return count


def _lay(name: str, number: int, last: int) -> set[str]:
    """Lay the pages of a list anew from one on; an empty end is joined to the page before it."""
    shelf = Shelf.objects.get(list=name, number=number)
    places = _places(name, shelf)
    while not places and number > 1:
        number -= 1
        shelf = Shelf.objects.get(list=name, number=number)
        places = _places(name, shelf)
    Shelf.objects.filter(list=name, number__gt=number).delete()
    full = max(0, len(places) // EACH - 1)
    starts = [shelf.start, *(places[EACH * n] for n in range(1, full + 1))]
    counts = [EACH] * full + [len(places) - full * EACH]
    Shelf.objects.filter(list=name, number=number).update(count=counts[0])
    Shelf.objects.bulk_create(
        [
            Shelf(list=name, number=number + n, at=at, article=article, count=count)
            for n, ((at, article), count) in enumerate(zip(starts, counts, strict=True))
            if n
        ],
        batch_size=500,
    )
    # The page before it names the next one by another address, if that was or becomes the newest.
    until = max(last, number + full)
    return {things.shelf(name, n) for n in range(max(1, number - 1), until + 1)}


def _places(name: str, shelf: Shelf) -> list[Place]:
    rows = Listed.objects.within(name, shelf.start, None).oldest_first()
    return list(rows.values_list("at", "article"))
