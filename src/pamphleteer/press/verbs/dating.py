"""Keep the days on which pieces are dated, and tell what shows them."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from pamphleteer.press import days, things
from pamphleteer.press.models import Day, Tally
from pamphleteer.press.models.listed import Place
from pamphleteer.press.statements import ask, insert, tell

_COUNT = "UPDATE press_day SET count = %s WHERE day = %s"
_CAME = "INSERT INTO press_day (day, count) VALUES ROWS"
_LEFT = "DELETE FROM press_day WHERE day = %s"
_TOP = "SELECT at, article FROM press_listed WHERE list = %s ORDER BY at DESC, article DESC LIMIT 1"


def settle(day: date, places: Collection[Place], count: int) -> set[str]:
    """Keep how many pieces a day has, some of which came or went; return the things that have changed."""
    changed = {things.year(day.year)}
    on = day.isoformat()
    if count and tell(_COUNT, count, on) == 0:
        insert(_CAME, [(on, count)])
        changed |= {things.past(day)} | _of_years(day)
    elif not count and tell(_LEFT, on):
        changed |= _of_years(day)
    top = ask(_TOP, things.day(day))
    if not top or max(places, default=top[0]) >= top[0]:
        changed |= {things.past(one) for one in _showing(day)}
    return changed


def _of_years(day: date) -> set[str]:
    """Return that other years have pieces now, if a day is the only one of its year."""
    others = Day.objects.filter(day__range=days.of_year(day.year)).exclude(day=day)
    return set() if others.exists() else {things.YEARS}


def _showing(day: date) -> list[date]:
    """Return the same days of later years whose pieces name what was published on this one."""
    last = days.last()
    later = days.same(day, range(day.year + 1, last.year + 1)) if last else []
    return sorted(days.there(later))[: days.EARLIER] if later else []


def gather() -> None:
    """Bring the days in line with the lists, as after rows were lost."""
    rows = Tally.objects.filter(list__startswith="day:", count__gt=0)
    counts = {name.removeprefix("day:"): count for name, count in rows.values_list("list", "count")}
    with transaction.atomic():
        Day.objects.all().delete()
        insert(_CAME, sorted(counts.items()))
