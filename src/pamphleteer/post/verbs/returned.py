"""Act on what is said of mails that have gone: by who is trusted to say so."""

from enum import Enum

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.post import returning
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.errors import Scope
from pamphleteer.post.mails import Mail
from pamphleteer.post.meanings import reasons as meanings
from pamphleteer.post.meanings.deciding import meaning
from pamphleteer.post.meanings.said import Stage, said, status_in
from pamphleteer.post.models import Delivery, Notice, Sending, State, Trial
from pamphleteer.post.verbs.evidence import address_since, note
from pamphleteer.post.verbs.signup import Change, leave_as
from pamphleteer.post.verbs.suppression import Reason, Why
from pamphleteer.post.verbs.taking_off import take_off

_NOTHING = {Kind.AUTO_REPLY, Kind.OTHER}
_OF_READERS = {one.value for one in meanings.Reason if one.scope is Scope.READER}


class Became(Enum):
    """What became of what was said."""

    LEFT = "left"  # the reader has left
    RETURNED = "returned"  # the mail came back
    NOTED = "noted"
    BEFORE = "before"  # it was said before
    IGNORED = "ignored"  # nothing follows from it
    UNPROVEN = "unproven"  # nobody knows whether it is about a mail of ours
    LATE = "late"  # the mail is too old for that


def reported(message_id: str, result: Result) -> bool:
    """Act on what a provider says of a mail that it carried, once it has proved who it is; whether that is new.

    `message_id` is the mail's own, with its brackets or without. `result.recipient` may be empty: the mail has one.
    Raises `KeyMissing` and `SealError`.
    """
    name = message_id.strip().strip("<>")
    for kind in (Delivery, Notice, Trial):
        mail: Sending | None = kind._default_manager.filter(message_id=name).first()
        if mail is not None:
            return said_of(mail, result) in {Became.LEFT, Became.RETURNED, Became.NOTED}
    return False


def said_of(mail: Sending, result: Result) -> Became:
    """Act on what is said of a mail by somebody who is trusted to say it; the same said again changes nothing.

    Raises `KeyMissing` and `SealError`.
    """
    with transaction.atomic():
        fresh = type(mail)._default_manager.filter(pk=mail.pk).first()
        if result.kind in _NOTHING or fresh is None or not _has_gone(fresh):
            return Became.IGNORED
        if clock.now() > fresh.dated + returning.LASTS:
            return Became.LATE
        if _leaves(result):
            return _leave(fresh, result)
        written = note(fresh, result)
    if not written.new:
        return Became.BEFORE
    return Became.RETURNED if result.kind is Kind.BOUNCE else Became.NOTED


def refused(mail: Mail, *, state: State, reason: str, reply: str, **_more: object) -> None:
    """Note that a letter was given up because of its reader, by the reply of our own relay, in words without addresses.

    To be called in the transaction that gives it up, with what is written down of it. Raises `KeyMissing` and
    `SealError`.
    """
    if state != State.REFUSED or reason not in _OF_READERS or mail.kind is not Delivery:
        return
    mean = meaning(said(reply, stage=Stage.RCPT, to_us=True))
    hard = mean.hard and mean.scope is Scope.READER
    status = status_in(reply)
    result = Result("", Kind.BOUNCE, hard=hard, reason=reason, status=status, reply=reply)
    note(Delivery.objects.select_related("reader").get(pk=mail.pk), result, taken=False)


def _has_gone(mail: Sending) -> bool:
    """Return whether a relay may have had the mail; nobody can tell of one that has not gone."""
    return bool(mail.handed_at or mail.attempts or mail.doubts or mail.state == State.DONE)


def _leaves(result: Result) -> bool:
    if result.kind is Kind.UNSUBSCRIBE:
        return True
    return result.kind is Kind.COMPLAINT and result.scope is Scope.READER


def _leave(mail: Sending, result: Result) -> Became:
    """Take off the list who says so, in whatever way; what is said of mails to a former address does not count."""
    if not isinstance(mail, Delivery | Notice):
        return Became.IGNORED
    since = address_since(mail.reader)
    theirs = isinstance(mail, Notice) or (since is not None and mail.dated >= since)
    written = note(mail, result)
    if written.row is None or not written.new:
        return Became.BEFORE  # a wish counts once: they may have come back since
    if result.kind is Kind.UNSUBSCRIBE:
        left = theirs and leave_as(mail.reader.key) is Change.NOW
        return Became.LEFT if left else Became.BEFORE
    why = Why(Reason.COMPLAINED, result.status, written.row.said, mail.message_id)
    return Became.LEFT if theirs and take_off(mail.reader_id, why) else Became.NOTED
