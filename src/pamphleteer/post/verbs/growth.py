"""How many readers there are, by digest and by topic, and how that came about: week by week."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q

from pamphleteer.ground import clock
from pamphleteer.post.models import Choice, Digest, Reader, Subscription
from pamphleteer.register.models import Outlet, Topic, TopicMerge

WEEKS = 12


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
    """The readers on the list, on some days by the outlet's clocks, the last of which is today."""

    days: tuple[date, ...]
    list: Growth
    digests: Mapping[int, Growth]
    topics: Sequence[Growth]
    every_topic: int  # readers who get all topics of a digest


def counts() -> Counts:
    """Return the readers of the last weeks.

    It is made of those who are here and those who have left: whoever was forgotten, or ended a digest alone, is
    not counted in the past either. Topics are those that readers chose last, since they get the digest.
    """
    days, ends = _days()
    per_choice = _per_choice(ends)
    digests: dict[int, list[int]] = defaultdict(lambda: [0] * len(ends))
    topics: dict[int, list[int]] = defaultdict(lambda: [0] * len(ends))
    every = 0
    become = dict(TopicMerge.objects.values_list("key", "topic"))
    for digest, chosen, numbers in per_choice:
        _add(digests[digest], numbers)
        if chosen is None:
            every += numbers[-1]
        for topic in {become.get(one, one) for one in chosen or ()}:
            _add(topics[topic], numbers)
    names = {one.pk: one.full_name for one in Topic.objects.with_parents().filter(pk__in=topics)}
    of_topics = [Growth(names[key], tuple(some)) for key, some in topics.items() if key in names]
    return Counts(
        days,
        Growth("", _of_list(ends)),
        {one.pk: Growth(one.name, tuple(digests[one.pk])) for one in Digest.objects.all()},
        sorted(of_topics, key=lambda one: (-one.now, one.name)),
        every,
    )


def _days() -> tuple[tuple[date, ...], tuple[datetime, ...]]:
    """Return the days, and the moments at which they end; the last one has not ended yet."""
    now, zone = clock.now(), Outlet.objects.the().tz
    today = now.astimezone(zone).date()
    days = tuple(today - timedelta(weeks=back) for back in range(WEEKS, -1, -1))
    ends = [datetime.combine(day + timedelta(days=1), time(), zone) for day in days[:-1]]
    return days, (*ends, now)


def _on_list(at: datetime, reader: str = "") -> Q:
    """Return which readers were on the list at a moment."""
    here = Q(**{f"{reader}state": Reader.State.CONFIRMED})
    left = Q(**{f"{reader}state": Reader.State.LEFT, f"{reader}left_at__gt": at})
    return Q(**{f"{reader}confirmed_at__lte": at}) & (here | left)


def _of_list(ends: Sequence[datetime]) -> tuple[int, ...]:
    asked = {f"n{place}": Count("pk", filter=_on_list(at)) for place, at in enumerate(ends)}
    found = Reader.objects.aggregate(**asked)
    return tuple(found[f"n{place}"] for place in range(len(ends)))


def _per_choice(
    ends: Sequence[datetime],
) -> list[tuple[int, list[int] | None, tuple[int, ...]]]:
    """Return for each choice its digest, its topics, and how many had it at each moment."""
    asked = {
        f"n{place}": Count("pk", filter=Q(since__lte=at) & _on_list(at, "reader__"))
        for place, at in enumerate(ends)
    }
    rows = Subscription.objects.order_by().values("choice").annotate(**asked)
    found = {choice: tuple(numbers) for choice, *numbers in rows.values_list("choice", *asked)}
    wishes = Choice.objects.values_list("pk", "digest", "topics")
    return [(digest, topics, found[key]) for key, digest, topics in wishes if key in found]


def _add(to: list[int], numbers: Sequence[int]) -> None:
    for place, number in enumerate(numbers):
        to[place] += number
