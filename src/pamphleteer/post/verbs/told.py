"""Act on what a provider says of mails that went by its relay."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.post.models import Delivery, Notice, Proof, Trial
from pamphleteer.post.relays.kit import Told
from pamphleteer.post.verbs.returned import reported

_KINDS = (Delivery, Notice, Trial)
KEPT = timedelta(days=3)  # proofs: longer than one is believed, be it a day early or late
_SOME = 500


def told(said: Sequence[Told], *, by: str, once: str = "") -> int:
    """Act on what the provider of a relay says, of mails alone that went by it last; returns how much was new.

    `once` is a proof that counts for one report, whatever that says. Raises `KeyMissing` and `SealError`: then the
    proof is as good as before.
    """
    if not once:
        return sum(_told(one, by=by) for one in said)
    _forget()
    with transaction.atomic():
        return 0 if _used(f"{by} {once}") else sum(_told(one, by=by) for one in said)


def _told(one: Told, *, by: str) -> bool:
    name = one.message_id.strip().strip("<>")
    theirs = any(
        kind._default_manager.filter(message_id=name, relay=by).exists() for kind in _KINDS
    )
    return theirs and reported(name, one.result)


def _used(proof: str) -> bool:
    """Use a proof; returns whether it had been used. Whoever comes at the same moment waits for whoever was first."""
    digest = sha256(proof.encode()).hexdigest()
    return not Proof.objects.get_or_create(digest=digest, defaults={"at": clock.now()})[1]


def _forget() -> None:
    """Let proofs go that would not be believed any more."""
    with transaction.atomic():
        old = Proof.objects.filter(at__lt=clock.now() - KEPT).select_for_update(skip_locked=True)
        if keys := list(old.values_list("pk", flat=True)[:_SOME]):
            Proof.objects.filter(pk__in=keys).delete()
