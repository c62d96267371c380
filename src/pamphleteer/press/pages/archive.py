"""All pieces, the newest first: so that each can be found, whatever its topic and its age."""

from collections.abc import Collection, Iterator

from pamphleteer.press import days, paths, things
from pamphleteer.press.listing import Listing, Subject
from pamphleteer.press.site import Site


def _find(site: Site, slug: str, newest: bool) -> Subject:
    del slug
    calendars = days.years(site) if newest else ()
    return Subject(things.ALL, "", {"calendars": calendars, "years": ()})


def _addresses(names: Collection[str] | None) -> Iterator[tuple[str, str]]:
    if names is None or things.ALL in names:
        yield things.ALL, ""


newest, numbered = Listing(
    name="archive",
    lists=things.ALL,
    template="press/archive.html",
    folder=lambda _slug: paths.ARCHIVE.removesuffix(paths.FRONT),
    find=_find,
    addresses=_addresses,
    empty=True,
).kinds()
