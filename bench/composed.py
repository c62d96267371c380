"""One part of the bench of composing: an outlet with a million readers, filled or composed; prints JSON."""

import json
import resource
import sys
import time
from itertools import combinations, islice

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from bench.composing import CHOICES, PIECES, READERS  # noqa: E402
from pamphleteer.desk.verbs.publish import publish  # noqa: E402
from pamphleteer.desk.verbs.write import write  # noqa: E402
from pamphleteer.ground import clock  # noqa: E402
from pamphleteer.post.letters.variant import bodies_of  # noqa: E402
from pamphleteer.post.models import Choice, Delivery, Digest, Letter  # noqa: E402
from pamphleteer.post.verbs.compose import compose, plan  # noqa: E402
from pamphleteer.post.wishes import Wishes  # noqa: E402
from pamphleteer.register.models import Outlet, Topic  # noqa: E402

_TOPICS = 14
_LEAD = "It took forty years, four hundred people and a good deal of patience. " * 4
_READERS = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)
    INSERT INTO post_reader (id, key, sealed, index_even, state, zone, asked_at, confirmed_at)
    SELECT i, printf('%%032x', i), zeroblob(60), randomblob(16), 'confirmed', '', %s, %s FROM n
"""
_SUBSCRIPTIONS = """
    INSERT INTO post_subscription (reader_id, digest_id, choice_id, upto, since)
    SELECT id, %s, %s + id %% %s, 0, %s FROM post_reader
"""


def fill() -> None:
    """Fill an outlet with readers, who chose, and with pieces that no edition has carried."""
    digest = Digest.objects.get()
    topics = [Topic.objects.create(slug=f"t{n}", name=f"Topic {n}") for n in range(_TOPICS)]
    for n in range(PIECES):
        some = [topics[n % _TOPICS], topics[(n * 5 + 3) % _TOPICS]]
        headline = f"Piece {n}: the river is clean again, say those who live there"
        publish(write(headline=headline, lead=_LEAD, authors="Ada Quay", topics=some))
    subsets = islice(
        (some for size in (3, 4, 5) for some in combinations(topics, size)), CHOICES // 4
    )
    rows = [
        _choice(digest, Wishes(frozenset(t.pk for t in some), "daily", None, 7, zone, "en", form))
        for some in subsets
        for zone in ("Europe/Lisbon", "Asia/Kathmandu")
        for form in ("html", "text")
    ]
    with transaction.atomic():
        Choice.objects.bulk_create(rows)
        first = Choice.objects.earliest("pk").pk
        now = connection.ops.adapt_datetimefield_value(clock.now())
        with connection.cursor() as cursor:
            cursor.execute(_READERS, [READERS, now, now])
            cursor.execute(_SUBSCRIPTIONS, [digest.pk, first, len(rows), now])


def _choice(digest: Digest, wishes: Wishes) -> Choice:
    return Choice(
        digest=digest,
        key=wishes.key(digest.pk),
        topics=sorted(wishes.topics or ()),
        hour=wishes.hour,
        zone=wishes.zone,
        language=wishes.language,
        form=wishes.form,
        due_at=clock.now(),
    )


def measure() -> dict[str, float]:
    """Compose the digest, plan it for everybody, and make each letter."""
    begun = time.perf_counter()
    compose(Digest.objects.get())
    plan()
    planned = time.perf_counter() - begun
    assert Delivery.objects.count() == READERS
    assert Choice.objects.count() == CHOICES
    begun = time.perf_counter()
    letters, outlet = Letter.objects.order_by("pk"), Outlet.objects.the()
    for letter in letters.iterator():
        bodies_of(letter, outlet=outlet)
    made = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"planned": planned, "made": made, "letters": letters.count(), "peak": peak}


if __name__ == "__main__":
    print(json.dumps(measure() if sys.argv[1] == "measure" else fill()))
