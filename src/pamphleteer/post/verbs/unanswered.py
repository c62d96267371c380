"""Forget who never answered: a week after the mail that asked, and a week after an address was given up."""

from datetime import datetime

from django.db.models import Q, QuerySet

from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.models import Notice, Reader, State
from pamphleteer.post.tokens import WEEK
from pamphleteer.post.verbs.forget import leaving_nothing
from pamphleteer.post.verbs.turn import turn

SOME = 500
_ON_ITS_WAY = (State.PLANNED, State.CLAIMED, State.DOUBT)


def round_(stop: Stop = never) -> int:
    """Forget those rows; returns how many. Who had been a reader before is one who left, as before."""
    done = 0
    while not stop() and (some := _forget_some(clock.now() - WEEK)):
        done += some
    return done


def _forget_some(before: datetime) -> int:
    with leaving_nothing(), turn():
        rows = _lapsed(before).select_for_update(of=("self",)).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:SOME])
        some = Reader.objects.filter(pk__in=keys)
        back = some.filter(state=Reader.State.ASKED, left_at__isnull=False)
        some.exclude(pk__in=list(back.values_list("pk", flat=True))).delete()
        back.update(state=Reader.State.LEFT, moves=None)
    return len(keys)


def _lapsed(before: datetime) -> QuerySet[Reader]:
    """Return those whose link has ended, which begins to run when its mail goes out."""
    young = Q(state__in=_ON_ITS_WAY) | Q(settled_at__gte=before)
    waiting = Notice.objects.filter(young).values("reader")
    asked = Q(state=Reader.State.ASKED, asked_at__lt=before)
    given_up = Q(state=Reader.State.LEFT, moves__isnull=False, left_at__lt=before)
    return Reader.objects.filter(asked | given_up).exclude(pk__in=waiting)
