"""Sign up, confirm, leave: how a reader comes and goes."""

from collections.abc import Collection
from enum import Enum
from uuid import UUID

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.post import addresses, tokens
from pamphleteer.post.errors import HasLeft, KeptOff, LinkExpired, WishError
from pamphleteer.post.happened import CONFIRMED, LEFT
from pamphleteer.post.models import Consent, Digest, Reader
from pamphleteer.post.verbs.choices import choose
from pamphleteer.post.verbs.consent import record, terms_of
from pamphleteer.post.verbs.limits import count_asking, may_write
from pamphleteer.post.verbs.mailbox import for_nobody, known, row_of
from pamphleteer.post.verbs.planning import plan_notice
from pamphleteer.post.verbs.suppression import OF_WHOM, Reason, let_back, suppressed
from pamphleteer.post.verbs.turn import turn
from pamphleteer.post.wishes import Wishes
from pamphleteer.press.voice import for_readers
from pamphleteer.register.verbs.counting import count


class Change(Enum):
    """Whether a deed changed anything."""

    NOW = "now"
    BEFORE = "before"


def ask(
    address: str,
    *,
    network: str = "",
    where: str = "",
    words: str = "",
    topics: Collection[int] = (),
) -> None:
    """Plan a confirmation mail to an address; whether it is known already cannot be told from outside.

    A confirmed reader gets no mail, any other at most a few a day. With the mail it is kept where the asking
    was, and what was said there. `topics` are the numbers of those that are asked for, none for all; those that
    are no more count for nothing. Raises `AddressError` and `TooMany`.
    """
    found = addresses.read(address)

    def take(one: addresses.Address) -> None:
        reader = _reader(one, topics)
        _choose_topics(reader, topics)
        reader.state = Reader.State.ASKED
        reader.asked_at = clock.now()
        reader.save(update_fields=["state", "asked_at"])
        plan_notice(reader, at=reader.asked_at)
        terms = terms_of(where, words)
        record(reader, Consent.Kind.ASKED, terms=terms, at=reader.asked_at, network=network)

    with turn():
        count_asking(network)
        there = known(found)
        if there and (there.state == Reader.State.CONFIRMED or not may_write(there)):
            with for_nobody() as nobody:
                take(nobody)
            return
        if there:
            with for_nobody() as nobody:
                _reader(nobody, topics)
        take(found)


def confirm(token: str, *, network: str = "") -> Change:
    """Put the reader of a confirmation link on the list; raises `LinkError`."""
    with turn():
        reader = _of(token, purpose=tokens.CONFIRM)
        if reader is None or reader.state == Reader.State.LEFT:
            raise LinkExpired(for_readers("This link was used up. Please sign up again."))
        if reader.state == Reader.State.CONFIRMED:
            return Change.BEFORE
        let_back(addresses.read(reader.address).mailbox)
        _put_on_list(reader)
        _record_confirmed(reader, network)
    return Change.NOW


def leave(token: str) -> Change:
    """Take the reader of a link off the list, at once; raises `LinkError`."""
    return leave_as(tokens.key_in(token, purpose=tokens.LEAVE))


def leave_as(key: UUID) -> Change:
    """Take the reader of a key that was proved off the list, at once."""
    with transaction.atomic():
        reader = Reader.objects.select_for_update().filter(key=key).first()
        if reader is None or reader.state == Reader.State.LEFT:
            return Change.BEFORE
        reader.state = Reader.State.LEFT
        reader.left_at = clock.now()
        reader.save(update_fields=["state", "left_at"])
        count(LEFT)
    return Change.NOW


def enrol(address: str, *, source: str = "", again: bool = False) -> Reader:
    """Put an address on the list that was confirmed elsewhere; `source` says how, which is kept as a consent.

    Raises `AddressError`, `KeptOff` for whoever is kept off the list, and `HasLeft` for whoever left the list,
    unless they asked to be on it `again`.
    """
    found = addresses.read(address)
    with turn():
        if kept := suppressed(found.mailbox):
            raise KeptOff(f"{OF_WHOM[Reason(kept.reason)]}, and has to sign up anew")
        reader = _reader(found)
        if reader.state == Reader.State.LEFT and not again:
            raise HasLeft("whoever this is has left the list")
        if reader.state != Reader.State.CONFIRMED:
            _put_on_list(reader)
            if source:
                at = reader.confirmed_at or clock.now()
                record(reader, Consent.Kind.IMPORTED, terms=terms_of("", source), at=at)
    return reader


def check(token: str, *, purpose: str) -> None:
    """Look at a link without changing anything; raises `LinkError` if it says nothing."""
    tokens.key_in(token, purpose=purpose)


def _reader(found: addresses.Address, topics: Collection[int] = ()) -> Reader:
    """Return the locked row of a mailbox, a new one if nobody has asked for it yet."""
    reader = row_of(found)
    _choose_digest(reader, topics)
    return reader


def _of(token: str, *, purpose: str) -> Reader | None:
    key = tokens.key_in(token, purpose=purpose)
    return Reader.objects.select_for_update().filter(key=key).first()


def _put_on_list(reader: Reader) -> None:
    _choose_digest(reader)
    reader.state = Reader.State.CONFIRMED
    reader.confirmed_at = clock.now()
    reader.left_at = reader.moves = None
    reader.save(update_fields=["state", "confirmed_at", "left_at", "moves"])


def _record_confirmed(reader: Reader, network: str) -> None:
    """Keep that the words of the last asking were agreed to."""
    asked = Consent.objects.filter(reader=reader).select_related("terms").last()
    terms = asked.terms if asked else terms_of("", "")
    at = reader.confirmed_at or clock.now()
    record(reader, Consent.Kind.CONFIRMED, terms=terms, at=at, network=network)
    count(CONFIRMED)


def _choose_digest(reader: Reader, topics: Collection[int] = ()) -> None:
    """Give a reader without any the outlet's first digest, or the first that carries what they ask for."""
    if reader.digests.exists():
        return
    offered = list(Digest.objects.offered().order_by("pk"))
    fitting = [one for one in offered if _carried(one, topics)]
    for first in (fitting or offered)[:1]:
        choose(reader, first, Wishes())


def _choose_topics(reader: Reader, topics: Collection[int]) -> None:
    """Give a reader who is not on the list some topics of the digests that they would get."""
    if not topics:
        return
    for digest in reader.digests.filter(active=True):
        carried = _carried(digest, topics)
        if not carried:
            continue  # a letter that is always empty is none: all that it carries is left to ask for
        try:
            choose(reader, digest, Wishes(topics=carried))
        except WishError:
            return  # they are no more: all of them is what is left to ask for


def _carried(digest: Digest, topics: Collection[int]) -> frozenset[int]:
    """Return those of some topics that a digest carries."""
    if digest.every_topic:
        return frozenset(topics)
    return frozenset(digest.topics.filter(pk__in=topics).values_list("pk", flat=True))
