"""The suppressed in and out: with hashes for ourselves, with addresses from others, which are hashed at once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TextIO

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.ground.keyring import Key, KeyMissing
from pamphleteer.post import addresses, keys, sealing
from pamphleteer.post.discretion import discreet
from pamphleteer.post.errors import AddressError, ListError
from pamphleteer.post.lists.kept_off import Kept, Reason, places_of, read
from pamphleteer.post.lists.rows import rows
from pamphleteer.post.models import Reader, Suppressed
from pamphleteer.post.verbs.suppression import STRENGTH
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

SOME = 500
_REFUSALS = 20  # that are told


@dataclass
class Brought:
    """What became of a list: rows that are new, that were known, that can't be read, and readers off the list."""

    added: int = 0
    known: int = 0
    taken_off: int = 0
    refused: int = 0
    why: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, line: int, why: str) -> None:
        """Count a row that can't be read; the first ones are told."""
        self.refused += 1
        if len(self.why) < _REFUSALS:
            self.why.append((line, why))


def export(*, by: Person | None = None) -> Iterator[Mapping[str, object]]:
    """Yield whom no mail goes to, by the names of `lists.kept_off.COLUMNS`: no address is known, and none is told.

    The journal keeps that somebody asked. Raises `KeyMissing`.
    """
    with transaction.atomic():
        journal.write("readers.exported", Outlet.objects.the(), by=by, suppressed=True)
    ring = keys.ring()
    for row in Suppressed.objects.order_by("pk").iterator(chunk_size=2_000):
        yield {
            "hash": bytes(row.hashed).hex(),
            "key": row.key,
            "proof": ring.key(row.key).proof,
            "reason": row.reason,
            "since": row.at.isoformat(),
            "status": row.status,
            "said": row.said,
            "mail": row.mail,
        }


def counts() -> Mapping[str, int]:
    """Return how many mailboxes are kept off the list for which reason."""
    return Counter(Suppressed.objects.values_list("reason", flat=True))


def bring_in(
    file: TextIO, *, otherwise: Reason = Reason.LEFT, by: Person | None = None, dry: bool = False
) -> Brought:
    """Keep off whom a list names, and take off those who are on ours; what is known for a surer reason stays.

    Raises `ListError` where no column holds addresses or hashes, and `KeyMissing`.
    """
    found = rows(file)
    heads = next(found, None)
    places = places_of(heads.cells) if heads else None
    if places is None:
        raise ListError("no column holds addresses, or hash, key and proof, by its heading")
    done = Brought()
    kept = (read(row.line, row.cells, places, otherwise=otherwise) for row in found)
    while some := list(islice(kept, SOME)):
        with transaction.atomic():
            _bring(some, done)
            transaction.set_rollback(dry)
    if not dry:
        with transaction.atomic():
            outlet = Outlet.objects.the()
            journal.write("readers.kept_off", outlet, by=by, added=done.added, known=done.known)
    return done


def _bring(some: Sequence[Kept], done: Brought) -> None:
    sealer = sealing.for_writing()
    among = sealing.suppressing_keys()
    mailboxes = list[str]()
    fresh: dict[bytes, Suppressed] = {}
    names: dict[bytes, set[bytes]] = {}
    for one in some:
        try:
            hashed, key, others = _hashes(one, sealer, among, mailboxes)
        except (AddressError, KeyMissing, ListError) as error:
            done.refuse(one.line, str(error))
            continue
        row = _row(one, hashed, key)
        before = fresh.get(hashed)
        if before is None or STRENGTH[before.reason] < STRENGTH[row.reason]:
            fresh[hashed] = row
        done.known += before is not None
        names[hashed] = others
    _write(fresh, names, done)
    done.taken_off += _take_off(mailboxes, sealer)


def _hashes(
    one: Kept, sealer: sealing.Sealer, among: Sequence[Key], mailboxes: list[str]
) -> tuple[bytes, int, set[bytes]]:
    """Return what a mailbox is kept off by, the number of the key, and all that it may be kept off by already."""
    if one.hashed:
        if keys.ring().key(one.key).proof != one.proof:
            raise ListError(f"key {one.key} is not the one that this was hashed with")
        return one.hashed, one.key, {one.hashed}
    if not one.address:
        raise ListError("neither an address nor a hash")
    mailbox = addresses.read(one.address).mailbox
    mailboxes.append(mailbox)
    fields = sealing.suppressed_as(mailbox, sealer=sealer)
    others = {fields["hashed"], *sealing.suppressed_hashes(mailbox, among=among)}
    return fields["hashed"], fields["key"], others


def _row(one: Kept, hashed: bytes, key: int) -> Suppressed:
    return Suppressed(
        hashed=hashed,
        key=key,
        at=one.since or clock.now(),
        reason=one.reason,
        status=one.status[:12],
        said=discreet(one.said, to=one.address)[:500],
        mail="" if one.address else one.mail[:250],
    )


def _write(
    fresh: Mapping[bytes, Suppressed], names: Mapping[bytes, set[bytes]], done: Brought
) -> None:
    wanted = [name for some in names.values() for name in some]
    there = {
        bytes(row.hashed): row
        for row in Suppressed.objects.select_for_update().filter(hashed__in=wanted)
    }
    new = list[Suppressed]()
    for hashed, row in fresh.items():
        known = next((there[name] for name in names[hashed] if name in there), None)
        if known is None:
            new.append(row)
            continue
        done.known += 1
        if STRENGTH[known.reason] < STRENGTH[row.reason]:
            for name in ("at", "reason", "status", "said", "mail"):
                setattr(known, name, getattr(row, name))
            known.save()
    # In one order, so that two imports of the same wait for each other.
    new.sort(key=lambda row: bytes(row.hashed))
    Suppressed.objects.bulk_create(new, ignore_conflicts=True)
    done.added += len(new)


def _take_off(mailboxes: Sequence[str], sealer: sealing.Sealer) -> int:
    column = sealing.column(sealer.key.number)
    indexes = [sealer.index(mailbox) for mailbox in mailboxes]
    there = Reader.objects.filter(**{f"{column}__in": indexes}, state=Reader.State.CONFIRMED)
    return there.update(state=Reader.State.LEFT, left_at=clock.now())
