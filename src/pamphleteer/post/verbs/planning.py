"""Plan mails: each a row with the Message-ID and Date that it keeps."""

import secrets
from datetime import datetime

from django.conf import settings

from pamphleteer.post.models import Notice, Reader


def plan_notice(reader: Reader, *, at: datetime, kind: Notice.Kind = Notice.Kind.CONFIRM) -> Notice:
    """Plan a mail about a reader's own asking."""
    return Notice.objects.create(
        reader=reader, kind=kind, message_id=new_message_id(), dated=at, due_at=at
    )


def new_message_id() -> str:
    """Return a Message-ID without its brackets, of the sender's domain (RFC 5322, 3.6.4)."""
    return f"{secrets.token_hex(16)}@{settings.POST_SENDER.rpartition('@')[2]}"
