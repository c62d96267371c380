"""Keep the days on which pieces are dated, and tell what shows them."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from pamphleteer.press import days, things
from pamphleteer.press.models import Day, Tally
from pamphleteer.press.models.listed import Place
from pamphleteer.register.statements import ask, insert, tell

_CAME = "INSERT INTO press_day (day) VALUES (%s) ON CONFLICT DO NOTHING"
_EVERY = "INSERT INTO press_day (day) VALUES ROWS"
_LEFT = "DELETE FROM press_day WHERE day = %s"
_TOP = "SELECT at, article FROM press_listed WHERE list = %s ORDER BY at DESC, article DESC LIMIT 1"


def settle(day: date, places: Collection[Place], *, has_pieces: bool) -> set[str]:
    """Keep that a day has pieces, some of which came or went; return the things that have changed."""
    changed: set[str] = set()
    on = day.isoformat()
    if has_pieces and tell(_CAME, on):
        changed |= {things.year(day.year), things.past(day)} | _of_years(day)
    elif not has_pieces and tell(_LEFT, on):
        changed |= {things.year(day.year)} | _of_years(day)
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
    names = rows.order_by("list").values_list("list", flat=True)
    with transaction.atomic():
        Day.objects.all().delete()
        insert(_EVERY, [(name.removeprefix("day:"),) for name in names])
