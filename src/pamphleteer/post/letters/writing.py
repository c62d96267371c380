"""From a row to the mail that a relay carries."""

from django.conf import settings

from pamphleteer.post.letters import confirmation, digest, moving, trial
from pamphleteer.post.models import Delivery, Notice, Sending, Trial
from pamphleteer.post.relays import Letter
from pamphleteer.register.models import Outlet


def written(row: Sending, *, key: int = 0) -> Letter:
    """Return the letter of a row, ready for its envelope; `key` is what it is known by on its way."""
    outlet = Outlet.objects.the()
    if isinstance(row, Delivery):
        message = digest.message(row, outlet=outlet)
    elif isinstance(row, Notice) and row.kind != Notice.Kind.CONFIRM:
        message = moving.message(row, outlet=outlet)
    elif isinstance(row, Notice):
        message = confirmation.message(row, outlet=outlet)
    elif isinstance(row, Trial):
        message = trial.message(row, outlet=outlet)
    else:
        raise TypeError(f"{row!r} is no mail that somebody writes")
    return Letter(key, settings.POST_SENDER, row.address, message.as_bytes())
