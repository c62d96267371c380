"""What topics that readers chose are by now: merged ones what they became, and those that are no more left out."""

from collections.abc import Collection
from dataclasses import dataclass

from pamphleteer.register.models import Topic, TopicMerge


@dataclass(frozen=True)
class Topics:
    """The outlet's topics, and what those that were merged have become."""

    known: frozenset[int]
    become: dict[int, int]

    @classmethod
    def read(cls) -> "Topics":
        """Return them as they are now."""
        become = dict(TopicMerge.objects.values_list("key", "topic"))
        return cls(frozenset(Topic.objects.order_by().values_list("pk", flat=True)), become)

    def now(self, topics: Collection[int]) -> frozenset[int]:
        """Return topics by their numbers, those merged as what they have become."""
        return frozenset(self.become.get(one, one) for one in topics)

    def wanted(self, topics: Collection[int] | None) -> frozenset[int] | None:
        """Return which of the chosen topics there are, None for all: so it is where none of them is left.

        Who chose them would get no letter any more, and with none no link to choose others.
        """
        return None if topics is None else (self.now(topics) & self.known) or None
