"""Where topics stand: under which other, in which order, at which address."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused
from pamphleteer.register.models import Person, Topic, TopicAddress
from pamphleteer.register.models.topic import LAST, LEVELS, arranged
from pamphleteer.register.verbs import journal


def held() -> list[Topic]:
    """Return all topics as they are now, held until the transaction ends: one person moves at a time."""
    return list(Topic.objects.select_for_update(no_key=True).order_by("pk"))


def check(topic: Topic, parent: Topic | None, topics: Sequence[Topic]) -> None:
    """Raise `Refused` unless a topic may lie under another one, or under none."""
    if parent is None:
        return
    every = {one.pk: one for one in topics}
    above = _above(parent, every)
    if topic.pk is not None and topic.pk in {parent.pk, *(one.pk for one in above)}:
        raise Refused(
            _(
                "“{topic}” can't lie under “{parent}”, which lies under it or is the same: "
                "choose another one."
            ).format(topic=topic, parent=parent)
        )
    if len(above) + 1 + _height(topic, topics) > LEVELS:
        raise Refused(
            _(
                "“{topic}” can't lie under “{parent}”: topics lie at most {most} deep. "
                "Choose one that lies higher."
            ).format(topic=topic, parent=parent, most=LEVELS)
        )


def settle(topic: Topic, *, stood: str) -> None:
    """Keep the order of all topics, and the address at which a changed one stood before.

    Where nobody has put a topic anywhere, they stay in the order of their names.
    """
    if stood and stood != topic.slug:
        TopicAddress.objects.get_or_create(slug=stood, defaults={"topic": topic})
    TopicAddress.objects.filter(slug=topic.slug).delete()
    topics = list(Topic.objects.all())
    if any(one.parent_id or one.place != LAST for one in topics):
        _number(topics)


def move(topic: Topic, *, up: bool, by: Person | None = None) -> bool:
    """Put a topic before the one above it, or behind the one below; False if there is none."""
    with transaction.atomic():
        topics = held()
        places = [one for one, _level in arranged(topics)]
        row = next((one for one in places if one.pk == topic.pk), None)
        if row is None:
            raise Refused(_("“{topic}” is no topic any more.").format(topic=topic))
        beside = [one for one in places if one.parent_id == row.parent_id]
        here = beside.index(row)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(beside):
            return False
        beside[here], beside[there] = beside[there], beside[here]
        for number, one in enumerate(beside):
            one.place = number
        _number(topics)
        other = beside[here]
        journal.write("topic.moved", row, by=by, **{"before" if up else "behind": str(other)})
    return True


def _number(topics: Sequence[Topic]) -> None:
    """Give all topics their places in the order of lists."""
    before = dict(Topic.objects.values_list("pk", "place"))
    for number, (one, _level) in enumerate(arranged(topics), start=1):
        one.place = number
    changed = [one for one in topics if before.get(one.pk) != one.place]
    Topic.objects.bulk_update(changed, ["place"], batch_size=200)


def _above(topic: Topic, every: dict[int, Topic]) -> list[Topic]:
    found, row = list[Topic](), every.get(topic.pk, topic)
    while row.parent_id is not None and len(found) < len(every):
        row = every[row.parent_id]
        found.append(row)
    return found


def _height(topic: Topic, topics: Sequence[Topic]) -> int:
    """Return how many levels a topic takes, with those under it."""
    below = [one for one in topics if topic.pk is not None and one.parent_id == topic.pk]
    return 1 + max((_height(one, topics) for one in below), default=0)
