"""Days and years as pages show them, and what was published on the same day of earlier years."""

from calendar import isleap
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from itertools import islice

from django.db import connection

from pamphleteer.press import dates, paths, things
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site
from pamphleteer.register.statements import ask, ask_each, in_parts

EARLIER = 3  # years before a piece of which its page names a piece of the same day
_MANY = 1_000  # days, for which it takes less time to read all that have pieces
_NEWEST = """
    WITH wanted (list) AS (VALUES ROWS)
    SELECT list, (
        SELECT article FROM press_listed l WHERE l.list = wanted.list
        ORDER BY at DESC, article DESC LIMIT 1
    ) FROM wanted
"""
_IN_YEAR = "EXISTS (SELECT 1 FROM press_day WHERE day >= %s AND day <= %s)"
_FIRST, _LAST = "SELECT MIN(day) FROM press_day", "SELECT MAX(day) FROM press_day"
_OF_YEAR = "SELECT day FROM press_day WHERE day >= %s AND day <= %s ORDER BY day"
_THERE = "SELECT day FROM press_day WHERE day IN (KEYS)"
_DAYS = "SELECT DAY FROM press_day"
_LEAP = "-02-29"


@dataclass(frozen=True, slots=True)
class Dated:
    """A day with pieces: its number in the month, and the way to its page."""

    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Month:
    """A month with pieces: its name, and its days."""

    number: int
    name: str
    days: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The way to the page of a year from the folder of the site."""

    year: int
    href: str


def of(moment: datetime, zone: tzinfo) -> date:
    """Return the day of a moment in a zone; at the ends of all time in none."""
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return moment.astimezone(UTC).date()


def same(day: date, years: range) -> list[date]:
    """Return the same day of other years: there is no 29 February in most."""
    found = []
    for year in years:
        try:
            found.append(day.replace(year=year))
        except ValueError:
            continue
    return found


def of_year(year: int) -> tuple[date, date]:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def years(site: Site) -> list[Calendar]:
    """Return the years that have pieces, the newest first."""
    site.note(things.YEARS)
    every = site.kept("years", things.YEARS, lambda _one: {things.YEARS: _years()}) or ()
    return [Calendar(year, paths.link(paths.year(year))) for year in every]


def last() -> date | None:
    """Return the newest day that has pieces."""
    return _one(_LAST)


def there(wanted: Collection[date]) -> set[date]:
    """Return those of some days that have pieces."""
    return {_read(day) for (day,) in ask_each(_THERE, [one.isoformat() for one in wanted])}


def _years() -> list[int]:
    first, newest = _one(_FIRST), last()
    if first is None or newest is None:
        return []
    found: list[int] = []
    for some in in_parts(range(newest.year, first.year - 1, -1)):
        told = [day.isoformat() for year in some for day in of_year(year)]
        (known,) = ask(f"SELECT {', '.join([_IN_YEAR] * len(some))}", *told)
        found += [year for year, one in zip(some, known, strict=True) if one]
    return found


def _one(question: str) -> date | None:
    ((answer,),) = ask(question)
    return None if answer is None else _read(answer)


def _read(answer: date | str) -> date:
    """Return a day as a database answers it: SQLite has words for it."""
    return date.fromisoformat(answer) if isinstance(answer, str) else answer


def months(site: Site, year: int) -> list[Month]:
    """Return the months of a year that have pieces, the newest first."""
    site.note(things.year(year))
    by_month: dict[int, list[date]] = {}
    for (told,) in ask(_OF_YEAR, *(one.isoformat() for one in of_year(year))):
        day = _read(told)
        by_month.setdefault(day.month, []).append(day)
    return [
        Month(
            number,
            dates.month(some[0], language=site.outlet.language),
            tuple(Dated(day.day, paths.link(paths.day(day))) for day in some),
        )
        for number, some in reversed(by_month.items())
    ]


def earlier(site: Site, piece: Piece) -> list[Piece]:
    """Return a piece of the same day of each of some earlier years, the newest year first."""
    if piece.date is None:
        return []
    day = of(piece.date, site.outlet.tz)
    site.note(things.past(day))
    return site.pieces(site.kept("past", day, before) or [])


def expect(site: Site, pieces: Collection[Piece]) -> list[int]:
    """Read at once what was published on the same days before, and return the articles."""
    wanted = {of(one.date, site.outlet.tz) for one in pieces if one.date}
    if not wanted:
        return []
    site.keep("past", wanted, before)
    return [key for day in wanted for key in site.kept("past", day, before) or ()]


def before(wanted: Collection[date]) -> Mapping[date, list[int]]:
    """Return the newest pieces of the same days in earlier years, the newest year first."""
    first = _one(_FIRST)
    if first is None:
        return {}
    years = [f"{year:04}" for year in range(max(wanted).year - 1, first.year - 1, -1)]
    # In words of SQLite, which takes longer to make dates; PostgreSQL may have other words for them.
    asked = _DAYS.replace("DAY", "CAST(day AS text)" if connection.vendor == "sqlite" else "day")
    if len(wanted) * len(years) > _MANY:
        rows = ask(asked)
    else:
        every = {one for day in wanted for one in _same_before(day, years)}
        rows = ask_each(f"{asked} WHERE day IN (KEYS)", every)
    there = {str(day) for (day,) in rows}
    shown = {
        day: list(islice((one for one in _same_before(day, years) if one in there), EARLIER))
        for day in wanted
    }
    newest = _newest(sorted({one for some in shown.values() for one in some}))
    return {day: [newest[one] for one in some if one in newest] for day, some in shown.items()}


def _same_before(day: date, years: list[str]) -> Iterator[str]:
    """Yield the same day of earlier years, as databases write it: there is no 29 February in most."""
    told = day.isoformat()
    this, rest = told[:4], told[4:]
    for year in years:
        if year < this and (rest != _LEAP or isleap(int(year))):
            yield year + rest


def _newest(wanted: list[str]) -> dict[str, int]:
    """Return the newest piece of each of some days."""
    found: dict[str, int] = {}
    for some in in_parts(wanted):
        rows = ", ".join(["(%s)"] * len(some))
        answers = ask(_NEWEST.replace("ROWS", rows), *(f"day:{one}" for one in some))
        found |= {name.removeprefix("day:"): key for name, key in answers if key is not None}
    return found
