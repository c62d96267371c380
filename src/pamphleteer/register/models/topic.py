"""Topics: what an archive page gathers, the order in which they are listed, and where they stood."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db import models
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.register import rows
from pamphleteer.register.models.addressing import AddressField
from pamphleteer.register.statements import ask_each, marks

LEVELS = 3  # a topic, one under it, and one under that
_BECOME = "SELECT key, topic_id FROM register_topicmerge WHERE key IN (KEYS)"
LAST = 1_000_000  # the place of topics that nobody has put anywhere: behind all others, by name


class TopicQuerySet(models.QuerySet["Topic"]):
    """Finds topics as lists show them."""

    def with_parents(self) -> "TopicQuerySet":
        """Return them with what they lie under, for their full names."""
        return self.select_related("parent__parent")

    def of(self, keys: Collection[int]) -> list["Topic"]:
        """Return those that are there of some numbers."""
        return rows.find(self.model, f"WHERE id IN ({marks(len(keys))})", *keys) if keys else []


class Topic(models.Model):
    """What an archive page gathers, such as "coup"."""

    slug = AddressField(lazy("address"), max_length=80, unique=True)
    name = models.CharField(lazy("name"), max_length=120)
    description = models.TextField(lazy("description"), blank=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="below",
        verbose_name=lazy("lies under"),
        help_text=lazy("A wider topic; the pages of both name each other."),
    )
    place = models.PositiveIntegerField(
        default=LAST, editable=False, help_text="Where it stands in lists of all topics."
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = lazy("topic")
        verbose_name_plural = lazy("topics")
        ordering = ["place", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")), name="no_topic_lies_under_itself"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """Its name behind those of the topics that it lies under."""
        names, above = [self.name], self.parent
        while above and len(names) < LEVELS:
            names.append(above.name)
            above = above.parent
        return " › ".join(reversed(names))


class TopicAddress(models.Model):
    """One address under which a topic stood, before it changed or was merged into another."""

    slug = AddressField(max_length=80, unique=True)
    topic = models.ForeignKey("register.Topic", on_delete=models.CASCADE, related_name="addresses")

    def __str__(self) -> str:
        return self.slug


class TopicMergeQuerySet(models.QuerySet["TopicMerge"]):
    """Finds what merged topics have become."""

    def now(self, keys: Iterable[int]) -> list[int]:
        """Return topics by their numbers, each once, those merged as what they have become."""
        asked = list(keys)
        become = dict(ask_each(_BECOME, asked))
        return list(dict.fromkeys(become.get(key, key) for key in asked))


class TopicMerge(models.Model):
    """A topic that was merged, for whatever still has its number: old versions, forms left open."""

    key = models.BigIntegerField(primary_key=True, help_text="The number that it had.")
    topic = models.ForeignKey("register.Topic", on_delete=models.CASCADE, related_name="+")

    objects = TopicMergeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"topic {self.key} is {self.topic} now"


def arranged(topics: Iterable[Topic]) -> list[tuple[Topic, int]]:
    """Return topics in the order of lists, each with how deep it lies: those under it come behind it."""
    below: dict[int | None, list[Topic]] = defaultdict(list)
    every = {topic.pk: topic for topic in topics}
    for topic in every.values():
        below[topic.parent_id if topic.parent_id in every else None].append(topic)
    return list(_walk(below, None, 0))


def _walk(
    below: dict[int | None, list[Topic]], parent: int | None, level: int
) -> Iterator[tuple[Topic, int]]:
    for topic in sorted(below[parent], key=lambda one: (one.place, one.name, one.pk)):
        yield topic, level
        yield from _walk(below, topic.pk, level + 1)
