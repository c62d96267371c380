"""Put mails off that were not tried, for the sake of sites that rest: many in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from pamphleteer.post.mails import Mail
from pamphleteer.post.models import Sending, State
from pamphleteer.post.verbs.sites import Way


def put_off(mails: Sequence[tuple[Mail, Way]], *, holder: str) -> int:
    """Let mails wait as long as their ways say; returns how many of them were still this holder's."""
    lots: dict[tuple[type[Sending], datetime, str], list[int]] = defaultdict(list)
    for mail, way in mails:
        if way.until:
            lots[mail.kind, _whole(way.until), way.why].append(mail.pk)
    count = 0
    for (kind, until, why), keys in lots.items():
        held = kind._default_manager.filter(pk__in=keys, state=State.CLAIMED, held_by=holder)
        waits = {"state": State.PLANNED, "held_by": "", "held_until": None, "handed_at": None}
        count += held.update(**waits, due_at=until, reason=why)
    return count


def _whole(until: datetime) -> datetime:
    """Return the next whole second, so that what waits alike is written alike."""
    return until.replace(microsecond=0) + timedelta(seconds=1)
