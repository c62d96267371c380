"""Act on what a provider says of a mail that went by its relay."""

from pamphleteer.post.models import Delivery, Notice, Trial
from pamphleteer.post.relays.kit import Told
from pamphleteer.post.verbs.returned import reported

_KINDS = (Delivery, Notice, Trial)


def told(one: Told, *, by: str) -> bool:
    """Act on what the provider of a relay says, of mails alone that went by it last; whether that is new.

    Raises `KeyMissing` and `SealError`.
    """
    name = one.message_id.strip().strip("<>")
    theirs = any(
        kind._default_manager.filter(message_id=name, relay=by).exists() for kind in _KINDS
    )
    return theirs and reported(name, one.result)
