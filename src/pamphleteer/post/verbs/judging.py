"""Judge what is said of readers whose mail is not taken: mailing by mailing, some time after it was said."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.models import Evidence, Reader
from pamphleteer.post.verbs.doubting import doubtful
from pamphleteer.post.verbs.evidence import address_since
from pamphleteer.post.verbs.mailings import Mailing, mailing_of
from pamphleteer.post.verbs.repeated import repeated
from pamphleteer.post.verbs.suppression import Reason, Why
from pamphleteer.post.verbs.taking_off import take_off

EVERY = 60.0  # seconds
QUIET = timedelta(hours=1)  # so that what one site says of all its readers is seen together
_SOME = 2_000
_STANDING = Evidence.Standing
_log = logging.getLogger(__name__)


def round_(stop: Stop = never) -> int:
    """Judge what has waited for long enough; returns how many readers were taken off the list."""
    due = Evidence.objects.filter(standing=_STANDING.WAITS, at__lte=clock.now() - QUIET)
    rows = list(due.select_related("reader", "delivery__letter").order_by("at")[:_SOME])
    by_mailing: dict[Mailing, list[Evidence]] = {}
    for one in rows:
        by_mailing.setdefault(mailing_of(one), []).append(one)
    gone = 0
    for mailing, some in by_mailing.items():
        if stop():
            break
        gone += _judge(mailing, some)
    return gone


def believe(mailing: Mailing) -> int:
    """Take off the list whom a mailing came back from after all: a person has said so. Returns how many."""
    rows = mailing.evidence().filter(standing=_STANDING.DOUBTED)
    return sum(_condemn(one) for one in rows.select_related("reader", "delivery__letter"))


def dismiss(mailing: Mailing) -> int:
    """Let nothing follow from what is doubted of a mailing; returns of how many readers that was."""
    rows = mailing.evidence().filter(standing=_STANDING.DOUBTED)
    return rows.update(standing=_STANDING.NOTED)


def _judge(mailing: Mailing, some: Sequence[Evidence]) -> int:
    condemned = [one for one in some if _counts(one) and (one.clear or repeated(one))]
    doubted = set(doubtful(mailing, condemned)) if condemned else set()
    ends = {one.pk for one in condemned} - doubted
    with transaction.atomic():
        waiting = Evidence.objects.filter(standing=_STANDING.WAITS)
        waiting.filter(pk__in=doubted).update(standing=_STANDING.DOUBTED)
        spared = [one.pk for one in some if one.pk not in ends | doubted]
        waiting.filter(pk__in=spared).update(standing=_STANDING.JUDGED)
    if doubted:
        _log.warning(
            "%s came back from %d readers at once: they are kept on the list, see `bounces doubted`",
            mailing.name,
            len(doubted),
        )
    return sum(_condemn(one) for one in some if one.pk in ends)


def _condemn(one: Evidence) -> bool:
    """Take a reader off the list for what was said, which is judged with it; False if it did not come to that."""
    with transaction.atomic():
        open_ = Evidence.objects.filter(pk=one.pk, standing=one.standing)
        if open_.update(standing=_STANDING.JUDGED) != 1 or not _counts(one):
            return False
        mail = one.delivery.message_id if one.delivery else ""
        reason = Reason.UNKNOWN if one.clear else Reason.FAILING
        return take_off(one.reader_id, Why(reason, one.status, one.said, mail))


def _counts(one: Evidence) -> bool:
    """Return whether it is still about the address that a reader of the list has."""
    reader = Reader.objects.filter(pk=one.reader_id).first()
    if reader is None or one.delivery is None or reader.state != Reader.State.CONFIRMED:
        return False
    since = address_since(reader)
    return since is not None and one.delivery.dated >= since
