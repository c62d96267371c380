"""The site before it is pages: the rows that it shows, read once for a pressing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.db.models import F

from pamphleteer.desk.models import Address, Article, Correction, Picture, Recording, TopicPicture
from pamphleteer.ground.html import plain
from pamphleteer.ground.text import fold, squeeze
from pamphleteer.press import dates, paths, pictures
from pamphleteer.press.audio import Heard, heard
from pamphleteer.press.audio import used as recordings_used
from pamphleteer.press.languages import direction, tag
from pamphleteer.press.pictures import Figure
from pamphleteer.register.models import Licence, Outlet, Partner, Topic, TopicAddress
from pamphleteer.register.models.topic import arranged

_CHUNK = 200  # bodies in memory at a time


@dataclass(frozen=True, slots=True)
class Heading:
    """A topic as pages show it."""

    pk: int
    name: str
    description: str
    path: str
    feed: str
    parent: int | None = None
    picture: Figure | None = None

    @property
    def href(self) -> str:
        """The way to its page from the folder of the site."""
        return paths.link(self.path)

    @property
    def feed_href(self) -> str:
        """The way to its feed from the folder of the site."""
        return paths.link(self.feed)


@dataclass(frozen=True, slots=True)
class Notice:
    """What was corrected in a piece, and when, as pages show it."""

    words: str
    day: str
    exact: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Where a piece stood: it has moved to another path, or was withdrawn on a day."""

    path: str
    moved_to: str = ""
    day: str = ""
    exact: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Former:
    """Where a topic's page and feed stood before, and the topic that they lead to."""

    path: str
    feed: str
    topic: Heading


@dataclass(frozen=True, slots=True)
class Piece:
    """A live article as pages show it, without its body."""

    pk: int
    headline: str
    lead: str
    authors: str
    path: str
    language: str  # "" where it is the outlet's
    date: datetime | None
    day: str
    exact: str
    publisher: str
    credit: str
    original: str
    partner_url: str
    licence: Licence | None
    full_text: bool
    topics: tuple[Heading, ...]
    corrections: tuple["Notice", ...] = ()
    picture: Figure | None = None
    audio: Heard | None = None

    @property
    def href(self) -> str:
        """The way to its page from the folder of the site."""
        return paths.link(self.path)

    @property
    def direction(self) -> str:
        """Where its own language runs; nothing where that is the outlet's."""
        return direction(self.language) if self.language else ""

    @property
    def licence_url(self) -> str:
        """Where its licence can be read."""
        return paths.outward(self.licence.url) if self.licence else ""


@dataclass(frozen=True)
class Site:
    """The outlet, its topics, and what is live: the newest first."""

    outlet: Outlet
    topics: Sequence[Heading]
    pieces: Sequence[Piece]
    of_topic: Mapping[int, Sequence[Piece]]
    gone: Sequence[Gone] = ()
    former: Sequence[Former] = ()
    pictures: Sequence[Picture] = ()
    recordings: Sequence[Recording] = ()
    figures: Mapping[int, Figure] = field(default_factory=dict)

    def filled_topics(self) -> list[Heading]:
        """Return the topics that have a piece, or one below them has, in their order."""
        return [topic for topic in self.topics if topic.pk in self._filled]

    def below(self, topic: Heading | None) -> list[Heading]:
        """Return the filled topics that lie right under one, or under none."""
        key = topic.pk if topic else None
        return [one for one in self.filled_topics() if one.parent == key]

    def above(self, topic: Heading) -> Heading | None:
        """Return the topic that one lies under."""
        return next((one for one in self.topics if one.pk == topic.parent), None)

    @cached_property
    def _filled(self) -> frozenset[int]:
        parents = {topic.pk: topic.parent for topic in self.topics}
        found: set[int] = set()
        for key, pieces in self.of_topic.items():
            here: int | None = key if pieces else None
            while here is not None and here not in found:
                found.add(here)
                here = parents.get(here)
        return frozenset(found)

    def with_bodies(self, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, str]]:
        """Yield pieces with their sanitised bodies, few of them in memory at a time."""
        for start in range(0, len(pieces), _CHUNK):
            chunk = pieces[start : start + _CHUNK]
            rows = Article.objects.filter(pk__in=[piece.pk for piece in chunk])
            bodies = dict(rows.values_list("pk", "body"))
            for piece in chunk:
                body = bodies.get(piece.pk, "")
                yield piece, pictures.harmless(body) if body else ""


def load() -> Site:
    """Read the site; raises `Outlet.DoesNotExist` before the database is laid."""
    outlet = Outlet.objects.the()
    shown = tuple(pictures.used())
    recordings = tuple(recordings_used())
    figures = {picture.pk: pictures.figure(picture) for picture in shown}
    topics = tuple(_headings(figures))
    pieces = tuple(_pieces(outlet, {topic.pk: topic for topic in topics}, figures, recordings))
    of_topic: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        for topic in piece.topics:
            of_topic[topic.pk].append(piece)
    former = tuple(_former(topics))
    return Site(
        outlet,
        topics,
        pieces,
        of_topic=dict(of_topic),
        gone=tuple(_gone(outlet)),
        former=former,
        pictures=shown,
        recordings=recordings,
        figures=figures,
    )


