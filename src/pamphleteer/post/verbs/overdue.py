"""Editions that have waited for an editor for as long as their digest lets them."""

from datetime import datetime, timedelta

from pamphleteer.ground import clock
from pamphleteer.post.models import Digest, Edition
from pamphleteer.post.verbs.approving import drop, release, waiting
from pamphleteer.post.verbs.turn import turn


def settle_overdue(digest: Digest) -> bool:
    """Let go, or drop, the edition that has waited for too long; returns whether there was one to be served."""
    if _over(digest) is None:
        return False
    with turn():
        edition = _over(digest)  # it may have been cut anew meanwhile
        if edition and edition.digest.approval == Digest.Approval.DROPS:
            drop(edition)
        elif edition:
            release(edition)
    return edition is not None


def _over(digest: Digest) -> Edition | None:
    edition = waiting(digest)
    ends = until(edition) if edition else None
    return None if ends and clock.now() < ends else edition


def until(edition: Edition) -> datetime | None:
    """Return when an edition that waits goes, or is dropped; None where it does at once."""
    digest = edition.digest
    if digest.approval == Digest.Approval.NONE:
        return None
    return (edition.waits_from or edition.cut_at) + timedelta(hours=digest.approval_hours)
