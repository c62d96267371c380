"""Say who published a story first, from what its items say of one another and of their time."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from pamphleteer.collect.verbs.many import moment, rows

# A date before that says less of a piece than of its source's clock.
_OLDEST = timedelta(days=400)
_LOOKED_AT = 200  # items of a story
_NAMED, _SILENT, _NAMES_ANOTHER = range(3)
_WRITE = (
    "UPDATE collect_story SET first_id = %s, begun = %s, latest = %s, language = %s WHERE id = %s"
)
_BEGIN = "UPDATE collect_story SET first_id = %s WHERE id = %s"
# Of the items of each story the first ones, the story's own first, and those that came.
_TOLD = """
SELECT i.story_id, i.end_seen, i.id, i.url, i.canonical, i.identity, i.origin, i.language,
       i.published, i.seen, s.url, p.url, p.name
FROM (SELECT id, story_id, source_id, url, canonical, identity, origin, language, published, seen,
             ROW_NUMBER() OVER (PARTITION BY story_id ORDER BY id) AS row_in_story,
             MAX(seen) OVER (PARTITION BY story_id) AS end_seen
      FROM collect_wireitem WHERE story_id {}) i
JOIN collect_story t ON t.id = i.story_id
JOIN collect_source s ON s.id = i.source_id
JOIN register_partner p ON p.id = s.partner_id
WHERE i.row_in_story <= %s OR i.id = t.first_id OR i.id {}
"""


@dataclass(frozen=True)
class Carrier:
    """One item of a story, as its publisher tells it."""

    key: int
    url: str
    canonical: str
    identity: str
    origin: dict[str, Any]
    language: str
    published: datetime | None
    seen: datetime
    source: str
    partner_url: str
    partner: str

    @cached_property
    def hosts(self) -> set[str]:
        """The servers that are its publisher's own."""
        return {host_of(self.url), host_of(self.source), host_of(self.partner_url)} - {""}

    @cached_property
    def pointed_to(self) -> set[str]:
        """The addresses, not its own, that it says it comes from."""
        said = {self.canonical, self.identity, str(self.origin.get("url", ""))}
        return {address for address in said if host_of(address) not in {"", *self.hosts}}

    @property
    def at(self) -> datetime:
        """When it was published, as far as that can be true."""
        said = self.published
        believable = said and self.seen - _OLDEST <= said <= self.seen
        return said if said and believable else self.seen


def first_of(carriers: Sequence[Carrier]) -> Carrier:
    """Return the first publisher's item: whom others name, else who names nobody, else the oldest."""
    pointed = set[str]().union(*(carrier.pointed_to for carrier in carriers))
    named = {str(carrier.origin.get("title", "")).casefold() for carrier in carriers} - {""}

    def rank(carrier: Carrier) -> tuple[int, datetime, int]:
        if carrier.pointed_to:
            place = _NAMES_ANOTHER
        elif _is_named(carrier, pointed) or carrier.partner.casefold() in named:
            place = _NAMED
        else:
            place = _SILENT
        return place, carrier.at, carrier.key

    return min(carriers, key=rank)


def begin(lone: Mapping[int, int]) -> None:
    """Write for each new story of one item, given by their keys, that this item is the first."""
    if lone:
        with connection.cursor() as cursor:
            cursor.executemany(_BEGIN, [(item, story) for story, item in sorted(lone.items())])


def bring_up_to_date(stories: Collection[int], *, came: Collection[int] = ()) -> None:
    """Write for each story whose item is the first, its language, its beginning and its end.

    Of a story with very many items the oldest are looked at, its first one, and those that `came`.
    """
    if not stories:
        return
    members, ends = defaultdict(list), {}
    for story, end, carrier in _told(stories, came):
        members[story].append(carrier)
        ends[story] = end
    written = [_row(key, its, latest=ends[key]) for key, its in sorted(members.items())]
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, written)


def _told(
    stories: Collection[int], came: Collection[int]
) -> Iterator[tuple[int, datetime, Carrier]]:
    """Yield for each item its story, when the last one of that came, and what it tells."""
    for story, end, *told in rows(_TOLD, stories, _LOOKED_AT, came):
        key, url, canonical, identity, origin, language, published, seen, *whose = told
        carrier = Carrier(
            key, url, canonical, identity, json.loads(origin), language, moment(published),
            moment(seen), *whose,
        )  # fmt: skip
        yield story, moment(end), carrier


@lru_cache(maxsize=4096)
def host_of(address: str) -> str:
    """Return the server of an address, without what says nothing of who runs it."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _is_named(carrier: Carrier, pointed: Iterable[str]) -> bool:
    addresses = {carrier.url, carrier.canonical, carrier.identity, carrier.source}
    return any(address in addresses or host_of(address) in carrier.hosts for address in pointed)


def _row(story: int, carriers: Sequence[Carrier], *, latest: datetime) -> tuple[Any, ...]:
    first = first_of(carriers)
    language = first.language or next((one.language for one in carriers if one.language), "")
    begun = min(carrier.seen for carrier in carriers)
    return first.key, _value(begun), _value(latest), language, story


def _value(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
