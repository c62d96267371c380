"""Merge two topics: all that stands under one stands under the other from then on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pamphleteer.collect.models import Source
from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article, Rule
from pamphleteer.desk.verbs import tree
from pamphleteer.register.models import Person, Topic, TopicAddress, TopicMerge
from pamphleteer.register.numbers import grouped
from pamphleteer.register.verbs import journal


@dataclass(frozen=True)
class Standing:
    """How much stands under a topic."""

    articles: int
    sources: int
    rules: int
    topics: int

    @property
    def words(self) -> str:
        """It in a few words."""
        counted = (
            (self.articles, ngettext("{count} article", "{count} articles", self.articles)),
            (self.sources, ngettext("{count} source", "{count} sources", self.sources)),
            (
                self.rules,
                ngettext("{count} rule of a source", "{count} rules of sources", self.rules),
            ),
            (
                self.topics,
                ngettext("{count} topic under it", "{count} topics under it", self.topics),
            ),
        )
        told = [words.format(count=grouped(count)) for count, words in counted if count]
        return ", ".join(told) or _("nothing")


def standing(topic: Topic) -> Standing:
    """Return how much would move; articles by what is published and by their newest drafts."""
    under = set(Article.objects.filter(topics=topic).values_list("pk", flat=True))
    drafts = Article.objects.filter(has_unpublished_changes=True).values_list(
        "pk", "latest_revision__content__topics"
    )
    under.update(key for key, topics in drafts.iterator() if topic.pk in (topics or ()))
    return Standing(
        articles=len(under),
        sources=Source.objects.filter(topics=topic).count(),
        rules=Rule.objects.filter(topics=topic).count(),
        topics=topic.below.count(),
    )


def merge(topic: Topic, into: Topic, *, by: Person | None = None) -> Topic:
    """Move all that stands under a topic to another one, and return that; addresses lead there.

    Versions of articles that nobody has published, and old ones, are read as if they had always
    named the topic that stays. Raises `Refused` for one topic, for a narrower one under the topic
    itself, or where one was merged a moment ago.
    """
    if topic.pk == into.pk:
        told = _("“{topic}” can't be merged into itself: choose another topic.")
        raise Refused(told.format(topic=topic))
    with transaction.atomic():
        _wait_for_writers()
        topics = {one.pk: one for one in tree.held()}
        for one in (topic, into):
            if one.pk not in topics:
                told = _("“{topic}” was merged a moment ago: look at the list of topics again.")
                raise Refused(told.format(topic=one))
        gone, kept = topics[topic.pk], topics[into.pk]
        _check(gone, kept, list(topics.values()))
        for link in _links():
            _move(link, gone, kept)
        TopicMerge.objects.create(key=gone.pk, topic=kept)
        TopicAddress.objects.update_or_create(slug=gone.slug, defaults={"topic": kept})
        gone.delete()
        journal.write(
            "topic.merged", kept, by=by, came_from=str(gone), to=str(kept), address=gone.slug
        )
    return kept


def _check(gone: Topic, kept: Topic, topics: list[Topic]) -> None:
    above = kept
    every = {one.pk: one for one in topics}
    for _step in topics:
        if above.parent_id is None:
            break
        above = every[above.parent_id]
        if above.pk == gone.pk:
            raise Refused(
                _(
                    "“{kept}” lies under “{gone}”: merge “{kept}” into “{gone}” instead, or let it "
                    "lie elsewhere first."
                ).format(kept=kept, gone=gone)
            )
    for one in topics:
        if one.parent_id == gone.pk:
            tree.check(one, kept, topics)


def _links() -> Iterator[models.ForeignKey[Any, Any]]:
    """Yield each key that points to a topic, of whatever room's rows."""
    for relation in Topic._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation.field


def _move(link: models.ForeignKey[Any, Any], gone: Topic, kept: Topic) -> None:
    rows = link.model._base_manager
    old = rows.filter(**{link.name: gone.pk})
    if link.model._meta.auto_created:
        owner = next(
            one.attname
            for one in link.model._meta.fields
            if one.is_relation and one.name != link.name
        )
        there = rows.filter(**{link.name: kept.pk}).values(owner)
        old.filter(**{f"{owner}__in": there}).delete()
    elif link.unique and rows.filter(**{link.name: kept.pk}).exists():
        # What there is one of, such as a picture, the topic that stays has already.
        old.delete()
    old.update(**{link.name: kept.pk})


def _wait_for_writers() -> None:
    """Let those end who are just putting something under a topic, and let others wait.

    Before the topics are held: who has written looks at them once more at the end.
    """
    if connection.vendor != "postgresql":
        return
    tables = sorted(
        connection.ops.quote_name(link.model._meta.db_table)
        for link in _links()
        if link.model._meta.auto_created
    )
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
