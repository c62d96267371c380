"""One part of the bench of delivering: an outlet with an edition that is planned for all readers; prints JSON."""

import json
import resource
import sys
import time

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from pamphleteer.desk.verbs.publish import publish  # noqa: E402
from pamphleteer.desk.verbs.write import write  # noqa: E402
from pamphleteer.ground import clock  # noqa: E402
from pamphleteer.post.letters.writing import written  # noqa: E402
from pamphleteer.post.models import Delivery, Digest, Reader  # noqa: E402
from pamphleteer.post.verbs import ledger  # noqa: E402
from pamphleteer.post.verbs.claim import claim  # noqa: E402
from pamphleteer.post.verbs.compose import compose, plan  # noqa: E402
from pamphleteer.post.verbs.deliver import deliver  # noqa: E402
from tests.post.kills import filling  # noqa: E402

_PIECES = 13  # which make a letter of some 30 KB
_LEAD = "It took forty years, four hundred people and a good deal of patience. " * 8
_FEW = 20  # letters that go before the clock runs: `run` is warm when its mailings begin
_CLAIMED, _TURN = 320, 40  # rows that are held at a time, and that one lot has
_READERS = """
    WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i < %s)
    INSERT INTO post_reader (id, key, sealed, index_even, state, zone, asked_at, confirmed_at)
    SELECT i, printf('%%032x', i), zeroblob(60), randomblob(16), 'confirmed', '', %s, %s FROM n
"""
_AGAIN = (
    "UPDATE post_delivery SET state = 'planned', handed_at = NULL, settled_at = NULL, attempts = 0,"
    " relay = '', reply = '' WHERE id <= (SELECT min(id) FROM post_delivery) + %s - 1"
)


def fill(readers: int) -> dict[str, int]:
    """Fill an outlet with readers who all get the same letter, and plan it; return the letter's bytes."""
    digest = Digest.objects.get()
    for n in range(_PIECES):
        publish(
            write(headline=f"Piece {n}: the river is clean again", lead=_LEAD, authors="Ada Quay")
        )
    filling.fill(digest, readers)
    compose(digest)
    plan()
    assert Delivery.objects.count() == readers
    return {"bytes": len(written(Delivery.objects.all()[0]).content)}


def widen(planned: int) -> dict[str, int]:
    """Let so many mails be planned: those to come are for readers whose addresses nobody can open."""
    columns = [field.column for field in Delivery._meta.concrete_fields if not field.primary_key]
    own = {"reader_id": "r.id", "message_id": "printf('%%d@planned.example', r.id)"}
    taken = ", ".join(own.get(name, f"d.{name}") for name in columns)
    now = connection.ops.adapt_datetimefield_value(clock.now())
    last = Reader.objects.latest("pk").pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_READERS, [last + 1, last + planned - Delivery.objects.count(), now, now])
        cursor.execute(
            f"INSERT INTO post_delivery ({', '.join(columns)}) SELECT {taken} FROM post_reader r, post_delivery d"  # noqa: S608
            " WHERE d.id = (SELECT max(id) FROM post_delivery) AND r.id > %s",
            [last],
        )
        cursor.execute("UPDATE post_delivery SET state = 'planned'")
    assert Delivery.objects.count() == planned
    return {"planned": planned}


def again(letters: int) -> dict[str, int]:
    """Let so many letters go once more."""
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, [letters])
    return {"letters": letters}


def share(letters: int) -> dict[str, float]:
    """Deliver so many letters of what is planned, beside another process."""
    begun = time.perf_counter()
    tally = deliver(at_most=letters)
    assert tally.done == letters, tally
    return {"seconds": time.perf_counter() - begun}


def measure(letters: int) -> dict[str, float]:
    """Deliver so many letters, which go once more if they went before."""
    again(_FEW + letters)
    deliver(at_most=_FEW)
    begun, used = time.perf_counter(), time.process_time()
    tally = deliver(at_most=letters)
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    assert tally.done == letters, tally
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "processor": used, "peak": peak}


def settle(rows: int) -> dict[str, float]:
    """Claim so many rows, mark them and write down that they were taken, in lots as a mailing does."""
    begun, left = time.perf_counter(), rows
    while left > 0:
        held = claim(Delivery, holder="bench", at_most=min(_CLAIMED, left))
        left -= len(held)
        for first in range(0, len(held), _TURN):
            lot = held[first : first + _TURN]
            with transaction.atomic():
                ledger.mark([(row, "sink") for row in lot], holder="bench")
            with transaction.atomic():
                ledger.taken([ledger.Taken(row, "sink", "250 Ok") for row in lot], holder="bench")
    return {"seconds": time.perf_counter() - begun}


if __name__ == "__main__":
    name, number = sys.argv[1:]
    work = {one.__name__: one for one in (fill, widen, again, share, measure, settle)}[name]
    print(json.dumps(work(int(number))))
