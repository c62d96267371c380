"""The feeds: RSS 2.0, Atom and JSON Feed of each channel, the newest pieces and what is archived of them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import minijinja
from django.conf import settings

from pamphleteer.press import channels, entries, parts, paths, theme, things
from pamphleteer.press.channels import Channel
from pamphleteer.press.frame import frame_of
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.languages import tag
from pamphleteer.press.models import Shelf, Tally
from pamphleteer.press.models.tally import Facts
from pamphleteer.press.page import Page
from pamphleteer.press.piece import Piece
from pamphleteer.press.site import Site

_HERE = b"<!--entries-->"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Format:
    """One format of feeds: what its files are called, and how they are put together."""

    file: str
    put: Callable[["Feed", Sequence[bytes]], bytes]

    @property
    def type(self) -> str:
        """Its media type."""
        return paths.FEEDS[self.file][1]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a feed to another document."""

    rel: str
    href: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One document: what it says of itself, without its pieces."""

    id: str
    title: str
    words: str
    page: str
    links: tuple[Link, ...]
    archived: bool
    language: str
    publisher: str
    icon: str
    updated: datetime | None

    @property
    def updated_822(self) -> str:
        """When a piece of it was changed last, as RSS has it."""
        return entries.rfc822(self.updated or _NEVER)

    @property
    def updated_3339(self) -> str:
        """When a piece of it was changed last, as Atom has it."""
        return entries.rfc3339(self.updated or _NEVER)

    def link(self, rel: str) -> str:
        """Return where one of its links leads."""
        return next((link.href for link in self.links if link.rel == rel), "")


def _drawn(template: str) -> Callable[[Feed, Sequence[bytes]], bytes]:
    def put(feed: Feed, written: Sequence[bytes]) -> bytes:
        # The pieces are put in afterwards: they are long, and were looked through already.
        around = theme.made(template, feed=feed, entries=minijinja.safe(_HERE.decode()))
        before, _here, after = around.partition(_HERE)
        return b"".join((before, *written, after))

    return put


def _in_json(feed: Feed, written: Sequence[bytes]) -> bytes:
    hubs = [{"type": "WebSub", "url": link.href} for link in feed.links if link.rel == "hub"]
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.link("self"),
        "description": feed.words,
        "next_url": feed.link("prev-archive"),
        "favicon": feed.icon,
        "authors": [{"name": feed.publisher, "url": settings.SITE_URL}],
        "language": feed.language,
        "hubs": hubs,
    }
    return b'%b,"items":[%b]}\n' % (entries.as_json(told)[:-1].encode(), b",".join(written))


FORMATS = {
    "rss": Format(paths.FEED, _drawn("press/feed.xml")),
    "atom": Format(paths.ATOM, _drawn("press/atom.xml")),
    "json": Format(paths.JSON_FEED, _in_json),
}


def _in_all(places: Iterable[str]) -> Iterator[str]:
    for place in places:
        yield from (f"{sort}/{place}" for sort in FORMATS)


def _path(key: str) -> str:
    sort, _slash, place = key.partition("/")
    return channels.folder_of(place) + FORMATS[sort].file


def _make(site: Site, key: str) -> Page | None:
    sort, _slash, place = key.partition("/")
    channel = channels.of(site, place)
    if channel is None:
        return None
    facts = site.facts(channel.list)
    pieces = site.latest(channel.list, parts.count_of_current(facts))
    links = _links(sort, channel.folder, channel, None, parts.total(facts))
    written = _put(site, sort, channel, pieces, links=links, whole=True)
    return Page(_path(key), written)


def _ready(site: Site, keys: list[str]) -> None:
    channels.expect(site, (key.partition("/")[2] for key in keys))


def _ready_archived(site: Site, keys: list[str]) -> None:
    _ready(site, [key.rpartition("/")[0] for key in keys])


def _archived_path(key: str) -> str:
    place, _slash, number = key.rpartition("/")
    sort, _slash, where = place.partition("/")
    return paths.feed_part(channels.folder_of(where), int(number), FORMATS[sort].file)


def _make_archived(site: Site, key: str) -> Page | None:
    place, _slash, told = key.rpartition("/")
    sort, _slash, where = place.partition("/")
    channel, number = channels.of(site, where), int(told)
    if channel is None or channels.folder_of(where) != channel.folder:
        return None
    last = parts.total(site.facts(channel.list))
    if not 0 < number <= last:
        return None
    pieces = parts.pieces(site, channel.list, number)
    links = _links(sort, channel.folder, channel, number, last)
    written = _put(site, sort, channel, pieces, links=links, whole=channel.whole, archived=True)
    rank = parts.rank(site, channel.list, number)
    return Page(_archived_path(key), written, rank)


def _links(
    sort: str, folder: str, channel: Channel, number: int | None, last: int
) -> tuple[Link, ...]:
    file, type_ = FORMATS[sort].file, FORMATS[sort].type
    current = channel.folder + file

    def to(rel: str, path: str) -> Link:
        return Link(rel, paths.absolute(path, settings.SITE_URL), type_)

    def part(rel: str, which: int) -> Link:
        return to(rel, paths.feed_part(folder, which, file))

    if number is None:
        hubs = [Link("hub", hub) for hub in settings.PRESS_HUBS]
        older = [part("prev-archive", last)] if last else []
        return (to("self", current), *hubs, *older)
    older = [part("prev-archive", number - 1)] if number > 1 else []
    newer = [part("next-archive", number + 1)] if number < last else []
    return (part("self", number), to("current", current), *older, *newer)


def _put(
    site: Site,
    sort: str,
    channel: Channel,
    pieces: Sequence[Piece],
    *,
    links: tuple[Link, ...],
    whole: bool,
    archived: bool = False,
) -> bytes:
    feed = Feed(
        id=channels.lasting_id(site.outlet, f"feed:{channel.list}"),
        title=channel.title,
        words=channel.words,
        page=paths.absolute(channel.page, settings.SITE_URL),
        links=links,
        archived=archived,
        language=tag(site.outlet.language) or "en",
        publisher=site.outlet.name,
        icon=paths.absolute(
            frame_of(site.outlet).icon or theme.icon_path(site.outlet), settings.SITE_URL
        ),
        updated=max(map(entries.changed, pieces), default=None),
    )
    written = entries.written(site, pieces, sort, whole=whole)
    return FORMATS[sort].put(feed, written)


def _archived_keys() -> Iterator[str]:
    """Yield all parts, those of one time together: their pieces are drawn once for all of them."""
    places = dict(channels.lists())
    last = _last(places)
    # Whole pieces stand in the parts of the outlet alone, and take most room.
    for shelves in (Shelf.objects.filter(list=things.ALL), Shelf.objects.exclude(list=things.ALL)):
        rows = shelves.order_by("-at", "list", "-number").values_list("list", "number")
        for name, shelf in rows.iterator():
            for number in reversed(parts.of_shelf(shelf)) if name in places else ():
                if number <= last[name]:
                    yield from (f"{key}/{number}" for key in _in_all([places[name]]))


def _last(names: Collection[str]) -> dict[str, int]:
    """Return how many parts of some lists are archived."""
    facts = Tally.objects.facts_of(names)
    return {name: parts.total(facts.get(name, Facts())) for name in names}


def _archived_keys_of(told: Things) -> Iterator[str]:
    found = {*things.parts(told)}
    for name, shelf in things.shelves(told):
        found |= {(name, number) for number in parts.of_shelf(shelf)}
    for name in (*things.lists(told, "topic"), *things.lists(told, "partner")):
        found |= {(name, number) for number in range(1, _last([name])[name] + 1)}
    places = channels.places({name for name, _number in found})
    last = _last(places)
    for name, number in sorted(found):
        if name in places and number <= last[name]:
            yield from (f"{key}/{number}" for key in _in_all([places[name]]))


def _shared(_site: Site) -> str:
    return repr(settings.PRESS_HUBS)


_TEMPLATES = (
    "press/feed.xml",
    "press/atom.xml",
    "press/entry.rss.xml",
    "press/entry.atom.xml",
    entries.PICTURE,
)

kind = Kind(
    name="feed",
    path=_path,
    make=_make,
    every=lambda: _in_all(channels.every()),
    keys_of=lambda told: _in_all(channels.changed(told)),
    ready=_ready,
    templates=_TEMPLATES,
    shared=_shared,
    version=2,
)
archived = Kind(
    name="feed-part",
    path=_archived_path,
    make=_make_archived,
    every=_archived_keys,
    keys_of=_archived_keys_of,
    ready=_ready_archived,
    templates=_TEMPLATES,
    version=2,
    many=True,
)
