"""Editions that have waited for an editor for as long as their digest lets them."""

from datetime import datetime, timedelta

from pamphleteer.ground import clock
from pamphleteer.post.errors import NotWaiting
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs.approving import approve, drop, waiting


def settle_overdue(digest: Digest) -> bool:
    """Let go, or drop, the edition that has waited for too long; returns whether there was one."""
    edition = waiting(digest)
    if edition is None or _patient(digest, since=edition.cut_at):
        return False
    try:
        if digest.approval == Digest.Approval.DROPS:
            drop(edition)
        else:
            approve(edition)
    except NotWaiting:
        return False
    return True


def _patient(digest: Digest, *, since: datetime) -> bool:
    if digest.approval == Digest.Approval.NONE:
        return False
    return clock.now() - since < timedelta(hours=digest.approval_hours)
