"""Approve an edition that waits for an editor, or drop it."""

from django.utils.translation import gettext as _

from pamphleteer.ground.text import one_line
from pamphleteer.post.errors import NotWaiting
from pamphleteer.post.models import Digest, Edition
from pamphleteer.post.verbs.cut import let_go
from pamphleteer.post.verbs.serving import serve
from pamphleteer.post.verbs.turn import turn
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal


def waiting(digest: Digest) -> Edition | None:
    """Return the edition of a digest that waits for an editor."""
    return Edition.objects.filter(digest=digest).waiting().select_related("digest").first()


def word(edition: Edition, *, subject: str | None = None, opening: str | None = None) -> Edition:
    """Change the subject or the note of an edition that waits; raises `NotWaiting`."""
    with turn():
        row = _held(edition)
        if subject is not None and one_line(subject):
            row.subject, row.worded = one_line(subject)[:300], True
        if opening is not None:
            row.opening = opening.strip()
        row.save(update_fields=["subject", "worded", "opening"])
    return row


def approve(edition: Edition, *, by: Person | None = None) -> Edition:
    """Let an edition go, at once to whoever gets it with the edition; raises `NotWaiting`."""
    with turn():
        row = _held(edition)
        journal.write("edition.approved", row, by=by)
        let_go(row)
    serve(row.digest)
    return row


def drop(edition: Edition, *, by: Person | None = None) -> None:
    """Let an edition go nowhere: its pieces come in no later one. Raises `NotWaiting`."""
    with turn():
        row = _held(edition)
        row.state = Edition.State.DROPPED
        row.save(update_fields=["state"])
        journal.write("edition.dropped", row, by=by)


def _held(edition: Edition) -> Edition:
    row = Edition.objects.filter(pk=edition.pk).waiting().select_related("digest").first()
    if row is None:
        raise NotWaiting(_("This edition does not wait any more: it was let go, or dropped."))
    return row
