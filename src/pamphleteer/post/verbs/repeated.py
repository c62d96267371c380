"""Whether a mailbox that may open again has stayed shut for long enough."""

from datetime import timedelta

from pamphleteer.ground import clock
from pamphleteer.post.bounces.results import Kind
from pamphleteer.post.errors import Scope
from pamphleteer.post.models import Delivery, Evidence, State
from pamphleteer.post.verbs.evidence import address_since
from pamphleteer.post.verbs.mailings import mailing_of

LEAST = 3  # mailings
OVER_DAYS = 14  # from the first of them to the last
SILENCE = timedelta(
    days=5
)  # after which a letter that was taken has arrived: servers try no longer


def repeated(one: Evidence) -> bool:
    """Return whether a reader's mail came back time after time, this once included, and none arrived between."""
    since = address_since(one.reader)
    if since is None:
        return False
    arrived = (
        Delivery.objects.filter(reader=one.reader, state=State.DONE, returned_at=None)
        .filter(settled_at__lt=clock.now() - SILENCE)
        .order_by("-dated")
        .first()
    )
    rows = Evidence.objects.filter(
        reader=one.reader,
        kind=Kind.BOUNCE.value,
        scope=Scope.READER.value,
        delivery__dated__gte=since,
        standing__in=[Evidence.Standing.WAITS, Evidence.Standing.JUDGED],
    ).select_related("delivery__letter")
    found = list(rows.filter(delivery__dated__gt=arrived.dated) if arrived else rows)
    dates = [row.delivery.dated.date() for row in found if row.delivery]
    enough = len({mailing_of(row) for row in found}) >= LEAST
    return enough and (max(dates) - min(dates)).days >= OVER_DAYS
