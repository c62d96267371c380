"""The site before it is pages: rows, read as files ask for them, with a note of what each has asked for."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from pamphleteer.desk.models import Article
from pamphleteer.desk.models.article import place_of as place_at
from pamphleteer.press import pictures, things
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.models import Listed, Shelf, Tally
from pamphleteer.press.models.listed import Place
from pamphleteer.press.models.tally import Facts
from pamphleteer.press.pictures import Figure
from pamphleteer.press.piece import Heading, Piece
from pamphleteer.press.stock import How, Stock
from pamphleteer.register.models import Outlet, TopicAddress
from pamphleteer.register.statements import ask, ask_each

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D", str, bytes)
Draw = Callable[[Piece], Mapping[How, D]]

BEHIND = 3  # pieces that stand behind an article on its page: the next ones before it in its topic
_NEWEST = "SELECT article FROM press_listed WHERE list = %s ORDER BY at DESC, article DESC"
_ALL_OF = """
    SELECT list, article FROM press_listed WHERE list IN (KEYS)
    ORDER BY list, at DESC, article DESC
"""
_BEHIND = """
    SELECT at, article FROM press_listed WHERE list = %s AND (at, article) < (%s, %s)
    ORDER BY at DESC, article DESC LIMIT %s
"""
_AT_ADDRESS = """
    SELECT a.slug, d.id, d.place, d.live, d.slug FROM desk_address a
    JOIN desk_article d ON d.id = a.article_id WHERE a.slug IN (KEYS)
"""
# Last, for it says more: articles that were put into the rows by others than the desk have no address.
_AT_SLUG = """
    SELECT slug, id, place, live, slug FROM desk_article WHERE live AND slug IN (KEYS)
