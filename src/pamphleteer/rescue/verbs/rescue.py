"""Rescue a saved archive page: its pieces become published articles, in the page's order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection, transaction

from pamphleteer.collect.archive.page import read
from pamphleteer.collect.archive.pieces import PageError, Piece, Reading
from pamphleteer.desk.models import Article
from pamphleteer.desk.models.article import place_of
from pamphleteer.desk.verbs import find
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.topics import add_topic
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground import clock
from pamphleteer.ground.text import slugify, squeeze
from pamphleteer.register.models import Outlet, Person, Topic
from pamphleteer.rescue.errors import RescueError
from pamphleteer.rescue.models import Rescued
from pamphleteer.rescue.verbs.fingerprints import fingerprints
from pamphleteer.rescue.verbs.places import allot

# Any constant will do: it names, among PostgreSQL's advisory locks, the one that orders rescues.
_LOCK = 0x72657363
_FIRST_YEAR = 1000
_LONGEST_TOPIC = 120
_LONGEST_NAME = 300
_is_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Rescue:
    """What one page brought: pieces added, and pieces that were there, some new to the topic.

    `pieces` are both in the page's order; what was left out was in doubt, and is not there.
    """

    topic: Topic
    added: int
    known: int
    gained: int
    pieces: Sequence[Piece]
    left_out: Sequence[Piece]


@dataclass(frozen=True)
class Preview:
    """What a page would bring: each piece, and whether it is there; and what would be left out."""

    pieces: Sequence[tuple[Piece, bool]]
    left_out: Sequence[Piece]


@dataclass(frozen=True)
class _Found:
    """A piece of a page with what is known of it."""

    piece: Piece
    prints: set[str]
    date: datetime | None
    article: Article | None
    doubtful: bool


def rescue(
    page: bytes,
    *,
    name: str,
    topic: Topic | str,
    by: Person | None = None,
    keep_doubtful: bool = False,
) -> Rescue:
    """Publish the pieces of a saved page that are not there yet: all of them, or none.

    They are no news, so no letter carries them. A day without an hour begins in the outlet's time
    zone. What may be no piece is left out, unless `keep_doubtful` or it is there already. Raises
    `RescueError` for a page without a headline, and for a topic without a name.
    """
    reading = _reading(page, name=name)
    called = topic if isinstance(topic, Topic) else topic_name(topic)
    with transaction.atomic():
        _one_at_a_time()
        its_topic = called if isinstance(called, Topic) else find.topic(called)
        found, left_out = _chosen(_look_up(reading), keep_doubtful=keep_doubtful)
        added, gained = _bring_in(
            found, name=PurePath(name).name[-_LONGEST_NAME:], topic=its_topic, by=by
        )
    return Rescue(
        topic=its_topic,
        added=added,
        known=len(found) - added,
        gained=gained,
        pieces=[one.piece for one in found],
        left_out=left_out,
    )


def preview(page: bytes, *, name: str, keep_doubtful: bool = False) -> Preview:
    """Return what a page would bring; changes nothing."""
    found, left_out = _chosen(_look_up(_reading(page, name=name)), keep_doubtful=keep_doubtful)
    return Preview([(one.piece, one.article is not None) for one in found], left_out)


def pieces_of(page: bytes, *, name: str) -> list[Piece]:
    """Return the pieces of a page; raises `RescueError` if there is none."""
    return _reading(page, name=name).pieces


def _reading(page: bytes, *, name: str) -> Reading:
    try:
        reading = read(page)
    except PageError as error:
        raise RescueError(f"{name} {error}.") from error
    if not reading.found:
        raise RescueError(f"found no headline in {name}")
    return reading


def topic_name(words: str) -> str:
    """Return a topic's name as it is kept; raises `RescueError` if it is none."""
    name = squeeze(words)
    if len(name) > _LONGEST_TOPIC or not slugify(name, otherwise=""):
        raise RescueError(
            f"“{name[:_LONGEST_TOPIC]}” is no name for a topic: "
            f"letters or digits are expected, at most {_LONGEST_TOPIC} characters."
        )
    return name


def _one_at_a_time() -> None:
    """Wait for rescues under way: on SQLite the transaction itself has done that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _look_up(reading: Reading) -> list[_Found]:
    """Return the pieces with the articles that they became earlier, each piece once."""
    prints = fingerprints([piece for piece, _ in reading.found])
    every = sorted(set().union(*prints))
    rows = Rescued.objects.filter(fingerprint__in=every).select_related("article")
    known = {row.fingerprint: row.article for row in rows}
    found, seen = [], set[str]()
    for (piece, doubtful), its in zip(reading.found, prints, strict=True):
        if seen.isdisjoint(its):
            article = next((known[one] for one in sorted(its) if one in known), None)
            found.append(_Found(piece, its, _moment(piece), article, doubtful))
        seen |= its
    return found


def _chosen(
    found: Sequence[_Found], *, keep_doubtful: bool
) -> tuple[list[_Found], Sequence[Piece]]:
    """Return what is to be there, and the pieces that are left out."""
    left_out = [one for one in found if one.doubtful and not keep_doubtful and not one.article]
    return [one for one in found if one not in left_out], [one.piece for one in left_out]


def _moment(piece: Piece) -> datetime | None:
    """Return a piece's date as a moment, None for one that can't be true."""
    date = piece.date
    if date is None or date.year < _FIRST_YEAR:
        return None
    if not isinstance(date, datetime):
        date = datetime.combine(date, time(), tzinfo=Outlet.objects.the().tz)
    return date if date < clock.now() + timedelta(days=1) else None


def _bring_in(
    found: Sequence[_Found], *, name: str, topic: Topic, by: Person | None
) -> tuple[int, int]:
    """Add what is not there; return how many were added, and how many others gained the topic."""
    places = _places(found)
    added = gained = 0
    # From the bottom up: of articles with one and the same date the later one stands higher.
    for one, place in reversed(list(zip(found, places, strict=True))):
        if one.article is None:
            _add(one, place=place, name=name, topic=topic, by=by)
            added += 1
        else:
            gained += add_topic(one.article, topic, by=by)
    return added, gained


def _places(found: Sequence[_Found]) -> list[int]:
    def above(place: int) -> int | None:
        taken = Article.objects.filter(place__gt=place).order_by("place")
        return taken.values_list("place", flat=True).first()

    def below(place: int) -> int | None:
        taken = Article.objects.filter(place__lt=place).order_by("-place")
        return taken.values_list("place", flat=True).first()

    lowest = Article.objects.order_by("place").values_list("place", flat=True).first()
    return allot([_known_place(one) for one in found], lowest=lowest, above=above, below=below)


def _known_place(one: _Found) -> int | None:
    if one.article is not None:
        return one.article.place
    return place_of(one.date) if one.date else None


def _add(one: _Found, *, place: int, name: str, topic: Topic, by: Person | None) -> None:
    article = write(
        headline=one.piece.headline,
        lead=one.piece.lead,
        topics=[topic],
        original_url=_checked(one.piece.url),
        date=one.date,
        rescued_from=name,
        place=place,
        by=by,
    )
    now = clock.now()
    Rescued.objects.bulk_create(
        Rescued(fingerprint=one_print, article=article, file=name, at=now)
        for one_print in sorted(one.prints)
    )
    publish(article, by=by)


def _checked(url: str) -> str:
    try:
        _is_url(url)
    except ValidationError:
        return ""
    return url
