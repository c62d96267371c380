"""Letters that nobody got yet: after an outage they are merged into the next one, never flushed one by one."""

from datetime import datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from pamphleteer.ground import clock
from pamphleteer.post.models import Choice, Delivery, Digest, State
from pamphleteer.post.verbs import fence
from pamphleteer.post.verbs.moment import stale
from pamphleteer.post.verbs.turn import turn

AT_MOST = 5_000
_BACK = """
    UPDATE post_subscription SET upto = back.upto FROM (
        SELECT d.reader_id, l.digest_id, MIN(d."after") AS upto
        FROM post_delivery d JOIN post_letter l ON l.id = d.letter_id
        WHERE d.id IN (KEYS) GROUP BY d.reader_id, l.digest_id
    ) back
    WHERE post_subscription.reader_id = back.reader_id
    AND post_subscription.digest_id = back.digest_id AND post_subscription.upto > back.upto
"""
# What has certainly reached nobody, and is with no process.
_WAITS = Q(state=State.PLANNED, doubts=0, handed_at=None)


def waits(digest: Digest, *, before: datetime) -> bool:
    """Return whether letters of a digest that were planned before a moment are to be merged into later ones.

    None are while all mail is held: what was planned before a restore may have gone, and somebody has to look at it.
    """
    return fence.state() is None and _free(before).filter(letter__digest=digest).exists()


def take_back(choice: Choice) -> None:
    """Take back, within a turn, what readers with a choice have not been handed yet.

    They stand again where they stood before it, so that it comes with the next letter.
    """
    readers = choice.subscriptions.values("reader")
    while _taken(_free(clock.now()).filter(reader__in=readers), choice.digest_id):
        pass


def take_back_stale(digest: Digest) -> int:
    """Take back the letters of a digest that have waited for a relay for too long; returns how many.

    What the same readers have been planned since then goes with them: they will stand before all of it.
    """
    before, total = clock.now() - stale(), 0
    while waits(digest, before=before):
        with turn():
            taken = _taken(_free(before), digest.pk)
        total += taken
        if not taken:
            break
    return total


def _free(before: datetime) -> "QuerySet[Delivery]":
    """Return what was planned before a moment and has certainly reached nobody, and may be merged into later letters.

    A reader has one position: who went back to before a letter that they were handed would get it twice. So what
    was put off while a later one of the digest went goes by itself, when its site takes it.
    """
    same = Q(reader=OuterRef("reader"), letter__digest=OuterRef("letter__digest"))
    later = Delivery.objects.filter(same, after__gte=OuterRef("after"))
    handed = later.exclude(_WAITS).exclude(state=State.REFUSED)
    return Delivery.objects.filter(_WAITS, ~Exists(handed), dated__lt=before)


def _taken(rows: "QuerySet[Delivery]", digest: int) -> int:
    """Take back some letters of a digest, and all others of it that wait for the same readers."""
    first = rows.filter(letter__digest=digest).order_by("pk")
    some = first.select_for_update(skip_locked=True, of=("self",))
    readers = set(some.values_list("reader", flat=True)[:AT_MOST])
    theirs = Q(letter__digest=digest, reader__in=readers)
    # Held, so that nobody claims them from here on; who had claimed one has it, and it is waited for no more.
    held = Delivery.objects.filter(_WAITS, theirs).order_by("pk").select_for_update(of=("self",))
    list(held.values_list("pk"))
    keys = list(_free(clock.now()).filter(theirs).values_list("pk", flat=True))
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(_BACK.replace("KEYS", ", ".join(map(str, keys))))
        Delivery.objects.filter(pk__in=keys).delete()
    return len(keys)
