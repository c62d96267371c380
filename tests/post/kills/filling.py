"""Many readers at a stroke."""

from uuid import UUID

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.post import sealing
from pamphleteer.post.addresses import read
from pamphleteer.post.models import Choice, Digest, Reader, Subscription
from pamphleteer.post.wishes import Wishes

_LOT = 5_000


def fill(digest: Digest, readers: int) -> None:
    """Enrol readers who all want the same of a digest: reader-0@readers.example and so on."""
    now, wishes = clock.now(), Wishes(None, "daily", None, 7, "Europe/Lisbon", "en", "html")
    fields = {"hour": 7, "zone": "Europe/Lisbon", "language": "en", "form": "html", "due_at": now}
    key = wishes.key(digest.pk)
    choice = Choice.objects.create(key=key, digest=digest, **fields)
    with transaction.atomic():
        sealer = sealing.for_writing()
        rows = [
            Reader(
                key=(key := UUID(int=number + 1)),
                state=Reader.State.CONFIRMED,
                asked_at=now,
                confirmed_at=now,
                **sealer.fields(read(f"reader-{number}@readers.example"), row=key),
            )
            for number in range(readers)
        ]
        Reader.objects.bulk_create(rows, _LOT)
        following = [
            Subscription(reader=row, digest=digest, choice=choice, upto=0, since=now)
            for row in rows
        ]
        Subscription.objects.bulk_create(following, _LOT)
