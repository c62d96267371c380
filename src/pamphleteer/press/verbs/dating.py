"""Keep the days on which pieces are dated, and tell what shows them."""

from collections.abc import Collection
from datetime import date

from pamphleteer.press import days, things
from pamphleteer.press.models import Day, Listed
from pamphleteer.press.models.listed import Place


def settle(day: date, places: Collection[Place], count: int) -> set[str]:
    """Keep how many pieces a day has, some of which came or went; return the things that have changed."""
    changed = {things.year(day.year)}
    rows = Day.objects.filter(day=day)
    if count and rows.update(count=count) == 0:
        Day.objects.create(day=day, count=count)
        changed |= {things.past(day)} | _of_years(day)
    elif not count and rows.delete()[0]:
        changed |= _of_years(day)
    newest = Listed.objects.filter(list=things.day(day)).newest_first()
    top = newest.values_list("at", "article").first()
    if top is None or max(places, default=top) >= top:
        changed |= {things.past(one) for one in _showing(day)}
    return changed


def _of_years(day: date) -> set[str]:
    """Return that other years have pieces now, if a day is the only one of its year."""
    others = Day.objects.filter(day__range=days.of_year(day.year)).exclude(day=day)
    return set() if others.exists() else {things.YEARS}


def _showing(day: date) -> list[date]:
    """Return the same days of later years whose pieces name what was published on this one."""
    last = Day.objects.order_by("-day").values_list("day", flat=True).first()
    later = days.same(day, range(day.year + 1, last.year + 1)) if last else []
    if not later:
        return []
    rows = Day.objects.filter(day__in=later).order_by("day")
    return list(rows.values_list("day", flat=True)[: days.EARLIER])
