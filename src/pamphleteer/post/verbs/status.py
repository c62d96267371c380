"""How the post stands: readers, editions, and what became of their mails."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from pamphleteer.ground import clock
from pamphleteer.post.models import (
    Delivery,
    Digest,
    Edition,
    Evidence,
    Letter,
    Notice,
    State,
    Trial,
)
from pamphleteer.post.verbs.claim import KINDS
from pamphleteer.post.verbs.progress import Progress, counted

_OPEN = (State.PLANNED, State.CLAIMED, State.DOUBT)
_OF_LATE = timedelta(days=30)  # nothing of an older edition is open but what is in doubt


@dataclass(frozen=True)
class Regular:
    """One digest: its readers, its last edition and the one that waits for an editor."""

    digest: Digest
    readers: int
    last: Edition | None
    waiting: Edition | None


@dataclass(frozen=True)
class Gone:
    """What became of the mails of an edition, how often one was in doubt ever, and what came back, by kind."""

    edition: Edition
    progress: Progress
    doubts: int
    returned: Mapping[str, int] = field(default_factory=dict)


def digests() -> list[Regular]:
    """Return how each digest stands."""
    return [
        Regular(
            digest,
            digest.readers.confirmed().count(),
            digest.editions.out().order_by("-number").first(),
            digest.editions.waiting().first(),
        )
        for digest in Digest.objects.all()
    ]


def editions(last: int) -> list[Gone]:
    """Return what became of the last editions of each digest, and of those of which mail is open still, newest first.

    Each mail of these is counted in an index: a million take a second.
    """
    keys = {
        key
        for digest in Digest.objects.all()
        for key in digest.editions.out().order_by("-number").values_list("pk", flat=True)[:last]
    }
    shown = Edition.objects.select_related("digest").filter(pk__in=keys | _open())
    found = list(shown.order_by("-cut_at", "-pk"))
    doubts, returned = _doubts(found), _returned(found)
    return [
        Gone(one, counted(one), doubts.get(one.pk, 0), returned.get(one.pk, {})) for one in found
    ]


def others() -> dict[str, dict[str, int]]:
    """Return what became of mails that are of no edition, by state: confirmations, tests of letters, alarms."""
    rows: Mapping[str, QuerySet[Any]] = {
        "confirmations": Notice.objects.all(),
        "tests": Trial.objects.filter(alarm=False),
        "alarms": Trial.objects.filter(alarm=True),
    }
    return {
        name: dict(some.order_by().values_list("state").annotate(n=Count("pk")))
        for name, some in rows.items()
    }


def at_once() -> dict[str, dict[str, int]]:
    """Return what became of letters about pieces at once that were written of late, by digest and state."""
    rows = Delivery.objects.filter(
        letter__edition=None, letter__made_at__gt=clock.now() - _OF_LATE
    ).order_by()
    found: dict[str, dict[str, int]] = {}
    for slug, state, number in rows.values_list("letter__digest__slug", "state").annotate(
        n=Count("pk")
    ):
        found.setdefault(slug, {})[state] = number
    return found


def waiting() -> int:
    """Return how many mails are planned or claimed."""
    open_ = [State.PLANNED, State.CLAIMED]
    return sum(kind.objects.filter(state__in=open_).count() for kind in KINDS)


def due() -> dict[str, int]:
    """Return how many mails one round would try now, by kind."""
    now = clock.now()
    return {
        "notices": Notice.objects.due(now).count(),
        "deliveries": Delivery.objects.due(now).count(),
    }


def _open() -> set[int]:
    """Return the editions of late of which mail has no outcome, or is in doubt."""
    mail = Delivery.objects.filter(letter=OuterRef("pk"), state__in=_OPEN)
    late = Letter.objects.filter(edition__cut_at__gt=clock.now() - _OF_LATE)
    return set(late.filter(Exists(mail)).order_by().values_list("edition", flat=True).distinct())


def _doubts(shown: Sequence[Edition]) -> Mapping[int, int]:
    rows = Delivery.objects.filter(letter__edition__in=shown).order_by()
    return dict(rows.values_list("letter__edition").annotate(n=Sum("doubts")))


def _returned(shown: Sequence[Edition]) -> Mapping[int, Mapping[str, int]]:
    rows = Evidence.objects.filter(delivery__letter__edition__in=shown).order_by()
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for edition, kind, number in rows.values_list("delivery__letter__edition", "kind").annotate(
        n=Count("pk")
    ):
        found[edition][kind] = number
    return found
