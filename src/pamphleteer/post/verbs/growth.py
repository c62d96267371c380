"""How many readers there are, by digest and by topic, and how that came about: week by week.

Where there are many, counting takes seconds: there it is a round that counts, and pages say when it did.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.models import Digest, Reader, Subscription, Tally
from pamphleteer.post.verbs.tallying import WEEKS, Tallied, tallied
from pamphleteer.register.models import Topic

MANY = 50_000  # rows that are counted in a tenth of a second or two
EVERY = 600.0  # seconds
_OLD = timedelta(hours=1)
_NONE = (0,) * (WEEKS + 1)


@dataclass(frozen=True)
class Growth:
    """Of what, and how many readers at the end of each of the days."""

    name: str
    counts: tuple[int, ...]

    @property
    def now(self) -> int:
        """How many there are now."""
        return self.counts[-1]

    @property
    def more(self) -> int:
        """How many more, or fewer, than at first."""
        return self.counts[-1] - self.counts[0]

    @property
    def signed(self) -> str:
        """The same with its sign."""
        return f"{self.more:+}" if self.more else "±0"


@dataclass(frozen=True)
class Counts:
    """The readers on the list, on some days by the outlet's clocks, the last of which is today.

    `at` is when they were counted, None for now.
    """

    days: tuple[date, ...]
    list: Growth
    digests: Mapping[int, Growth]
    topics: Sequence[Growth]
    every_topic: int  # readers who get all topics of a digest
    at: datetime | None


def counts() -> Counts:
    """Return the readers of the last weeks; where there are many, as they were when a round counted them."""
    if not _many():
        return _named(tallied(), None)
    kept = _kept() or _keep()
    return _named(_read(kept), kept.at)


def readers_of(digest: Digest) -> int:
    """Return how many readers a digest has, by the same rule."""
    kept = _kept() if _many() else None
    if kept is None:
        return digest.readers.confirmed().count()
    return _read(kept).digests.get(digest.pk, _NONE)[-1]


def round_(stop: Stop = never) -> int:
    """Count where there are many; 1 if that was done."""
    if stop() or not _many():
        return 0
    _keep()
    return 1


def _many() -> bool:
    newest = (
        model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        for model in (Reader, Subscription)
    )
    return max(newest) > MANY


def _kept() -> Tally | None:
    return Tally.objects.filter(at__gt=clock.now() - _OLD).first()


def _keep() -> Tally:
    at = clock.now()
    found = json.loads(json.dumps(asdict(tallied()), default=date.isoformat))
    return Tally.objects.update_or_create(pk=Tally.THE, defaults={"at": at, "found": found})[0]


def _read(kept: Tally) -> Tallied:
    found = kept.found
    return Tallied(
        days=tuple(map(date.fromisoformat, found["days"])),
        readers=tuple(found["readers"]),
        digests={int(key): tuple(some) for key, some in found["digests"].items()},
        topics={int(key): tuple(some) for key, some in found["topics"].items()},
        every_topic=found["every_topic"],
    )


def _named(found: Tallied, at: datetime | None) -> Counts:
    names = {one.pk: one.full_name for one in Topic.objects.with_parents()}
    topics = [Growth(names[key], some) for key, some in found.topics.items() if key in names]
    return Counts(
        found.days,
        Growth("", found.readers),
        {
            one.pk: Growth(one.name, found.digests.get(one.pk, _NONE))
            for one in Digest.objects.all()
        },
        sorted(topics, key=lambda one: (-one.now, one.name)),
        found.every_topic,
        at,
    )
