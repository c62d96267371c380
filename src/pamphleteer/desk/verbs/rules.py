"""Publish by rule: what some sources bring goes to their topics by itself."""

import logging

from django.core.exceptions import ValidationError
from django.db import DataError, transaction

from pamphleteer.collect.models import Source, WireItem
from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Rule
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.take import carried, take
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.register.models import Topic
from pamphleteer.register.verbs import journal

READER = "desk.rules"
log = logging.getLogger(__name__)


def set_rule(source: Source, *, topics: list[Topic]) -> Rule:
    """Publish to these topics, by itself, what the source brings from now on."""
    with transaction.atomic():
        rule, _ = Rule.objects.get_or_create(source=source)
        rule.topics.set(topics)
        journal.write("source.rule_set", source, topics=", ".join(map(str, topics)))
    return rule


def drop_rule(source: Source) -> bool:
    """Leave what the source brings on the wire; True if there was a rule."""
    with transaction.atomic():
        removed, _ = Rule.objects.filter(source=source).delete()
        if removed:
            journal.write("source.rule_dropped", source)
    return bool(removed)


def round_(stop: Stop = never) -> int:
    """Publish what came in from sources with a rule; returns the number of articles."""
    published = 0
    while not stop():
        news = journal.unread(READER, whats=["wire.came"], at_most=1)
        if not news:
            break
        with transaction.atomic():
            if journal.move(news):
                published += _follow(news.entries[0].data["items"])
    return published


def _follow(keys: list[int]) -> int:
    items = (
        WireItem.objects.filter(pk__in=keys, source__rule__isnull=False)
        .select_related("licence", "source__partner", "source__rule")
        .order_by("published", "pk")
    )
    done = 0
    for item in items:
        if carried(item) is None:
            done += _published(item)
    return done


def _published(item: WireItem) -> bool:
    """Publish one piece; one that can't be stays on the wire, and holds up no other."""
    try:
        with transaction.atomic():
            publish(take(item, topics=item.source.rule.topics.all()))
    except (DeskError, ValidationError, DataError) as error:
        log.warning("%s stays on the wire: %s", item.url or item.identity, error)
        return False
    return True
