"""Settle what is in doubt: mails that a relay may have taken although no reply of it was written down."""

from django.db import transaction
from django.db.models import QuerySet

from pamphleteer.ground import clock
from pamphleteer.post.meanings.words import LEFT
from pamphleteer.post.models import Delivery, Edition, State
from pamphleteer.post.verbs import progress
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal


def open_(edition: Edition) -> "QuerySet[Delivery]":
    """Return the mails of an edition that are in doubt, and of which nobody has decided anything."""
    return Delivery.objects.filter(letter__edition=edition, state=State.DOUBT).exclude(reason=LEFT)


def again(edition: Edition, *, by: Person | None = None) -> int:
    """Let the mails of an edition that are in doubt go again, under the same Message-ID; returns how many.

    Who has got theirs has a second copy then, which mail programs may show as one.
    """
    now = clock.now()
    fresh = {"handed_at": None, "settled_at": None, "reply": "", "reason": ""}
    return _decided(edition, "edition.doubt_again", by, state=State.PLANNED, due_at=now, **fresh)


def leave(edition: Edition, *, by: Person | None = None) -> int:
    """Leave the mails of an edition that are in doubt as they are, and ask no more; returns how many."""
    return _decided(edition, "edition.doubt_left", by, reason=LEFT)


def _decided(edition: Edition, what: str, by: Person | None, **fields: object) -> int:
    with transaction.atomic():
        number = open_(edition).update(**fields)
        if number:
            journal.write(what, edition, by=by, mails=number)
    progress.forget()
    return number
