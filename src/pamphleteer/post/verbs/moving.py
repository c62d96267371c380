"""Change of address: the new one confirms, the old one is told and has a way back for a week.

The new mailbox has a row of its own, as for any asking. When it confirms, the two rows change their addresses, each
with the key that it is sealed for: so links in letters to
the old address end, and what a reader chose and had stays theirs.
"""

import secrets
from uuid import UUID, uuid4

from pamphleteer.ground import clock
from pamphleteer.ground.keyring import HASH
from pamphleteer.post import addresses, sealing, tokens
from pamphleteer.post.errors import LinkExpired
from pamphleteer.post.models import Consent, Notice, Reader, State
from pamphleteer.post.verbs import own
from pamphleteer.post.verbs.consent import record, terms_of
from pamphleteer.post.verbs.forget import leaving_nothing
from pamphleteer.post.verbs.limits import count_asking, may_write
from pamphleteer.post.verbs.mailbox import for_nobody, known, row_of
from pamphleteer.post.verbs.planning import plan_notice
from pamphleteer.post.verbs.signup import Change
from pamphleteer.post.verbs.suppression import let_back
from pamphleteer.post.verbs.turn import turn
from pamphleteer.press.voice import for_readers

_ADDRESS = ("key", "sealed", "index_even", "index_odd")
_INDEXES = ("index_even", "index_odd")


def ask(token: str, address: str, *, network: str = "") -> None:
    """Plan a mail that asks a new address whether a reader's letters are to come there.

    Whether it is on the list already cannot be told from outside. Raises `LinkError`, `AddressError` and `TooMany`.
    """
    found = addresses.read(address)
    with turn():
        reader = own.reader_of(token)
        count_asking(network)
        there = known(found)
        if there and (
            there.state == Reader.State.CONFIRMED or not may_write(there, Notice.Kind.MOVE)
        ):
            with for_nobody() as nobody:
                _plan(reader, nobody)
            return
        if there:
            with for_nobody() as nobody:
                row_of(nobody)
        _plan(reader, found)


def _plan(reader: Reader, found: addresses.Address) -> None:
    """Let the row of a mailbox say whose it is asked to become, and ask it."""
    there = row_of(found)
    if there.moves_id not in {None, reader.pk}:
        _seal_anew(there, found)  # the link that another reader's asking sent here ends
    there.state, there.asked_at, there.moves = Reader.State.ASKED, clock.now(), reader
    there.save(update_fields=["state", "asked_at", "moves"])
    plan_notice(there, at=there.asked_at, kind=Notice.Kind.MOVE)


def move(token: str, *, network: str = "", where: str = "", words: str = "") -> Change:
    """Let a reader's letters go to the address that confirms it, and tell the old one.

    It is kept as a consent, with the words that were agreed to and where they stood. Raises `LinkError`.
    """
    key = tokens.key_in(token, purpose=tokens.MOVE)
    with turn():
        there = _row(key)
        if there is not None and there.state == Reader.State.CONFIRMED:
            return Change.BEFORE
        reader = there and there.moves
        if not there or not reader or _is_at_rest(there, reader):
            raise LinkExpired(for_readers("This link was used up. Ask for the change once more."))
        let_back(addresses.read(there.address).mailbox)
        _exchange(reader, there)
        there.state, there.left_at = Reader.State.LEFT, clock.now()
        waiting = Notice.objects.filter(reader=there, state=State.PLANNED)
        waiting.update(state=State.REFUSED, reply="answered", settled_at=there.left_at)
        there.save(update_fields=["state", "left_at"])
        plan_notice(there, at=there.left_at, kind=Notice.Kind.MOVED)
        terms = terms_of(where, words)
        record(reader, Consent.Kind.MOVED, terms=terms, at=there.left_at, network=network)
    return Change.NOW


def move_back(token: str) -> None:
    """Let letters come to the old address again, and forget the new one; raises `LinkError`.

    No link in any letter so far leads to the reader any more.
    """
    key = tokens.key_in(token, purpose=tokens.BACK)
    with leaving_nothing(), turn():
        there = _row(key)
        reader = there and there.moves
        if not there or not reader or there.state != Reader.State.LEFT:
            raise LinkExpired(for_readers("This link was used up."))
        _exchange(reader, there)
        # What was agreed to at the other address goes with it.
        given = reader.consents.filter(kind=Consent.Kind.MOVED)
        given.filter(at__gte=there.left_at or there.asked_at).delete()
        there.delete()
        _seal_anew(reader, addresses.read(reader.address))


def _row(key: UUID) -> Reader | None:
    """Return the row of a key, locked with the one that it is to become, in the order in which others lock."""
    rows = Reader.objects.select_related("moves")
    there = rows.filter(key=key).first()
    if there is None:
        return None
    both = Reader.objects.filter(pk__in=[there.pk, there.moves_id or there.pk])
    list(both.order_by("pk").select_for_update().values_list("pk"))
    return rows.filter(key=key).first()


def _seal_anew(row: Reader, found: addresses.Address) -> None:
    """Give a row another key: no link in any letter so far leads to it any more."""
    row.key = uuid4()
    fields = sealing.for_writing().fields(found, row=row.key)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["key", *fields])


def _is_at_rest(there: Reader, reader: Reader) -> bool:
    return there.state != Reader.State.ASKED or reader.state != Reader.State.CONFIRMED


def _exchange(one: Reader, other: Reader) -> None:
    """Let two rows change their addresses; each column that finds them is unique, so one steps aside first."""
    mine, others = ({name: getattr(row, name) for name in _ADDRESS} for row in (one, other))
    aside = {name: secrets.token_bytes(HASH) for name in _INDEXES if others[name] is not None}
    Reader.objects.filter(pk=other.pk).update(key=uuid4(), **aside)
    for row, fields in ((one, others), (other, mine)):
        Reader.objects.filter(pk=row.pk).update(**fields)
        for name, value in fields.items():
            setattr(row, name, value)
