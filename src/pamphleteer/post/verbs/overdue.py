"""Editions that have waited for an editor for as long as their digest lets them."""

from datetime import datetime, timedelta

from pamphleteer.ground import clock
from pamphleteer.post.errors import NotWaiting
from pamphleteer.post.models import Digest, Edition
from pamphleteer.post.verbs.approving import approve, drop, waiting


def settle_overdue(digest: Digest) -> bool:
    """Let go, or drop, the edition that has waited for too long; returns whether there was one."""
    edition = waiting(digest)
    ends = until(edition) if edition else None
    if edition is None or (ends and clock.now() < ends):
        return False
    try:
        if digest.approval == Digest.Approval.DROPS:
            drop(edition)
        else:
            approve(edition)
    except NotWaiting:
        return False
    return True


def until(edition: Edition) -> datetime | None:
    """Return when an edition that waits goes, or is dropped; None where it does at once."""
    digest = edition.digest
    if digest.approval == Digest.Approval.NONE:
        return None
    return edition.cut_at + timedelta(hours=digest.approval_hours)
