"""Bring the lists in line with the articles: what is live stands in each list that it belongs to."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef

from pamphleteer.desk.models import Article, Show
from pamphleteer.press import days, parts, things
from pamphleteer.press.models import Listed, Shelf
from pamphleteer.press.models.listed import Place
from pamphleteer.press.models.tally import Facts
from pamphleteer.press.site import BEHIND
from pamphleteer.press.verbs import dating, shelves, signing
from pamphleteer.register.models import Outlet, Topic
from pamphleteer.register.statements import ask, ask_each, insert, tell

VERSION = 4  # raised when articles stand in other lists than before: all are listed anew then
_LIVE = """
    SELECT id, place, partner_id, date, audio_id, audio_url FROM desk_article
    WHERE live AND id IN (KEYS)
"""
_SIGNED = "SELECT article_id, author_id FROM desk_byline WHERE article_id IN (KEYS)"
_UNDER = "SELECT article_id, topic_id FROM desk_article_topics WHERE article_id IN (KEYS)"
_LEFT = "DELETE FROM press_listed WHERE list = %s AND at = %s AND article = %s"
_NEWER = """
    SELECT article FROM press_listed WHERE list = %s AND (at, article) > (%s, %s)
    ORDER BY at, article LIMIT %s
"""
AT_ONCE = 500  # articles in one transaction

Stand = tuple[str, int, int]  # list, place, article


def relist(articles: Collection[int]) -> set[str]:
    """Let articles that have changed stand in the lists in which they belong; return what else has changed.

    In a transaction of the caller's, in which the files that need those things become due.
    """
    changed, stayed = _relisted(articles)
    changed |= {things.article(key) for key in articles}
    by_list = _by_list(stayed)
    facts = shelves.opened(by_list)
    for name, places in by_list.items():
        here = facts[name]
        for place in places:
            changed |= shelves.showing(name, here, place)
            changed |= parts.showing(name, here, place) if place >= here.start else set()
    return changed


def rearrange(articles: Collection[int]) -> set[str]:
    """Let articles that are as they were stand in the lists in which they belong; return what has changed."""
    changed, _stayed = _relisted(articles)
    return changed


def lay(articles: Collection[int]) -> None:
    """Let articles stand where they belong, when all files are made anew and nobody asks what has changed."""
    by_list = _by_list(_moved(articles)[0])
    shelves.settle_all(shelves.opened(by_list), by_list)


def _relisted(articles: Collection[int]) -> tuple[set[str], set[Stand]]:
    """Return what has changed, and where articles stand as before."""
    moved, stayed = _moved(articles)
    changed: set[str] = set()
    by_list = _by_list(moved)
    facts = shelves.opened(by_list)
    for name, places in by_list.items():
        changed |= _settled(name, facts[name], places)
    return changed, stayed


def _moved(articles: Collection[int]) -> tuple[set[Stand], set[Stand]]:
    """Let lists hold articles that belong there; return where they stood or stand, and where they did before."""
    was, now = _listed(articles), standing(articles)
    left, came = was - now, now - was
    for stand in sorted(left):
        tell(_LEFT, *stand)
    insert("INSERT INTO press_listed (list, at, article) VALUES ROWS", sorted(came))
    return left | came, was & now


def standing(articles: Collection[int]) -> set[Stand]:
    """Return where articles belong."""
    rows = ask_each(_LIVE, articles)
    live = {key: at for key, at, *_more in rows}
    found = {(things.ALL, at, key) for key, at in live.items()}
    found |= {(things.partner(partner), at, key) for key, at, partner, *_more in rows if partner}
    if rows:
        in_zone = ZoneInfo(zone())
        found |= {
            (things.day(days.of(_moment(on), in_zone)), live[key], key)
            for key, _at, _by, on, *_more in rows
            if on
        }
    signed = ask_each(_SIGNED, live)
    found |= {(things.author(author), live[key], key) for key, author in signed}
    under = ask_each(_UNDER, live)
    found |= {(things.topic(topic), live[key], key) for key, topic in under}
    heard = {key for key, *_more, audio, url in rows if audio or url}
    shows = set(Show.objects.values_list("topic", flat=True)) if heard else set()
    return found | {
        (things.show(topic), live[key], key)
        for key, topic in under
        if key in heard and topic in shows
    }


def _moment(told: datetime) -> datetime:
    """Return a moment as a database tells it: SQLite has no zones, and means UTC."""
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def zone() -> str:
    """Return the name of the zone in which days begin; raises `Outlet.DoesNotExist` as the outlet's row does."""
    rows = ask("SELECT zone FROM register_outlet WHERE id = 1")
    return str(rows[0][0]) if rows else Outlet.objects.the().zone


