"""Take a reader off the list for what was said of their mail, and keep their mailbox off."""

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.post import addresses, sealing
from pamphleteer.post.happened import LEFT
from pamphleteer.post.models import Reader
from pamphleteer.post.verbs.suppression import Why, keep_off
from pamphleteer.register.verbs.counting import count


def take_off(reader: int, why: Why) -> bool:
    """Let no mail go to a reader any more; False if none would have gone. Raises `KeyMissing` and `SealError`.

    They come back by their own asking alone, as whoever left.
    """
    with transaction.atomic():
        sealer = sealing.for_writing()
        row = Reader.objects.select_for_update().filter(pk=reader).first()
        if row is None:
            return False
        keep_off(addresses.read(row.address).mailbox, why, sealer=sealer)
        if row.state == Reader.State.LEFT:
            return False
        row.state, row.left_at = Reader.State.LEFT, clock.now()
        row.save(update_fields=["state", "left_at"])
        count(LEFT)
    return True
