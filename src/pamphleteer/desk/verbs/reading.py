"""Read the wire story by story, as somebody with an hour a day does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision

from pamphleteer.collect.models import Story, WireItem
from pamphleteer.desk.models import Article, ItemWords, Skip
from pamphleteer.desk.verbs import learning, rights, search
from pamphleteer.ground import clock
from pamphleteer.register.models import Licence, Person, Topic

OPEN, TAKEN, ASIDE, ALL = "open", "taken", "aside", "all"
SHOWN = {
    OPEN: pgettext_lazy("stories", "Still open"),
    TAKEN: pgettext_lazy("stories", "Taken"),
    ASIDE: pgettext_lazy("stories", "Put aside"),
    ALL: pgettext_lazy("stories", "All"),
}


@dataclass(frozen=True)
class Wanted:
    """Which stories are asked for; what is empty asks for all."""

    days: int = 1
    show: str = OPEN
    partner: int | None = None
    topic: int | None = None
    language: str = ""
    whole: bool | None = None
    words: str = ""


@dataclass(frozen=True)
class Line:
    """One story as the wire lists it: who carries it, and what became of it here."""

    story: Story
    items: Sequence[WireItem]
    article: Article | None
    by: Person | None
    since: datetime | None
    skip: Skip | None
    topics: Sequence[Topic]
    may_open: bool = False
    suggested: Sequence[learning.Suggested] = ()

    @property
    def lead(self) -> str:
        """The lead of the first publisher's piece, or of another one."""
        first = self.story.first
        leads = [first.lead if first else "", *(item.lead for item in self.items)]
        return next(filter(None, leads), "")

    @property
    def carriers(self) -> list[tuple[str, Licence]]:
        """The partners that carry it, each once, with what its licence allows."""
        found = {item.source.partner.name: item.licence for item in self.items}
        return list(found.items())

    @property
    def may_be_published(self) -> bool:
        """Whether one of its pieces may be carried whole, and is here whole."""
        return any(item.licence.full_text and item.body for item in self.items)


def stories(wanted: Wanted) -> "QuerySet[Story]":
    """Return the stories that are asked for, the newest first."""
    found = Story.objects.told().filter(first__isnull=False)
    if wanted.days:
        found = found.filter(latest__gte=clock.now() - timedelta(days=wanted.days))
    if wanted.language:
        found = found.filter(language__istartswith=wanted.language)
    carried = _carried(wanted)
    if carried is not None:
        found = found.filter(pk__in=carried.values("story"))
    return _as_far(found, wanted.show).order_by("-latest", "-pk")


def lines(found: Iterable[Story], *, reader: Person | None = None) -> list[Line]:
    """Return the lines of some stories, in a few queries for all of them.

    A line says whether the reader may open the article that was made of its story.
    """
    carriers = WireItem.objects.select_related("source__partner", "licence").order_by("seen", "pk")
    listed = list(found)
    rows = Story.objects.filter(pk__in=[one.pk for one in listed]).select_related(
        "first", "skip__by"
    )
    whole = {
        one.pk: one
        for one in rows.prefetch_related(Prefetch("items", carriers), "items__source__topics")
    }
    articles = _articles(whole.values())
    made = [_line(whole[one.pk], articles, reader) for one in listed if one.pk in whole]
    return _with_suggestions(made)


def _with_suggestions(made: list[Line]) -> list[Line]:
    """Add the topics that may fit to the lines of stories that nobody has taken."""
    open_ = [line for line in made if not line.article]
    told = learning.for_stories(
        [(line.story, line.lead, [topic.pk for topic in line.topics]) for line in open_]
    )
    found = {line.story.pk: several for line, several in zip(open_, told, strict=True)}
    return [replace(line, suggested=found.get(line.story.pk, ())) for line in made]


def _carried(wanted: Wanted) -> "QuerySet[WireItem] | None":
    """Return the pieces of which a story must have one, or None if that makes no difference."""
    asked = {
        "source__partner": wanted.partner,
        "source__topics": wanted.topic,
        "licence__full_text": wanted.whole,
    }
    told = {name: value for name, value in asked.items() if value is not None}
    words = wanted.words.strip()
    if not told and not words:
        return None
    found = WireItem.objects.filter(**told).order_by()
    return found.filter(search.found(words, ItemWords)) if words else found


def _as_far(found: "QuerySet[Story]", show: str) -> "QuerySet[Story]":
    # Databases think that each article came from the wire, unless they are told.
    taken = Exists(Article.objects.filter(item__isnull=False, item__story=OuterRef("pk")))
    aside = Exists(Skip.objects.filter(story=OuterRef("pk")))
    if show == TAKEN:
        return found.filter(taken)
    if show == ASIDE:
        return found.filter(aside)
    return found if show == ALL else found.exclude(taken).exclude(aside)


def _articles(found: Iterable[Story]) -> dict[int, Article]:
    told = {item.pk: story.pk for story in found for item in story.items.all()}
    written = Revision.objects.select_related("user").defer("content")
    rows = Article.objects.filter(item__in=told).order_by()
    rows = rows.prefetch_related(Prefetch("latest_revision", written))
    oldest_last = sorted(rows, key=lambda article: -article.pk)
    return {told[article.item_id]: article for article in oldest_last if article.item_id}


def _line(story: Story, articles: Mapping[int, Article], reader: Person | None) -> Line:
    article = articles.get(story.pk)
    written = article.latest_revision if article else None
    items = list(story.items.all())
    topics = {topic.pk: topic for item in items for topic in item.source.topics.all()}
    return Line(
        story=story,
        items=items,
        article=article,
        by=written.user if written else None,
        since=written.created_at if written else None,
        skip=getattr(story, "skip", None),
        topics=list(topics.values()),
        may_open=bool(article and reader and rights.may(reader, rights.CHANGE, article)),
    )
