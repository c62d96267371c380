"""Count the readers of the last weeks, by digest and by topic, from the rows of all of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q

from pamphleteer.ground import clock
from pamphleteer.post.models import Choice, Digest, Reader, Subscription
from pamphleteer.post.verbs.topics import Topics
from pamphleteer.register.models import Outlet

WEEKS = 12
Numbers = tuple[int, ...]


@dataclass(frozen=True)
class Tallied:
    """How many readers there were at the end of each day: in all, by a digest's number, by a topic's.

    `every_topic` is how many choices are for all topics of a digest.
    """

    days: tuple[date, ...]
    readers: Numbers
    digests: dict[int, Numbers]
    topics: dict[int, Numbers]
    every_topic: int


def tallied() -> Tallied:
    """Return the readers as they are now, and as they came to be.

    It is made of those who are here and those who have left: whoever was forgotten, or ended a digest alone, is
    not counted in the past either. Topics are those that readers chose last, since they get the digest.
    """
    days, ends = _days()
    digests: dict[int, Numbers] = defaultdict(lambda: (0,) * len(ends))
    topics: dict[int, Numbers] = defaultdict(lambda: (0,) * len(ends))
    every = 0
    now = {digest.pk: Topics.read(digest) for digest in Digest.objects.all()}
    for digest, chosen, numbers in _per_choice(ends):
        digests[digest] = _sum(digests[digest], numbers)
        wanted = now[digest].wanted(chosen)
        if wanted is None:
            every += numbers[-1]
        for topic in wanted or ():
            topics[topic] = _sum(topics[topic], numbers)
    return Tallied(days, _of_list(ends), dict(digests), dict(topics), every)


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


def _of_list(ends: Sequence[datetime]) -> Numbers:
    asked = {f"n{place}": Count("pk", filter=_on_list(at)) for place, at in enumerate(ends)}
    found = Reader.objects.aggregate(**asked)
    return tuple(found[f"n{place}"] for place in range(len(ends)))


def _per_choice(
    ends: Sequence[datetime],
) -> list[tuple[int, list[int] | None, Numbers]]:
    """Return for each choice its digest, its topics, and how many had it at each moment."""
    asked = {
        f"n{place}": Count("pk", filter=Q(since__lte=at) & _on_list(at, "reader__"))
        for place, at in enumerate(ends)
    }
    rows = Subscription.objects.order_by().values("choice").annotate(**asked)
    found = {choice: tuple(numbers) for choice, *numbers in rows.values_list("choice", *asked)}
    wishes = Choice.objects.values_list("pk", "digest", "topics")
    return [(digest, topics, found[key]) for key, digest, topics in wishes if key in found]


def _sum(some: Numbers, others: Numbers) -> Numbers:
    return tuple(one + other for one, other in zip(some, others, strict=True))
