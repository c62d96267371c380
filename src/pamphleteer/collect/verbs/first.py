"""Say who published a story first, from what its items say of one another and of their time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.db.models import F, Max, Q, Window
from django.db.models.functions import RowNumber

from pamphleteer.collect.models import WireItem

# A date before that says less of a piece than of its source's clock.
_OLDEST = timedelta(days=400)
_LOOKED_AT = 200  # items of a story
_NAMED, _SILENT, _NAMES_ANOTHER = range(3)
_WRITE = (
    "UPDATE collect_story SET first_id = %s, begun = %s, latest = %s, language = %s WHERE id = %s"
)
_BEGIN = "UPDATE collect_story SET first_id = %s WHERE id = %s"
_COLUMNS = (
    "pk", "url", "canonical", "identity", "origin", "language", "published", "seen",
    "source__url", "source__partner__url", "source__partner__name",
)  # fmt: skip


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
    for story, end, *values in _told(stories, came):
        members[story].append(Carrier(*values))
        ends[story] = end
    rows = [_row(key, its, latest=ends[key]) for key, its in sorted(members.items())]
    with connection.cursor() as cursor:
        cursor.executemany(_WRITE, rows)


def _told(stories: Collection[int], came: Collection[int]) -> Iterable[tuple[Any, ...]]:
    items = WireItem.objects.filter(story__in=stories).order_by()
    row = Window(RowNumber(), partition_by=[F("story")], order_by="pk")
    looked_at = Q(row__lte=_LOOKED_AT) | Q(is_first=True) | Q(pk__in=came)
    return (
        items.annotate(
            row=row,
            is_first=Q(pk=F("story__first")),
            end=Window(Max("seen"), partition_by=[F("story")]),
        )
        .filter(looked_at)
        .values_list("story", "end", *_COLUMNS)
    )


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
