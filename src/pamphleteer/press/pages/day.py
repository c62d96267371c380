"""The pieces of each day, and a page for each year that leads to its days."""

from collections.abc import Collection, Iterator
from datetime import date

from pamphleteer.press import dates, days, filled, paths, theme, things
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.listing import Listing, Subject
from pamphleteer.press.models import Day
from pamphleteer.press.page import Page
from pamphleteer.press.site import Site
from pamphleteer.press.teasers import Teasers

_TEMPLATE = "press/day.html"


def _addresses(names: Collection[str] | None) -> Iterator[tuple[str, str]]:
    if names is None:
        rows = Day.objects.order_by("day").values_list("day", flat=True)
        yield from ((things.day(day), day.isoformat()) for day in rows.iterator())
    else:
        yield from ((name, name.removeprefix("day:")) for name in sorted(names))


def _find(site: Site, slug: str, newest: bool) -> Subject:
    del newest
    day = date.fromisoformat(slug)
    name = dates.said(day, site.outlet.language)
    shown = {
        "day": name,
        "year": days.Calendar(day.year, paths.link(paths.year(day.year))),
        "month": day.month,
        "description": f"{name}, {site.outlet.name}",
        "years": (),
    }
    return Subject(things.day(day), slug, shown)


def _short(site: Site, subject: Subject, path: str) -> bytes | None:
    """Return the page of a day that needs one page, by a pattern where that can be."""
    year: days.Calendar = subject.shown["year"]
    pieces, count = site.shelf(subject.list, None), site.total(subject.list)
    if theme.has_own(_TEMPLATE) or any(one.year != year.year for one in pieces):
        return None
    shown = filled.Day(
        description=subject.shown["description"],
        day=subject.shown["day"],
        year=year,
        month=subject.shown["month"],
        count=count,
        pieces=Teasers(site, path).drawn(pieces, "h2", whole=True),
    )
    return shown.page(site.outlet, path)


def _ready(site: Site, keys: list[str]) -> None:
    site.expect_lists([things.day(date.fromisoformat(key)) for key in keys])


def _years() -> Iterator[str]:
    for day in Day.objects.dates("day", "year"):
        yield str(day.year)


def _years_of(changed: Things) -> Iterator[str]:
    yield from map(str, things.keys(changed, "year"))


def _year(site: Site, key: str) -> Page | None:
    year = int(key)
    months = days.months(site, year)
    if not months:
        return None
    years = days.years(site)
    path = paths.year(year)
    content = theme.render_page(
        "press/year.html",
        path=path,
        outlet=site.outlet,
        description=f"{key}, {site.outlet.name}",
        year=key,
        months=months,
        newer=min((one for one in years if one.year > year), key=_by_year, default=None),
        older=max((one for one in years if one.year < year), key=_by_year, default=None),
    )
    return Page(path, content.encode())


def _by_year(one: days.Calendar) -> int:
    return one.year


newest, numbered = Listing(
    name="day",
    lists="day",
    template=_TEMPLATE,
    folder=lambda slug: paths.folder(paths.day(date.fromisoformat(slug))),
    find=_find,
    addresses=_addresses,
    ready=_ready,
    short=_short,
).kinds()
index = Kind(
    name="year",
    path=lambda key: paths.year(int(key)),
    make=_year,
    every=_years,
    keys_of=_years_of,
    templates=("press/year.html",),
)
