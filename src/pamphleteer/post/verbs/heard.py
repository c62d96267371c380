"""Act on a mail that came back: whose it is its token proves, what it means its content says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from pamphleteer.post import addresses, leaving, returning, tokens
from pamphleteer.post.bounces import proofs
from pamphleteer.post.bounces.reading import read
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.errors import AddressError, LinkError, Scope
from pamphleteer.post.models import Delivery, Reader, Sending
from pamphleteer.post.verbs.evidence import address_since
from pamphleteer.post.verbs.returned import Became, said_of
from pamphleteer.post.verbs.signup import Change, leave_as
from pamphleteer.post.verbs.suppression import Reason, Why
from pamphleteer.post.verbs.taking_off import take_off

_HEAD = 1 << 20  # bytes of a mail in which its head is looked for
_REPORTS = {Kind.BOUNCE, Kind.DELAY, Kind.COMPLAINT}
_LINK = re.compile(rb"/leave/([\w.-]{1,200})")
_LINKS = 10
# The milder first.
_MILD = (Kind.OTHER, Kind.AUTO_REPLY, Kind.DELAY, Kind.BOUNCE, Kind.COMPLAINT, Kind.UNSUBSCRIBE)


@dataclass(frozen=True)
class Heard:
    """What a mail said of one of ours, and what became of that."""

    became: Became
    result: Result


def heard(mail: bytes, *, to: Iterable[str] = ()) -> list[Heard]:
    """Act on any bytes as a mail that came back; nothing is changed by what is forged, late, or said before.

    `to` are its recipients as the mail server had them, which count as well as those in its head. Raises
    `KeyMissing`, `SealError` and the database's errors: then the same mail is to be given again.
    """
    named = "\n".join(to).encode(errors="replace") + b"\n" + leaving.recipients(mail[:_HEAD])
    if keys := leaving.written_to(named):
        return [Heard(_left(key), Result("", Kind.UNSUBSCRIBE)) for key in keys]
    results = read(mail)
    rows = _proved(named)
    if not rows and results[0].kind in _REPORTS:
        rows = _proved(proofs.return_paths(mail))
    if rows:
        chosen = ((row, _about(row, results)) for row in rows)
        return [Heard(said_of(row, result), result) for row, result in chosen]
    if results[0].kind is Kind.COMPLAINT and results[0].scope is Scope.READER:
        return _complained(mail, results[0])
    proves = {*_REPORTS, Kind.UNSUBSCRIBE}
    return [
        Heard(Became.UNPROVEN if one.kind in proves else Became.IGNORED, one) for one in results
    ]


def _proved(text: bytes) -> list[Sending]:
    found = list[Sending]()
    for named in returning.named_in(text):
        row = named.kind._default_manager.filter(pk=named.row).first()
        if row is not None and named.proved(row) and row not in found:
            found.append(row)
    return found


def _about(row: Sending, results: Sequence[Result]) -> Result:
    """Return what is said of the mail's own address, else the mildest of what is said of others behind it."""
    if len(results) == 1:
        return results[0]
    mailbox = _mailbox(row.address)
    theirs = (one for one in results if _mailbox(one.recipient) == mailbox)
    return next(theirs, None) or min(results, key=lambda one: (_MILD.index(one.kind), one.hard))


def _mailbox(address: str) -> str:
    try:
        return addresses.read(address).mailbox
    except AddressError:
        return ""


def _left(key: UUID) -> Became:
    return Became.LEFT if leave_as(key) is Change.NOW else Became.BEFORE


def _complained(mail: bytes, result: Result) -> list[Heard]:
    """Take off the list who complains by a report that brings their letter, in whose head is their own way to leave.

    Of a letter from before the reader signed up anew it says nothing: it was said then.
    """
    ways = proofs.ways_to_leave(mail)
    keys = dict.fromkeys([*leaving.written_to(ways), *_linked(ways)])
    readers = Reader.objects.filter(key__in=list(keys)).values_list("pk", flat=True)
    why = Why(Reason.COMPLAINED, said=result.reason)
    former = _former(mail, readers)
    became = [
        Became.LEFT if reader not in former and take_off(reader, why) else Became.BEFORE
        for reader in readers
    ]
    return [Heard(one, result) for one in became or [Became.UNPROVEN]]


def _former(mail: bytes, readers: Iterable[int]) -> set[int]:
    """Return those of some readers who signed up, or moved, after a letter in a report had gone to them."""
    rows = Delivery.objects.filter(message_id__in=proofs.message_ids(mail), reader__in=readers)
    dated = {row.reader: row.dated for row in rows.select_related("reader")}
    since = {reader: address_since(reader) for reader in dated}
    return {reader.pk for reader, at in since.items() if at is None or dated[reader] < at}


def _linked(text: bytes) -> list[UUID]:
    found = list[UUID]()
    for token in _LINK.findall(text)[:_LINKS]:
        try:
            found.append(tokens.key_in(token.decode(), purpose=tokens.LEAVE))
        except LinkError:
            continue
    return found
