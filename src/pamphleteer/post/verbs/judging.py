"""Judge what is said of readers whose mail is not taken: mailing by mailing, some time after it was said."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.errors import Meanwhile
from pamphleteer.post.models import Evidence, Reader
from pamphleteer.post.verbs.doubting import doubtful, stamp
from pamphleteer.post.verbs.evidence import address_since
from pamphleteer.post.verbs.mailings import Mailing, mailing_of
from pamphleteer.post.verbs.repeated import repeated
from pamphleteer.post.verbs.suppression import Reason, Why
from pamphleteer.post.verbs.taking_off import take_off
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal

EVERY = 60.0  # seconds
QUIET = timedelta(hours=1)  # so that what one site says of all its readers is seen together
_SOME = 2_000
_STANDING = Evidence.Standing
_log = logging.getLogger(__name__)


def round_(stop: Stop = never) -> int:
    """Judge what has waited for long enough, and do what people decided; returns how many were taken off the list."""
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
    return gone + _take_off(Evidence.objects.all(), _SOME)


def believe(
    mailing: Mailing, *, by: Person | None = None, seen: str = "", at_once: int | None = None
) -> int:
    """Take off the list whom a mailing came back from after all: a person has said so. Returns how many at once.

    Those beyond `at_once` are taken off by the next rounds. Raises `Meanwhile` if it is not of those any more whose
    stamp was `seen`; `KeyMissing` and `SealError`, when all of them are left to a round.
    """
    _decide(mailing, _STANDING.BELIEVED, "believed", by, seen)
    return _take_off(mailing.evidence(), at_once)


def dismiss(mailing: Mailing, *, by: Person | None = None, seen: str = "") -> int:
    """Let nothing follow from what is doubted of a mailing; returns of how many readers that was.

    Raises `Meanwhile` as `believe`.
    """
    return _decide(mailing, _STANDING.NOTED, "dismissed", by, seen)


def _decide(
    mailing: Mailing, standing: Evidence.Standing, what: str, by: Person | None, seen: str
) -> int:
    """Decide about all that is doubted of a mailing, in one statement: so of two people one does."""
    with transaction.atomic():
        if seen and stamp(mailing) != seen:
            raise Meanwhile(
                _("Somebody has decided meanwhile, or more came back. Look again at what is asked.")
            )
        number = mailing.evidence().filter(standing=_STANDING.DOUBTED).update(standing=standing)
        if number:
            of = mailing.of
            journal.write(f"{of._meta.model_name}.{what}", of, by=by, readers=number)
    return number


def _take_off(rows: "QuerySet[Evidence]", at_most: int | None) -> int:
    """Take off the list of whom a person believes that they are gone."""
    believed = rows.filter(standing=_STANDING.BELIEVED).order_by("at", "pk")
    some = believed.select_related("reader", "delivery__letter")[:at_most]
    return sum(_condemn(one) for one in some)


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
