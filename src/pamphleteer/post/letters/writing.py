"""From a row to the mail that a relay carries."""

from django.conf import settings

from pamphleteer.post.letters import confirmation, digest, moving
from pamphleteer.post.models import Delivery, Notice, Sending
from pamphleteer.post.relays import Mail
from pamphleteer.register.models import Outlet


def written(row: Sending) -> Mail:
    """Return the mail of a delivery or a notice, ready for its envelope."""
    outlet = Outlet.objects.the()
    if isinstance(row, Delivery):
        message = digest.message(row, outlet=outlet)
    elif isinstance(row, Notice) and row.kind != Notice.Kind.CONFIRM:
        message = moving.message(row, outlet=outlet)
    elif isinstance(row, Notice):
        message = confirmation.message(row, outlet=outlet)
    else:
        raise TypeError(f"{row!r} is neither a delivery nor a notice")
    return Mail(settings.POST_SENDER, row.reader.address, message.as_bytes())