"""
_BODIES = "SELECT id, body FROM desk_article WHERE id IN (KEYS)"
_ENDS = "SELECT MIN(at), MAX(at) FROM press_listed WHERE list = %s AND at > 0"
_NEWEST_OF = "(SELECT MAX(at) FROM press_listed WHERE list = %s AND at >= %s AND at < %s)"
_SHELF_OF = (
    "(SELECT number FROM press_shelf WHERE list = %s AND at <= %s "
    "ORDER BY at DESC, article DESC LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Stand:
    """What stands at an address: an article, `here` or at another `slug`, or withdrawn."""

    article: int
    place: int
    here: bool
    slug: str
    withdrawn_at: datetime | None
    withdrawn_why: str


class Site:
    """The outlet, its topics and its pieces as they are at one moment, for a few files.

    Whatever is read through it is noted in `needs`, for the file that is being made.
    """

    def __init__(self, stock: Stock | None = None) -> None:
        self.needs: set[str] = set()
        self.flaw: ThemeError | None = None  # for which a file is not as the theme has it
        self._stock = stock or Stock()
        self.outlet = self._stock.outlet or Outlet.objects.the()
        self._stock.outlet = self.outlet
        self._bodies: dict[int, str] = {}
        self._stands: dict[str, Stand | None] = {}
        self._behind: dict[tuple[str, Place], list[int]] = {}
        self._kept: dict[str, dict[Any, Any]] = {}
        self._facts: dict[str, Facts] = {}
        self._latest: dict[str, tuple[int, list[int]]] = {}  # how many were asked for, and found

    def clear(self) -> set[str]:
        """Forget what the file before lacked and needed; return what will be noted for the next one."""
        self.flaw, self.needs = None, set()
        return self.needs

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Note in a set of its own what is read while the block runs."""
        before, self.needs = self.needs, set()
        try:
            yield self.needs
        finally:
            self.needs = before

    def kept(self, sort: str, key: K, read: Callable[[Collection[K]], Mapping[K, V]]) -> V | None:
        """Return what was read before, or read it: for what pages ask for beside pieces."""
        known = self._kept.setdefault(sort, {})
        if key not in known:
            known[key] = read([key]).get(key)
        found: V | None = known[key]
        return found

    def keep(
        self, sort: str, keys: Collection[K], read: Callable[[Collection[K]], Mapping[K, V]]
    ) -> None:
        """Read at once what will be asked for one by one."""
        self._kept.setdefault(sort, {}).update(dict.fromkeys(keys) | dict(read(keys)))

    def note(self, *needed: str) -> None:
        """Note things by which a page is made."""
        self.needs.update(needed)

    # Topics

    @cached_property
    def _counts(self) -> dict[str, int]:
        names = map(things.topic, self._stock.topics)
        return dict(ask_each("SELECT list, count FROM press_tally WHERE list IN (KEYS)", names))

    @cached_property
    def _filled(self) -> frozenset[int]:
        found: set[int] = set()
        for topic in self._stock.topics.values():
            here: int | None = topic.pk if self._counts.get(things.topic(topic.pk)) else None
            while here is not None and here not in found and here in self._stock.topics:
                found.add(here)
                here = self._stock.topics[here].parent
        return frozenset(found)

    def topic(self, key: int) -> Heading | None:
        """Return a topic with its picture."""
        self.note(things.topic(key))
        found = self._stock.topics.get(key)
        shown = self._stock.topic_pictures.get(key)
        return replace(found, picture=self.figure(shown)) if found and shown else found

    def topic_at(self, path: str) -> Heading | None:
        """Return the topic whose page lies at a path."""
        key = next((topic.pk for topic in self._stock.topics.values() if topic.path == path), None)
        return self.topic(key) if key is not None else None

    def former_topic(self, slug: str) -> Heading | None:
        """Return the topic that stood at an address before."""
        key = TopicAddress.objects.filter(slug=slug).values_list("topic", flat=True).first()
        return self.topic(key) if key is not None else None

    def filled_topics(self) -> list[Heading]:
        """Return the topics that have a piece, or one below them has, in their order."""
        self.note(things.TOPICS)
        return [topic for topic in self._stock.topics.values() if topic.pk in self._filled]

    def below(self, topic: Heading | None) -> list[Heading]:
        """Return the filled topics that lie right under one, or under none."""
        key = topic.pk if topic else None
        self.note(things.TOPICS if key is None else things.below(key))
        found = [one for one in self._stock.topics.values() if one.parent == key]
        self.note(*(things.topic(one.pk) for one in found))
        return [one for one in found if one.pk in self._filled]

    def above(self, topic: Heading) -> Heading | None:
        """Return the topic that one lies under."""
        if topic.parent is None:
            return None
        self.note(things.topic(topic.parent))
        return self._stock.topics.get(topic.parent)

    def count(self, topic: Heading) -> int:
        """Return how many pieces stand under a topic itself."""
        self.note(things.COUNTS)
        return self._counts.get(things.topic(topic.pk), 0)

    @cached_property
    def _shows(self) -> frozenset[int]:
        return frozenset(key for (key,) in ask("SELECT topic_id FROM desk_show"))

    def is_show(self, topic: Heading) -> bool:
        """Tell whether a topic is a podcast: whoever shows the topic is told when it becomes one."""
        return topic.pk in self._shows

    # Lists

    def facts(self, name: str) -> Facts:
        """Return what a list is like; whoever shows it notes what it shows."""
        if name not in self._facts:
            self._facts[name] = Tally.objects.facts(name) or Facts()
        return self._facts[name]

    def total(self, name: str) -> int:
        """Return how many pieces a list has."""
        self.note(things.newest(name))
        return self.facts(name).total

    def has_pieces(self, name: str) -> bool:
        """Tell whether a list has any piece: what asks only this does not change with each of them."""
        self.note(things.filled(name))
        return self.facts(name).total > 0

    def latest(self, name: str, count: int) -> list[Piece]:
        """Return the newest pieces of a list."""
        self.note(things.newest(name))
        keys = self._newest(name, count)
        self.note(*map(things.article, keys[self.facts(name).on_newest :]))
        return self.listed(keys)

    def expect_lists(self, names: Collection[str]) -> None:
        """Read at once what lists are like, and what stands on the newest page of those that have no other."""
        self._facts |= dict.fromkeys(names, Facts()) | Tally.objects.facts_of(names)
        short = [name for name in names if self._facts[name].pages == 1]
        found: dict[str, list[int]] = {name: [] for name in short}
        for name, key in ask_each(_ALL_OF, short):
            found[name].append(key)
        self._latest |= {name: (len(keys), keys) for name, keys in found.items()}
        self.expect([key for keys in found.values() for key in keys])

    def _newest(self, name: str, count: int) -> list[int]:
        # Feeds ask for it in each of their formats.
        asked, known = self._latest.get(name, (0, []))
        if asked < count:
            known = [key for (key,) in ask(f"{_NEWEST} LIMIT %s", name, count)]
            self._latest[name] = count, known
        return known[:count]

    def shelf(self, name: str, number: int | None) -> list[Piece]:
        """Return what stands on a numbered page of a list, or on its newest one."""
        if number is None:
            return self.latest(name, self.facts(name).on_newest)
        self.note(things.shelf(name, number))
        start, end = Shelf.objects.bounds(name, number)
        return self.listed(Listed.objects.articles(name, start, end)[::-1])

    def last_shelf(self, name: str) -> int:
        """Return the number of the newest page; the pages before it are noted by whoever shows them."""
        return self.facts(name).pages

    def place_of(self, name: str, number: int) -> int:
        """Return the place of the newest piece that a numbered page may take: that of the next page."""
        rows = ask("SELECT at FROM press_shelf WHERE list = %s AND number = %s", name, number + 1)
        return rows[0][0] if rows else 0

    def years(self, name: str, folder: str) -> list[tuple[int, str]]:
        """Return the years of which a list has pieces, each with the page on which it ends."""
        self.note(things.newest(name))
        zone = self.outlet.tz
        ends_of_list = ask(_ENDS, name)[0]
        first, last = (datetime.fromtimestamp((at or 0) / 1e6, zone).year for at in ends_of_list)
        years = range(last, first - 1, -1)
        starts = [place_at(datetime(year, 1, 1, tzinfo=zone)) for year in (*years, first - 1)]
        ends = [place_at(datetime(last + 1, 1, 1, tzinfo=zone)), *starts]
        spans = zip(starts[:-1], ends, strict=False)
        found = _answers(_NEWEST_OF, [(name, max(1, start), end) for start, end in spans])
        there = [(year, at) for year, at in zip(years, found, strict=True) if at is not None]
        numbers = _answers(_SHELF_OF, [(name, at) for _year, at in there])
        pages = self.last_shelf(name)
        return [
            (year, f"{folder}{number}.html#y{year}" if number < pages else f"#y{year}")
            for (year, _at), number in zip(there, numbers, strict=True)
        ]

    def behind(self, name: str, one: Piece, place: int) -> list[Piece]:
        """Return the pieces that stand right behind one in a list."""
        self.note(things.behind(name, one.pk))
        here = place, one.pk
        if (name, here) not in self._behind:
            self._behind[name, here] = [key for _at, key in _behind(name, here, BEHIND)]
        return self.pieces(self._behind[name, here])

    def expect_behind(self, places: Mapping[str, Collection[Place]]) -> list[int]:
        """Read at once what stands behind many places of some lists, if they lie close together."""
        keys: list[int] = []
        for name, some in places.items():
            at_most = 2 * len(some) + BEHIND
            oldest_first = _behind(name, max(some), at_most)[::-1]
            for place in some:
                upto = bisect_left(oldest_first, place)
                if upto >= BEHIND or len(oldest_first) < at_most:
                    behind = oldest_first[max(0, upto - BEHIND) : upto]
                    self._behind[name, place] = [key for _at, key in reversed(behind)]
                    keys += self._behind[name, place]
        return keys

    # Pieces

    def pieces(self, keys: Sequence[int]) -> list[Piece]:
        """Return live articles in this order; what is not live any more is left out."""
        self.note(*map(things.article, keys))
        return self.listed(keys)

    def listed(self, keys: Sequence[int]) -> list[Piece]:
        """Return live articles for a page of a list: when one changes, so does what it noted of the list."""
        kept = self._stock.articles(keys, self.outlet)
        self.needs.update(*{one.needs for one in kept})
        return [one.piece for one in kept if one.piece]

    def drawn(self, pieces: Iterable[Piece], how: How, draw: Draw[D]) -> list[D]:
        """Return what is drawn of pieces in some way, each of them once as long as that stays right.

        A piece may be drawn in other ways along with it.
        """
        known = self._stock.drawn
        kept = [known(piece.pk, how) or self._draw(piece, how, draw) for piece in pieces]
        self.needs.update(*{needs for _words, needs in kept})
        return [words for words, _needs in kept]

    def _draw(self, piece: Piece, how: How, draw: Draw[D]) -> tuple[D, frozenset[str]]:
        with self.noting() as needs:
            drawn = draw(piece)
        # The article itself was noted with the piece, or with the list that it stands in.
        needs.discard(things.article(piece.pk))
        noted = frozenset(needs)
        self._stock.draw(piece.pk, drawn, noted)
        return drawn[how], noted

    def expect_bodies_of(self, pieces: Iterable[Piece], how: How) -> None:
        """Read at once the bodies of those pieces that are still to be drawn in some way."""
        is_drawn = self._stock.is_drawn
        self.expect_bodies([piece.pk for piece in pieces if not is_drawn(piece.pk, how)])

    def body(self, key: int) -> str:
        """Return the body of an article, made harmless, with marks for its pictures."""
        self.note(things.article(key))
        return self._harmless(key)

    def figures_in(self, key: int) -> dict[int, Figure]:
        """Return the pictures within the body of an article."""
        found = {one: self.figure(one) for one in pictures.marked(self._harmless(key))}
        return {one: figure for one, figure in found.items() if figure}

    def _harmless(self, key: int) -> str:
        # Its page asks for it, and so do feeds.
        known = self._stock.body(key)
        if known is None:
            self.expect_bodies([key])
            body = self._bodies.pop(key)
            known = pictures.harmless(body) if body else ""
            self._stock.keep_body(key, known)
        return known

    def figure(self, key: int) -> Figure | None:
        """Return a picture as pages show it."""
        self.note(things.picture(key))
        return self._stock.figure(key)

    def expect_bodies(self, keys: Collection[int]) -> None:
        """Read at once what will be asked for one by one."""
        body = self._stock.body
        missing = [key for key in keys if key not in self._bodies and body(key) is None]
        if missing:
            self._bodies |= dict.fromkeys(missing, "") | dict(ask_each(_BODIES, missing))

    def expect_addresses(self, slugs: Collection[str]) -> dict[str, Stand]:
        """Return what stands at addresses, and keep it for when they are asked for one by one."""
        missing = [slug for slug in slugs if slug not in self._stands]
        if missing:
            self._stands |= dict.fromkeys(missing)
            rows = ask_each(_AT_ADDRESS, missing) + ask_each(_AT_SLUG, missing)
            gone = _withdrawn({key for _at, key, _place, live, _slug in rows if not live})
            for at, key, place, live, slug in rows:
                here = bool(live) and slug == at
                self._stands[at] = Stand(
                    key, place, here, slug if live else "", *gone.get(key, (None, ""))
                )
        return {slug: stand for slug in slugs if (stand := self._stands[slug])}

    def expect(self, keys: Collection[int]) -> None:
        """Read at once what will be asked for one by one."""
        self._stock.expect(keys, self.outlet)


def _behind(name: str, place: Place, at_most: int) -> list[Place]:
    return [(at, key) for at, key in ask(_BEHIND, name, *place, at_most)]


def _answers(question: str, about: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Ask one question about many things at once, and return the answers."""
    if not about:
        return ()
    told = [one for some in about for one in some]
    return ask(f"SELECT {', '.join([question] * len(about))}", *told)[0]


def _withdrawn(keys: Collection[int]) -> dict[int, tuple[datetime | None, str]]:
    if not keys:
        return {}
    rows = Article.objects.filter(pk__in=keys).values_list("pk", "withdrawn_at", "withdrawn_why")
    return {key: (at, why) for key, at, why in rows}
