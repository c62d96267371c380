"""Word an edition that waits for an editor, let it go, or drop it."""

import json
from hashlib import sha256

from django.utils.translation import gettext as _

from pamphleteer.ground.text import one_line
from pamphleteer.post.errors import Meanwhile, NotWaiting
from pamphleteer.post.models import Digest, Edition, Piece
from pamphleteer.post.verbs.cut import let_go, order
from pamphleteer.post.verbs.serving import serve
from pamphleteer.post.verbs.turn import turn
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal

_SUBJECT = 300


def waiting(digest: Digest) -> Edition | None:
    """Return the edition of a digest that waits for an editor."""
    return Edition.objects.filter(digest=digest).waiting().select_related("digest").first()


def stamp(edition: Edition) -> str:
    """Return a hash of all that an editor decides about: the pieces in their order, the subject, the note."""
    pieces = Piece.objects.filter(edition=edition, rank__isnull=False).order_by("rank")
    said = [edition.pk, edition.subject, edition.opening, list(pieces.values_list("pk", flat=True))]
    return sha256(json.dumps(said).encode()).hexdigest()[:20]


def word(
    edition: Edition,
    *,
    subject: str | None = None,
    opening: str | None = None,
    lead: int | None = None,
    seen: str = "",
    by: Person | None = None,
) -> Edition:
    """Change the subject, the note or the first piece of an edition that waits.

    An empty subject is the digest's own again; `lead` is the key of an article in it, 0 for the digest's own order.
    Raises `NotWaiting`, and `Meanwhile` if it is not as `seen` any more.
    """
    with turn():
        row = _held(edition, seen=seen)
        if subject is not None:
            row.subject = one_line(subject)[:_SUBJECT] or row.subject
            row.worded = bool(one_line(subject))
        if opening is not None:
            row.opening, row.noted = opening.strip(), opening.strip() != row.digest.opening
        pieces = _pieces(row)
        if lead is not None:
            row.lead_id = lead if lead in {piece.article_id for piece in pieces} else None
        row.save(update_fields=["subject", "worded", "opening", "noted", "lead"])
        order(row, pieces)
        journal.write("edition.worded", row, by=by)
    return row


def approve(edition: Edition, *, seen: str = "", by: Person | None = None) -> Edition:
    """Let an edition go, at once to whoever gets it with the edition.

    Raises `NotWaiting`, and `Meanwhile` if it is not as `seen` any more: nobody lets go what they have not read.
    """
    row = release(edition, seen=seen, by=by)
    serve(row.digest)
    return row


def release(edition: Edition, *, seen: str = "", by: Person | None = None) -> Edition:
    """Make an edition ready, whose letters are planned by whoever serves its digest next; raises as `approve`."""
    with turn():
        row = _held(edition, seen=seen)
        journal.write("edition.approved", row, by=by)
        let_go(row)
    return row


def drop(edition: Edition, *, seen: str = "", by: Person | None = None) -> None:
    """Let an edition go nowhere: its pieces come in no later one. Raises `NotWaiting` and `Meanwhile`."""
    with turn():
        row = _held(edition, seen=seen)
        row.state = Edition.State.DROPPED
        row.save(update_fields=["state"])
        journal.write("edition.dropped", row, by=by)


def _held(edition: Edition, *, seen: str) -> Edition:
    row = Edition.objects.filter(pk=edition.pk).waiting().select_related("digest").first()
    if row is None:
        raise NotWaiting(_("This edition does not wait any more: it was let go, or dropped."))
    if seen and stamp(row) != seen:
        raise Meanwhile(
            _("This edition has changed since you opened it. Look at it as it is now, then decide.")
        )
    return row


def _pieces(edition: Edition) -> list[Piece]:
    rows = Piece.objects.filter(edition=edition, rank__isnull=False).select_related("article")
    return list(rows.defer("article__body").prefetch_related("article__topics").order_by("rank"))