def every(at_once: int = AT_ONCE) -> Iterator[list[int]]:
    """Yield the numbers of all articles that are live, then those that are listed only, some at a time."""
    live = Article.objects.live()
    listed = Listed.objects.exclude(Exists(live.filter(pk=OuterRef("article"))))
    for rows, name in ((live, "pk"), (listed, "article")):
        last = 0
        while True:
            found = rows.filter(**{f"{name}__gt": last}).order_by(name)
            keys = list(found.values_list(name, flat=True).distinct()[:at_once])
            if not keys:
                break
            yield keys
            last = keys[-1]


def differing(articles: Collection[int]) -> set[Stand]:
    """Return where articles stand and do not belong, or belong and do not stand."""
    return _listed(articles) ^ standing(articles)


def in_past(changed: Collection[str]) -> set[str]:
    """Return what may show on very many pages, which wait: it names old pieces on other old ones."""
    return {thing for thing in changed if thing.startswith("past:")}


def open_all() -> None:
    """Give each list that stands also empty its first page, and drop those of topics that are gone."""
    topics = {things.topic(key) for key in Topic.objects.values_list("pk", flat=True)}
    shows = {things.show(key) for key in Show.objects.values_list("topic", flat=True)}
    names = set(Shelf.objects.order_by().values_list("list", flat=True).distinct())
    with transaction.atomic():
        shelves.opened({things.ALL, *topics, *shows} - names)
        kept = topics | shows
        for name in sorted((things.lists(names, "topic") | things.lists(names, "show")) - kept):
            shelves.drop(name)


def ancestors(topic: int) -> list[int]:
    """Return the topics that one lies under, the nearest first."""
    parents = dict(Topic.objects.values_list("pk", "parent"))
    found: list[int] = []
    here = parents.get(topic)
    while here is not None and here not in found:
        found.append(here)
        here = parents.get(here)
    return found


def _listed(articles: Collection[int]) -> set[Stand]:
    found = ask_each("SELECT list, at, article FROM press_listed WHERE article IN (KEYS)", articles)
    return {(name, at, key) for name, at, key in found}


def _by_list(stands: Collection[Stand]) -> dict[str, set[Place]]:
    found: dict[str, set[Place]] = defaultdict(set)
    for name, at, key in stands:
        found[name].add((at, key))
    return found


def _settled(name: str, before: Facts, places: set[Place]) -> set[str]:
    changed, after = shelves.settle(name, before, places)
    came = (before.total == 0) != (after.total == 0)
    changed |= parts.changed(name, before, after, places)
    if before.pages != after.pages:
        changed.add(things.pages(name))
    topic = things.topic_of(name)
    if topic is None:
        changed |= _came(name, has_pieces=not before.total) if came else set()
        return changed | _dated(name, places, after.total)
    changed.add(things.COUNTS)
    if came:
        changed.add(things.TOPICS)
        changed |= {things.below(key) for key in ancestors(topic)}
    return changed | {things.behind(name, key) for place in places for key in _newer(name, place)}


def _came(name: str, *, has_pieces: bool) -> set[str]:
    """Return what changes when a list gets its first piece, or loses its last one."""
    changed = {things.filled(name), things.filled(things.sort_of(name))}
    for author in things.keys({name}, "author"):
        changed |= signing.settle(author, has_pieces=has_pieces)
    return changed


def _dated(name: str, places: set[Place], count: int) -> set[str]:
    """Return what changes besides its pages when pieces came to a day, or left it."""
    sort, _colon, day = name.partition(":")
    if sort != "day":
        return set()
    return dating.settle(date.fromisoformat(day), places, has_pieces=count > 0)


def _newer(name: str, place: Place) -> list[int]:
    """Return the next articles in front of a place: those that name what stands there."""
    return [key for (key,) in ask(_NEWER, name, *place, BEHIND)]
