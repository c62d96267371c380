"""Learn from published articles how topics are told, and suggest topics for a piece."""

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.collect.models import Story
from pamphleteer.collect.verbs.likeness import base_of
from pamphleteer.desk.learning import Doc, Lesson, learn, suggest, words_of
from pamphleteer.desk.models import Article, Learned
from pamphleteer.ground import clock
from pamphleteer.ground.html import plain
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.register.models import Outlet, Topic
from pamphleteer.register.verbs import journal

READER = "desk.learning"
_WHATS = ("article.published", "article.withdrawn", "topic.merged")
_NEWEST = 5000  # articles of one language from which is learned
_EACH = 200  # articles of each topic that are learned from, older ones too
_BODY = 2000  # characters of a text that are looked at
_CHUNK = 300
_REST = 200  # times as long as it took: half a percent of one processor at most


@dataclass(frozen=True)
class Suggested:
    """A topic that an editor may want, and the headlines that are why."""

    topic: Topic
    like: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reason in words."""
        headlines = ", ".join(f"“{headline}”" for headline in self.like)
        return _("like: {headlines}").format(headlines=headlines)


def round_(stop: Stop = never) -> int:
    """Learn anew if something was published, but not all the time; returns the number of articles."""
    last = Learned.objects.order_by("-at").first()
    if stop() or (last and clock.now() < last.at + timedelta(seconds=_REST * last.took)):
        return 0
    unread = journal.unread(READER, whats=_WHATS, at_most=5000)
    if not unread:
        return 0
    count = learn_all(stop)
    if stop():
        return 0
    with transaction.atomic():
        journal.move(unread)
    return count


def learn_all(stop: Stop = never) -> int:
    """Learn from what is published, the newest first; returns the number of articles, 0 if stopped."""
    began, now = time.thread_time(), clock.now()
    chosen = _chosen()
    taught = {
        language: [asdict(one) for one in learn(list(_docs(keys, stop)))]
        for language, keys in chosen.items()
    }
    if stop():
        return 0
    took = time.thread_time() - began
    with transaction.atomic():
        Learned.objects.exclude(language__in=taught).delete()
        for language, lessons in taught.items():
            Learned.objects.update_or_create(
                language=language, defaults={"at": now, "took": took, "lessons": lessons}
            )
    return sum(map(len, chosen.values()))


def for_article(article: Article) -> list[Suggested]:
    """Return topics that an article may belong under, besides those that it is under."""
    text = f"{article.headline}\n{article.lead}\n{plain(article.body[:_BODY])}"
    but = {topic.pk for topic in article.topics.all()}
    found = _suggested([(article.language, text, but)])
    return found[0]


def for_stories(stories: Sequence[tuple[Story, str, Collection[int]]]) -> list[list[Suggested]]:
    """Return topics for stories of the wire, of which lead and present topics are told."""
    return _suggested([(story.language, f"{story}\n{lead}", but) for story, lead, but in stories])


def _suggested(pieces: Sequence[tuple[str, str, Collection[int]]]) -> list[list[Suggested]]:
    moments = dict(Learned.objects.values_list("language", "at"))
    if not moments or not pieces:
        return [[] for _ in pieces]
    own = base_of(Outlet.objects.the().language)
    found = []
    for language, text, but in pieces:
        base = base_of(language) or own
        at = moments.get(base)
        found.append(suggest(words_of(text), _lessons(base, at), but=but) if at else [])
    topics = Topic.objects.in_bulk({one.topic for several in found for one in several})
    return [
        [Suggested(topics[one.topic], one.like) for one in several if one.topic in topics]
        for several in found
    ]


@lru_cache(maxsize=16)
def _lessons(language: str, at: datetime) -> tuple[Lesson, ...]:
    """Return the lessons of a language as they were learned at a moment."""
    row = Learned.objects.filter(language=language, at=at).first()
    return tuple(Lesson(**one) for one in row.lessons) if row else ()


def _chosen() -> Mapping[str, list[tuple[int, frozenset[int]]]]:
    """Return the articles that are learned from by their languages, with their topics."""
    own = base_of(Outlet.objects.the().language)
    under = defaultdict[int, list[int]](list)
    links = Article.topics.through.objects.filter(article__live=True)
    for key, topic in links.values_list("article_id", "topic_id").iterator():
        under[key].append(topic)
    chosen = defaultdict[str, list[tuple[int, frozenset[int]]]](list)
    counted = Counter[tuple[str, int]]()
    rows = Article.objects.live().newest_first().values_list("pk", "language")
    for key, language in rows.iterator(chunk_size=5000):
        base = base_of(language) or own
        topics = frozenset(under.get(key, ()))
        few = any(counted[base, topic] < _EACH for topic in topics)
        if few or len(chosen[base]) < _NEWEST:
            chosen[base].append((key, topics))
            counted.update((base, topic) for topic in topics)
    return chosen


def _docs(keys: Sequence[tuple[int, frozenset[int]]], stop: Stop) -> Iterator[Doc]:
    for start in range(0, len(keys), _CHUNK):
        if stop():
            return
        chunk = keys[start : start + _CHUNK]
        rows = Article.objects.filter(pk__in=[key for key, _ in chunk])
        texts = {row[0]: row[1:] for row in rows.values_list("pk", "headline", "lead", "body")}
        for key, topics in chunk:
            if key in texts:
                headline, lead, body = texts[key]
                words = words_of(f"{headline}\n{lead}\n{plain(body[:_BODY])}")
                yield Doc(topics, headline, words)
