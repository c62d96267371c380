"""What was read of the rows and drawn of them, kept until the journal tells that it has changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pamphleteer.desk.models import Article, Correction, Picture, Recording, Show, TopicPicture
from pamphleteer.press import pictures, things
from pamphleteer.press.audio import heard
from pamphleteer.press.pictures import Figure
from pamphleteer.press.piece import Heading, Notice, Piece, dated, heading, piece
from pamphleteer.press.written import Written
from pamphleteer.register import rows
from pamphleteer.register.models import Licence, Outlet, Partner, Topic
from pamphleteer.register.models.topic import arranged
from pamphleteer.register.statements import ask_each, in_parts, marks

_AT_MOST = 24_000_000  # characters, of all that is kept
_LEFT = 0.75  # of that, once there was too much
_OF_BODIES = 16_000_000  # characters, of all bodies that are kept besides
_OF_A_PIECE = 2_000  # characters that a piece takes about, without what is drawn of it
_IN_TOPICS = ("topic:", things.TOPICS, "below:")

_CORRECTED = "SELECT DISTINCT article_id FROM desk_correction WHERE article_id IN (KEYS)"
_UNDER = """
    SELECT article_id, topic_id FROM desk_article_topics WHERE article_id IN (KEYS) ORDER BY id
"""

How = tuple[str | bool, ...]  # a template, and what it is told besides the piece


@dataclass(slots=True)
class Kept:
    """An article as pages show it, nothing if it is not live; and what was drawn of it, in which way.

    The needs are what is shown of it besides itself.
    """

    piece: Piece | None = None
    needs: frozenset[str] = frozenset()
    drawn: dict[How, tuple[Any, frozenset[str]]] = field(default_factory=dict)
    size: int = _OF_A_PIECE  # in characters, about

    @property
    def things(self) -> frozenset[str]:
        """What it shows besides the article itself."""
        return self.needs.union(*(needs for _drawn, needs in self.drawn.values()))


class Stock:
    """Rows as one process has read them; whoever follows the journal says what to `forget`."""

    def __init__(self) -> None:
        self.place = 0  # in the journal: up to there it knows what has changed
        self.stamps: dict[str, str] = {}  # of what things were drawn besides their rows
        self.empty()

    def empty(self) -> None:
        """Forget everything."""
        self.outlet: Outlet | None = None
        self._articles: dict[int, Kept] = {}
        self._size = 0  # in characters
        self._bodies: dict[int, str] = {}
        self._size_of_bodies = 0  # in characters
        self._shown_by: dict[str, set[int]] = defaultdict(set)
        self._figures: dict[int, Figure | None] = {}
        self._partners: dict[int, Partner] = {}
        self._licences: dict[int, Licence] = {}
        self._topics: dict[int, Heading] | None = None
        self._topic_pictures: dict[int, int] | None = None

    def forget(self, changed: Collection[str]) -> None:
        """Read again what has changed, and what shows it, when it is asked for."""
        for thing in changed:
            if thing.startswith(_IN_TOPICS):
                self._topics = self._topic_pictures = None
            for key in self._shown_by.pop(thing, ()):
                self._drop(key)
            sort, _colon, number = thing.partition(":")
            if sort == "article":
                self._drop_body(int(number))
            kept = {
                "picture": self._figures, "partner": self._partners, "licence": self._licences
            }.get(sort)  # fmt: skip
            if kept:
                kept.pop(int(number), None)  # type: ignore[attr-defined]

    @property
    def topics(self) -> dict[int, Heading]:
        """All topics, in their order."""
        if self._topics is None:
            self._topics = {one.pk: heading(one) for one, _level in arranged(Topic.objects.all())}
        return self._topics

    @property
    def topic_pictures(self) -> dict[int, int]:
        """The pictures of topics, by topic; the cover of a podcast, where there is no other."""
        if self._topic_pictures is None:
            covers = Show.objects.exclude(cover=None).values_list("topic", "cover")
            shown = TopicPicture.objects.values_list("topic", "picture")
            self._topic_pictures = dict(covers) | dict(shown)
        return self._topic_pictures

    def figure(self, key: int) -> Figure | None:
        """Return a picture as pages show it."""
        if key not in self._figures:
            self._read_figures([key])
        return self._figures[key]

    def articles(self, keys: Collection[int], outlet: Outlet) -> list[Kept]:
        """Return articles, live or not."""
        self.expect(keys, outlet)
        known = self._articles
        return [known[key] for key in keys]

    def drawn(self, key: int, how: How) -> tuple[Any, frozenset[str]] | None:
        """Return what was drawn of an article in this way, and from what, if it is kept."""
        if kept := self._articles.pop(key, None):
            self._articles[key] = kept  # behind those that were asked for longer ago
            return kept.drawn.get(how)
        return None

    def is_drawn(self, key: int, how: How) -> bool:
        """Tell whether what was drawn of an article in this way is kept."""
        kept = self._articles.get(key)
        return kept is not None and how in kept.drawn

    def draw(self, key: int, drawn: Mapping[How, str | bytes], needs: frozenset[str]) -> None:
        """Keep what was drawn of an article that was read, until one of the needs changes."""
        if kept := self._articles.get(key):
            kept.drawn |= {how: (words, needs) for how, words in drawn.items()}
            size = sum(map(len, drawn.values()))
            kept.size += size
            self._size += size
            for thing in needs:
                self._shown_by[thing].add(key)

    def body(self, key: int) -> str | None:
        """Return the harmless body of an article, if it is kept."""
        return self._bodies.get(key)

    def keep_body(self, key: int, body: str) -> None:
        """Keep the harmless body of an article until it changes, in the place of those that came first."""
        self._drop_body(key)
        self._bodies[key] = body
        self._size_of_bodies += len(body)
        while self._size_of_bodies > _OF_BODIES:
            self._drop_body(next(iter(self._bodies)))

    def expect(self, keys: Collection[int], outlet: Outlet) -> None:
        """Read at once what will be asked for one by one."""
        # What is drawn of pieces takes room, too, long after they were read.
        self._make_room()
        known = self._articles
        missing = [key for key in keys if key not in known]
        for some in in_parts(list(dict.fromkeys(missing))):
            where = f"WHERE live AND id IN ({marks(len(some))})"
            if found := rows.values(Article, Written._fields, where, *some):
                self._read([Written._make(one) for one in found], outlet)
        for key in missing:
            if key not in known:
                self._keep(key, Kept())

    def _make_room(self) -> None:
        """Forget some of it when there is too much: what was drawn first, of what nobody asked for longest.

        Pieces themselves stay where they are few: they are read more slowly than they are drawn.
        """
        if self._size <= _AT_MOST:
            return
        few = len(self._articles) * _OF_A_PIECE <= _AT_MOST // 2
        for key, one in list(self._articles.items()):
            if self._size <= _LEFT * _AT_MOST:
                break
            if few:
                self._size -= one.size - _OF_A_PIECE
                one.drawn, one.size = {}, _OF_A_PIECE
            else:
                self._drop(key)

    def _keep(self, key: int, kept: Kept) -> None:
        self._articles[key] = kept
        self._size += kept.size
        for thing in (things.article(key), *kept.needs):
            self._shown_by[thing].add(key)

    def _drop(self, key: int) -> None:
        if kept := self._articles.pop(key, None):
            self._size -= kept.size
            for thing in (things.article(key), *kept.things):
                shown_by = self._shown_by.get(thing, set())
                shown_by.discard(key)
                if not shown_by:
                    self._shown_by.pop(thing, None)

    def _drop_body(self, key: int) -> None:
        self._size_of_bodies -= len(self._bodies.pop(key, ""))

    def _read(self, articles: Sequence[Written], outlet: Outlet) -> None:
        keys = [article.pk for article in articles]
        notices, under = _notices(keys, outlet), _topics_of(keys)
        self._read_partners(articles)
        self._read_figures([one.picture_id for one in articles if one.picture_id])
        sounds = _sounds([one.audio_id for one in articles if one.audio_id])
        for article in articles:
            topics = [key for key in under.get(article.pk, ()) if key in self.topics]
            partner = self._partners.get(article.partner_id or 0)
            licence = article.licence_id or (partner.licence_id if partner else None)
            shown = piece(
                article,
                outlet,
                partner,
                self._licences.get(licence or 0),
                tuple(self.topics[key] for key in topics),
                corrections=tuple(notices.get(article.pk, ())),
                picture=self._figures.get(article.picture_id or 0),
                audio=heard(article, sounds.get(article.audio_id or 0)),
            )
            self._keep(article.pk, Kept(shown, _needs(article, licence, topics)))

    def _read_partners(self, articles: Sequence[Written]) -> None:
        keys = {one.partner_id for one in articles if one.partner_id} - self._partners.keys()
        if keys:
            self._partners |= Partner.objects.in_bulk(keys)
        wanted = {one.licence_id for one in articles} | {
            one.licence_id for one in self._partners.values()
        }
        wanted -= {None, *self._licences}
        if wanted:
            self._licences |= Licence.objects.in_bulk(wanted)

    def _read_figures(self, keys: Collection[int]) -> None:
        missing = set(keys) - self._figures.keys()
        if missing:
            found = Picture.objects.in_bulk(missing)
            for key in missing:
                one = found.get(key)
                self._figures[key] = pictures.figure(one) if one else None


def _notices(keys: Collection[int], outlet: Outlet) -> Mapping[int, list[Notice]]:
    found: dict[int, list[Notice]] = defaultdict(list)
    corrected = [key for (key,) in ask_each(_CORRECTED, keys)]
    for one in Correction.objects.filter(article__in=corrected) if corrected else ():
        found[one.article_id].append(Notice(one.words, *dated(one.at, outlet)))
    return found


def _sounds(keys: Collection[int]) -> Mapping[int, Recording]:
    return Recording.objects.in_bulk(keys) if keys else {}


def _topics_of(keys: Collection[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for article, topic in ask_each(_UNDER, keys):
        found[article].append(topic)
    return found


def _needs(article: Written, licence: int | None, topics: Sequence[int]) -> frozenset[str]:
    found = set(map(things.topic, topics))
    if article.partner_id:
        found.add(things.partner(article.partner_id))
    if licence:
        found.add(things.licence(licence))
    if article.picture_id:
        found.add(things.picture(article.picture_id))
    if article.audio_id:
        found.add(things.recording(article.audio_id))
    return frozenset(found)
