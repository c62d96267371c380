"""Settle what is in doubt: mails that a relay may have taken although no reply of it was written down."""

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from pamphleteer.ground import clock
from pamphleteer.post.errors import Meanwhile
from pamphleteer.post.meanings.words import LEFT
from pamphleteer.post.models import Delivery, Digest, Edition, State
from pamphleteer.post.verbs import progress
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal

Of = (
    Edition | Digest
)  # of a digest they are the letters about pieces at once, which are of no edition


def open_(of: Of) -> "QuerySet[Delivery]":
    """Return the mails that are in doubt, and of which nobody has decided anything."""
    if isinstance(of, Edition):
        rows = Delivery.objects.filter(letter__edition=of)
    else:
        rows = Delivery.objects.filter(letter__edition=None, letter__digest=of)
    return rows.filter(state=State.DOUBT).exclude(reason=LEFT)


def stamp(of: Of) -> str:
    """Return which mails are in doubt now, for somebody who decides about these and no others."""
    found = open_(of).aggregate(number=Count("pk"), newest=Max("pk"), last=Max("settled_at"))
    last = f"{found['last']:%Y%m%d%H%M%S%f}" if found["last"] else ""
    return f"{found['number']}-{found['newest'] or 0}-{last}"


def again(of: Of, *, by: Person | None = None, seen: str = "") -> int:
    """Let the mails that are in doubt go again, under the same Message-ID; returns how many.

    Who has got theirs has a second copy then, which mail programs may show as one. Raises `Meanwhile` if others are in
    doubt by now than those whose stamp was `seen`.
    """
    now = clock.now()
    fresh = {"handed_at": None, "settled_at": None, "reply": "", "reason": ""}
    return _decided(of, "doubt_again", by, seen, state=State.PLANNED, due_at=now, **fresh)


def leave(of: Of, *, by: Person | None = None, seen: str = "") -> int:
    """Leave the mails that are in doubt as they are, and ask no more; returns how many, and raises, as `again`."""
    return _decided(of, "doubt_left", by, seen, reason=LEFT)


def _decided(of: Of, what: str, by: Person | None, seen: str, **fields: object) -> int:
    with transaction.atomic():
        now = stamp(of)
        if seen and seen != now and open_(of).exists():
            raise Meanwhile(
                _(
                    "Other mails are in doubt than when you opened the page. Look at them, then decide."
                )
            )
        number = open_(of).update(**fields)
        if number:
            kind = "edition" if isinstance(of, Edition) else "digest"
            journal.write(f"{kind}.{what}", of, by=by, mails=number)
    progress.forget()
    return number
