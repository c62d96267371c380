"""What topics that readers chose are by now: merged ones what they became, and those that are no more left out."""

from collections.abc import Collection
from dataclasses import dataclass

from pamphleteer.post.models import Digest
from pamphleteer.register.models import Topic, TopicMerge


@dataclass(frozen=True)
class Topics:
    """The topics that a digest carries, and what those that were merged have become."""

    carried: frozenset[int]
    known: frozenset[int]
    become: dict[int, int]

    @classmethod
    def read(cls, digest: Digest) -> "Topics":
        """Return them as they are now."""
        become = dict(TopicMerge.objects.values_list("key", "topic"))
        known = frozenset(Topic.objects.order_by().values_list("pk", flat=True))
        if digest.every_topic:
            return cls(known, known, become)
        some = frozenset(digest.topics.order_by().values_list("pk", flat=True))
        return cls(some, known, become)

    def now(self, topics: Collection[int]) -> frozenset[int]:
        """Return topics by their numbers, those merged as what they have become."""
        return frozenset(self.become.get(one, one) for one in topics)

    def wanted(self, topics: Collection[int] | None) -> frozenset[int] | None:
        """Return which of the chosen topics there are, None for all: so it is where the digest carries none of them.

        Who chose them would get no letter any more, and with none no link to choose others.
        """
        left = self.known & self.now(topics or ())
        return left if left & self.carried else None
