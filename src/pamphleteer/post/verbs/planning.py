"""Plan mails: each a row with the Message-ID and Date that it keeps."""

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.conf import settings

from pamphleteer.post.models import Delivery, Edition, Notice, Reader

_CHUNK = 1_000


def plan_notice(reader: Reader, *, at: datetime) -> Notice:
    """Plan the mail that asks a reader to confirm."""
    return Notice.objects.create(reader=reader, message_id=new_message_id(), dated=at, due_at=at)


def plan_deliveries(edition: Edition, readers: Iterable[int], *, at: datetime) -> int:
    """Plan an edition for each reader's key; returns how many."""
    planned = 0
    keys = iter(readers)
    while chunk := list(islice(keys, _CHUNK)):
        Delivery.objects.bulk_create(_deliveries(edition, chunk, at=at))
        planned += len(chunk)
    return planned


def new_message_id() -> str:
    """Return a Message-ID without its brackets, of the sender's domain (RFC 5322, 3.6.4)."""
    return f"{secrets.token_hex(16)}@{settings.POST_SENDER.rpartition('@')[2]}"


def _deliveries(edition: Edition, keys: list[int], *, at: datetime) -> Iterator[Delivery]:
    for key in keys:
        yield Delivery(
            edition=edition, reader_id=key, message_id=new_message_id(), dated=at, due_at=at
        )
