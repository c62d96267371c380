"""Change the key of readers' addresses, some rows at a time, while readers come, go and get their mail.

Each step asks the rows what is left to do: whoever is killed leaves nothing to mend, and two at once take turns.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from pamphleteer.ground.keyring import HASH, Key, KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.post import addresses, keys, sealing
from pamphleteer.post.errors import AddressError
from pamphleteer.post.models import Reader, Seal
from pamphleteer.post.verbs.breath import Breath
from pamphleteer.register.verbs import journal

SOME = 500
Told = Callable[[int], None]
_UPDATE = "UPDATE post_reader SET sealed = %s, {column} = %s WHERE id = %s"


@dataclass
class Rekeyed:
    """The key in use now, how many addresses were sealed anew here, and how many nobody can read any more."""

    key: int = 0
    sealed: int = 0
    unreadable: int = 0


def rekey(*, told: Told = lambda _count: None) -> Rekeyed:
    """Seal all addresses with a new key, or end what was begun; `told` hears of each so many rows.

    Raises `KeyMissing`, and `OSError` if the new key can't be written.
    """
    done, breath = Rekeyed(), Breath()
    if not _swept(breath):
        if number := _begin():
            _seal_all(number, done, breath, told)
        _swept(breath)
    done.key = Seal.objects.get(pk=Seal.THE).key
    return done


def _seal_all(number: int, done: Rekeyed, breath: Breath, told: Told) -> None:
    """Seal all rows with the key that is to follow, and let it follow."""
    after = 0
    while True:
        last = _seal_some(number, after, done)
        if last:
            told(SOME)
            breath.take()
        elif _follow(number):
            break
        after = last


def left() -> int:
    """Return how many addresses the key that is to follow has yet to seal."""
    seal = Seal.objects.filter(pk=Seal.THE).first()
    if seal and seal.following:
        return Reader.objects.filter(**{sealing.column(seal.following): None}).count()
    return Reader.objects.count()


def _begin() -> int:
    """Name the key that is to follow, if none is named, and return its number; 0 if one has followed just now."""
    with transaction.atomic():
        sealing.for_reading()
        seal = Seal.objects.select_for_update().get(pk=Seal.THE)
        if not seal.following:
            # Its column still has the index of the key before: another process emptied nothing of it yet.
            if Reader.objects.exclude(**{sealing.column(seal.key + 1): None}).exists():
                return 0
            key = _next_key(seal.key)
            seal.following, seal.following_proof = key.number, key.proof
            seal.save(update_fields=["following", "following_proof"])
        return seal.following


def _next_key(current: int) -> Key:
    """Return the newest key that was laid beside, or a new one; with its index in the other column."""
    ring = keys.ring()
    newer = [n for n in ring.numbers() if n > current and n % 2 != current % 2]
    if newer:
        return ring.key(newer[-1])
    while (key := ring.make()).number % 2 == current % 2:
        pass
    return key


def _seal_some(number: int, after: int, done: Rekeyed) -> int:
    """Seal some rows behind a place anew; the last one's place, or 0 if there are none."""
    with transaction.atomic():
        sealer = sealing.for_writing()
        if sealer.following is None or sealer.following.number != number:
            return 0
        column = sealing.column(number)
        waiting = Reader.objects.filter(pk__gt=after, **{column: None}).order_by("pk")
        rows = list(waiting.select_for_update().only("key", "sealed")[:SOME])
        update = _UPDATE.format(column=column)
        following = sealing.Sealer(sealer.following)
        with connection.cursor() as cursor:
            cursor.executemany(update, [_sealed_anew(row, following, done) for row in rows])
    return rows[-1].pk if rows else 0


def _sealed_anew(row: Reader, sealer: sealing.Sealer, done: Rekeyed) -> tuple[bytes, bytes, int]:
    try:
        found = addresses.read(row.address)
    except KeyMissing:
        raise
    except (SealError, AddressError):
        # Somebody has changed the row: no mail goes there, and nobody can be found by it.
        done.unreadable += 1
        return bytes(row.sealed), secrets.token_bytes(HASH), row.pk
    fields = sealer.fields(found, row=row.key)
    done.sealed += 1
    return fields["sealed"], fields[sealing.column(sealer.key.number)], row.pk


def _follow(number: int) -> bool:
    """Let the following key be the key, at one stroke; False if there are rows that it has not sealed."""
    with transaction.atomic():
        # Whoever has begun to write with the old key alone has ended when the row is ours.
        seal = Seal.objects.select_for_update().get(pk=Seal.THE)
        if seal.following != number:
            return True
        if Reader.objects.filter(**{sealing.column(number): None}).exists():
            return False
        seal.key, seal.proof = number, seal.following_proof
        seal.following, seal.following_proof = None, ""
        seal.save()
        journal.write("seal.changed", seal, key=number)
    return True


def _swept(breath: Breath) -> bool:
    """Empty the index of the key before, if no other follows; True if there was something in it."""
    swept = False
    while some := _sweep_some():
        swept = True
        del some
        breath.take()
    return swept


def _sweep_some() -> int:
    with transaction.atomic():
        seal = Seal.objects.select_for_update().filter(pk=Seal.THE).first()
        if seal is None or seal.following:
            return 0
        other = sealing.column(seal.key + 1)
        rows = Reader.objects.filter(**{f"{other}__isnull": False})
        some = list(rows.order_by(other).values_list("pk", flat=True)[:SOME])
        return Reader.objects.filter(pk__in=some).update(**{other: None})
