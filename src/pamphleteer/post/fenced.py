"""Why no mail goes out, in words for people."""

from django.utils.translation import gettext_lazy as lazy

from pamphleteer.post.models import Fence
from pamphleteer.post.verbs.fence import CLOSED, UNWRITTEN

WHY = {
    Fence.Why.BEHIND: lazy(
        "The database is older than the mail that has gone out: it was turned back, or restored from a copy."
    ),
    Fence.Why.COPY: lazy(
        "The database's file is another one than mail last went from: copied, restored, or moved to another disk."
    ),
    Fence.Why.MACHINE: lazy("The outlet is on another machine than mail last went from."),
    Fence.Why.SERVER: lazy(
        "The database is another one than mail last went from: a copy, or a restored one."
    ),
    Fence.Why.LOST: lazy(
        "The file post.sent, which says how far mail has gone, is not in the outlet's folder."
    ),
    Fence.Why.UNREADABLE: lazy(
        "The file post.sent, which says how far mail has gone, can't be read."
    ),
    Fence.Why.OTHER: lazy(
        "The file post.sent, which says how far mail has gone, is another outlet's."
    ),
    Fence.Why.ASKED: lazy("Somebody asked for it."),
    CLOSED: lazy("This outlet is set to send no mail (post.fence)."),
    UNWRITTEN: lazy(
        "How far mail has gone can't be written down in the outlet's folder (post.sent)."
    ),
}
