"""Look items up by their marks: what they say, where they are."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.conf import settings
from django.db import connection

from pamphleteer.collect.models import WireItem
from pamphleteer.ground import clock

# A mark that so many items have finds enough of them: those that come later go without it.
FULL = 40
_FIND = {
    "sqlite": (
        "SELECT hash, item FROM collect_shingle"
        " WHERE hash IN (SELECT value FROM json_each(%s)) AND item >= %s"
    ),
    "postgresql": "SELECT hash, item FROM collect_shingle WHERE hash = ANY(%s) AND item >= %s",
}
_PUT = "INSERT INTO collect_shingle (hash, item) VALUES (%s, %s) ON CONFLICT DO NOTHING"
_SWEEP = "DELETE FROM collect_shingle WHERE item < %s"


def holders(marks: Collection[int], *, since: int) -> dict[int, list[int]]:
    """Return the keys of the items that have each of these marks, from the key `since` on."""
    found = defaultdict(list)
    if marks:
        asked = sorted(marks)
        value = json.dumps(asked) if connection.vendor == "sqlite" else asked
        with connection.cursor() as cursor:
            cursor.execute(_FIND[connection.vendor], [value, since])
            for mark, item in cursor.fetchall():
                found[mark].append(item)
    return found


def put(rows: Iterable[tuple[int, int]]) -> None:
    """Note marks with the keys of their items; what is noted already stays."""
    ordered = sorted(rows)
    if ordered:
        with connection.cursor() as cursor:
            cursor.executemany(_PUT, ordered)


def since() -> int:
    """Return the key from which on items are young enough for copies to be sought among them."""
    begins = clock.now() - timedelta(days=settings.COLLECT_STORY_DAYS)
    young = WireItem.objects.filter(seen__gte=begins).order_by("seen", "pk")
    return young.values_list("pk", flat=True).first() or 0


def sweep() -> int:
    """Forget the marks of items that no copies are sought of any more; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, [since()])
        return int(cursor.rowcount)