def piece_of(article: Article) -> Piece:
    """Return an article as pages will show it, also one that nobody has saved yet."""
    outlet = Outlet.objects.the()
    topics = tuple(_heading(topic) for topic in article.topics.all())
    piece = _piece(article, outlet, article.partner, article.effective_licence, topics)
    piece = replace(piece, audio=heard(article, article.audio, at_desk=True))
    if article.picture:
        piece = replace(piece, picture=pictures.at_desk(article.picture))
    if not article.pk:
        return piece
    notices = (Notice(one.words, *_dated(one.at, outlet)) for one in article.corrections.all())
    return replace(piece, corrections=tuple(notices))


def begins_with(body: str, lead: str) -> bool:
    """Tell whether the words of a body begin with its lead, which need not stand twice then."""
    opening = fold(squeeze(lead)).rstrip(" .…")
    words = plain(body[: 2 * len(lead) + 1000])[: 2 * len(lead)]
    return bool(opening) and fold(words).startswith(opening)


def _heading(topic: Topic) -> Heading:
    return Heading(
        pk=topic.pk,
        name=topic.name,
        description=topic.description,
        path=paths.topic(topic.slug),
        feed=paths.topic_feed(topic.slug),
        parent=topic.parent_id,
    )


def _headings(figures: Mapping[int, Figure]) -> Iterator[Heading]:
    shown = dict(TopicPicture.objects.values_list("topic", "picture"))
    for topic, _ in arranged(Topic.objects.all()):
        yield replace(_heading(topic), picture=figures.get(shown.get(topic.pk, 0)))


def _former(topics: Sequence[Heading]) -> Iterator[Former]:
    """Yield where topics stood before, but for places where one stands now."""
    named = {topic.pk: topic for topic in topics}
    taken = {topic.path for topic in topics}
    for slug, key in TopicAddress.objects.order_by("pk").values_list("slug", "topic"):
        path = paths.topic(slug)
        if key in named and path not in taken:
            yield Former(path, paths.topic_feed(slug), named[key])


def _pieces(
    outlet: Outlet,
    topics: Mapping[int, Heading],
    figures: Mapping[int, Figure],
    recordings: Sequence[Recording],
) -> Iterator[Piece]:
    notices = _notices(outlet)
    sounds = {one.pk: one for one in recordings}
    licences = Licence.objects.in_bulk()
    partners = Partner.objects.in_bulk()
    under = _topics_of_articles(topics)
    rows = Article.objects.live().newest_first().defer("body")
    for article in rows.iterator(chunk_size=500):
        partner = partners.get(article.partner_id) if article.partner_id else None
        licence_id = article.licence_id or (partner.licence_id if partner else None)
        licence = licences.get(licence_id) if licence_id else None
        piece = _piece(article, outlet, partner, licence, tuple(under.get(article.pk, ())))
        yield replace(
            piece,
            corrections=tuple(notices.get(article.pk, ())),
            picture=figures.get(article.picture_id or 0),
            audio=heard(article, sounds.get(article.audio_id or 0)),
        )


def _notices(outlet: Outlet) -> Mapping[int, list[Notice]]:
    found: dict[int, list[Notice]] = defaultdict(list)
    for one in Correction.objects.filter(article__live=True):
        found[one.article_id].append(Notice(one.words, *_dated(one.at, outlet)))
    return found


def _gone(outlet: Outlet) -> Iterator[Gone]:
    """Yield the addresses at which no piece stands any more."""
    moved = Address.objects.exclude(article__live=True, slug=F("article__slug"))
    for one in moved.select_related("article").defer("article__body").order_by("pk"):
        article, path = one.article, paths.article(one.slug)
        if article.live:
            yield Gone(path, moved_to=paths.article(article.slug))
        else:
            told = _dated(article.withdrawn_at, outlet) if article.withdrawn_at else ("", "")
            yield Gone(path, "", *told, article.withdrawn_why)


def _dated(at: datetime, outlet: Outlet) -> tuple[str, str]:
    return dates.day(at, zone=outlet.tz, language=outlet.language), dates.exact(at, zone=outlet.tz)


def _topics_of_articles(topics: Mapping[int, Heading]) -> Mapping[int, list[Heading]]:
    found: dict[int, list[Heading]] = defaultdict(list)
    links = Article.topics.through.objects.filter(article__live=True)
    for article_id, topic_id in links.order_by("pk").values_list("article_id", "topic_id"):
        if topic_id in topics:
            found[article_id].append(topics[topic_id])
    return found


def _piece(
    article: Article,
    outlet: Outlet,
    partner: Partner | None,
    licence: Licence | None,
    topics: tuple[Heading, ...],
) -> Piece:
    language = tag(article.language)
    date = article.date
    day, exact = _dated(date, outlet) if date else ("", "")
    return Piece(
        pk=article.pk,
        headline=article.headline,
        lead=article.lead,
        authors=article.authors,
        path=paths.article(article.slug),
        language=language if language.lower() != outlet.language.lower() else "",
        date=date,
        day=day,
        exact=exact,
        publisher=partner.credit_line if partner else article.credit,
        credit=article.credit or (partner.credit_line if partner else ""),
        original=paths.outward(article.original_url),
        partner_url=paths.outward(partner.url) if partner else "",
        licence=licence,
        full_text=licence.full_text if licence else partner is None,
        topics=topics,
    )
