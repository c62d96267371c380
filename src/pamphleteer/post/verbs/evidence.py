"""Write down what is said of a mail that has gone: once a mail and kind, however often it is said."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.post import addresses
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.discretion import discreet
from pamphleteer.post.errors import AddressError, Scope
from pamphleteer.post.happened import RETURNED
from pamphleteer.post.models import Consent, Delivery, Evidence, Notice, Reader, Sending
from pamphleteer.register.verbs.counting import count

_STANDING = Evidence.Standing


@dataclass(frozen=True)
class Written:
    """What was written down, and whether that is new."""

    row: Evidence | None
    new: bool


def note(mail: Sending, result: Result, *, taken: bool = True) -> Written:
    """Write down what is said of a mail, without whom it names; a trial keeps it on its own row.

    `taken` says that a relay had taken it: of a bounce it came back then. Raises `KeyMissing` and `SealError`.
    """
    said = discreet(result.reply, to=mail.address)
    with transaction.atomic():
        if not isinstance(mail, Delivery | Notice):
            return Written(None, new=_returned(mail, result, said=said))
        fields = {
            "reader_id": mail.reader_id,
            "at": clock.now(),
            "scope": result.scope.value,
            "clear": _clear(result, mail.reader),
            "reason": result.reason[:40],
            "status": result.status[:12],
            "said": said[:500],
            "standing": _standing(mail, result),
        }
        of = {"delivery": mail} if isinstance(mail, Delivery) else {"notice": mail}
        row, new = Evidence.objects.get_or_create(**of, kind=result.kind.value, defaults=fields)
        if new and taken:
            _returned(mail, result)
            count(f"{RETURNED}.{result.kind.value}")
    return Written(row, new)


def address_since(reader: Reader) -> datetime | None:
    """Return since when a reader has had their address: what is said of mails from before is of another one."""
    moved = reader.consents.filter(kind=Consent.Kind.MOVED).order_by("-at").first()
    times = [one for one in (reader.confirmed_at, moved and moved.at) if one]
    return max(times, default=None)


def _standing(mail: Delivery | Notice, result: Result) -> Evidence.Standing:
    """Return whether anything may follow: a letter to the reader's address of now was not taken because of it."""
    of_reader = result.kind is Kind.BOUNCE and result.scope is Scope.READER
    since = address_since(mail.reader)
    theirs = isinstance(mail, Delivery) and since is not None and mail.dated >= since
    return _STANDING.WAITS if of_reader and theirs else _STANDING.NOTED


def _clear(result: Result, reader: Reader) -> bool:
    """Return whether a mailbox is not there: a letter that its owner sends on may fail elsewhere."""
    if not (result.hard and result.kind is Kind.BOUNCE and result.scope is Scope.READER):
        return False
    return not result.recipient or _mailbox(result.recipient) == _mailbox(reader.address)


def _mailbox(address: str) -> str:
    try:
        return addresses.read(address).mailbox
    except AddressError:
        return ""


def _returned(mail: Sending, result: Result, **fields: str) -> bool:
    if result.kind is not Kind.BOUNCE:
        return False
    row = type(mail)._default_manager.filter(pk=mail.pk, returned_at=None)
    told = {"reply": fields["said"][:500]} if fields else {}
    return row.update(returned_at=clock.now(), **told) == 1
