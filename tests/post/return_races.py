"""Mail that came back, heard and judged by several processes, and by ones that are killed wherever they can be."""

from collections import Counter
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.test import override_settings

from pamphleteer.ground import clock
from pamphleteer.post import returning
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.models import Delivery, Evidence, Reader, State, Suppressed
from pamphleteer.post.relays.kit import Told
from pamphleteer.post.verbs import judging
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.heard import heard
from pamphleteer.post.verbs.told import told
from tests.post.bounces.returned import report
from tests.post.forked import at_once, killed
from tests.post.races import digest, news, readers

COMPLAINT = b"""\
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
--b--
"""


def returns() -> None:
    with override_settings(POST_BOUNCES="bounces@example.org"):
        _heard_at_once()
        _judged_at_once()
        _killed()


def _sent(number: int) -> list[Delivery]:
    """Return the letters of a new edition, all taken."""
    daily, some = digest(), readers(number)
    news()
    compose(daily)
    mine = Delivery.objects.filter(letter__digest=daily, reader__in=[one.pk for one in some])
    mine.update(state=State.DONE, attempts=1, settled_at=clock.now())
    return list(mine.order_by("pk"))


def _mail(row: Delivery, content: bytes) -> bytes:
    return f"To: {returning.sender_of(row)}\n".encode() + content


def _hear(mail: bytes) -> str:
    return heard(mail)[0].became.value


def _told(row: Delivery) -> int:
    one = Told(row.message_id, Result("", Kind.DELAY))
    return told([one], by="gun", once="the same for all")


def _heard_at_once() -> None:
    first, second = _sent(2)
    said = at_once(*[partial(_hear, _mail(first, report()))] * 3)
    assert Counter(said) == {"returned": 1, "before": 2}, said
    assert Evidence.objects.get(delivery=first).kind == "bounce"

    mail, other, third = _sent(3)
    Delivery.objects.update(relay="gun")
    said = at_once(*[partial(_told, row) for row in (mail, other, third)])
    assert sorted(said) == [0, 0, 1], said
    Delivery.objects.update(relay="")

    said = at_once(*[partial(_hear, _mail(second, COMPLAINT))] * 3)
    assert Counter(said) == {"left": 1, "before": 2}, said
    assert Suppressed.objects.filter(reason="complained").count() == 1


def _judged_at_once() -> None:
    mails = _sent(6)
    for row in mails[:3]:
        _hear(_mail(row, _own(row)))
    _earlier()
    gone = at_once(*[judging.round_] * 3)
    assert sum(gone) == 3, gone
    assert _left(mails) == 3
    assert not Evidence.objects.filter(standing=Evidence.Standing.WAITS).exists()


def _killed() -> None:
    mails = _sent(6)
    assert killed(partial(_hear, _mail(mails[0], _own(mails[0])))) > 2
    assert Evidence.objects.filter(delivery=mails[0]).count() == 1
    assert killed(partial(_hear, _mail(mails[1], COMPLAINT))) > 4
    assert _left(mails) == 1
    _earlier()
    assert killed(judging.round_) > 4
    assert _left(mails) == 2
    row = Suppressed.objects.get(mail=mails[0].message_id)
    assert (row.reason, row.status) == ("unknown", "5.1.1")


def _own(row: Delivery) -> bytes:
    """Return a report of the reader's own mailbox."""
    address = row.reader.address.encode()
    assert settings.POST_BOUNCES
    return report(
        b"Final-Recipient: rfc822; " + address + b"\nAction: failed\nStatus: 5.1.1\n"
        b"Diagnostic-Code: smtp; 550 5.1.1 no such user\n"
    )


def _earlier() -> None:
    Evidence.objects.update(at=clock.now() - timedelta(hours=2))


def _left(mails: list[Delivery]) -> int:
    some = Reader.objects.filter(pk__in=[row.reader_id for row in mails])
    return some.filter(state=Reader.State.LEFT).count()
