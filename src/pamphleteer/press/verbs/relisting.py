"""List all articles anew, some at a time, when lists are told otherwise than before.

So it is after an upgrade that brought new sorts of lists, and when days begin elsewhere: another time zone.
"""

from hashlib import sha256

from django.db import transaction

from pamphleteer.desk.models import Article
from pamphleteer.press.models import Plan
from pamphleteer.press.verbs import due, lists
from pamphleteer.register.statements import ask

LISTS = "lists"  # the plan that says in which manner all articles are listed
UNDER_WAY = "relisting"  # the plan that says how far they are listed in another manner
_AT_ONCE = 100  # articles between two looks at the journal


def begun() -> bool:
    """Tell whether all that there is was once listed and planned."""
    return bool(ask("SELECT 1 FROM press_plan WHERE kind = %s", LISTS))


def manner() -> str:
    """Return what decides, besides articles, in which lists they stand."""
    return sha256(f"{lists.VERSION} {lists.zone()}".encode()).hexdigest()[:16]


def is_due() -> bool:
    """Tell whether articles are listed in another manner than they should be, or not at all."""
    return ask("SELECT stamp FROM press_plan WHERE kind = %s", LISTS) != [(manner(),)]


def begin() -> None:
    """Note that all articles are to be listed and all files to be planned, until that is done."""
    Plan.objects.filter(kind=LISTS).delete()


def done(how: str) -> None:
    """Note that all articles are listed in a manner."""
    Plan.objects.update_or_create(kind=LISTS, defaults={"version": 1, "stamp": how})
    Plan.objects.filter(kind=UNDER_WAY).delete()


def some() -> bool:
    """List the next articles anew, and make due what has changed; False if there are none."""
    if not is_due():
        return False
    how = manner()
    plan, _new = Plan.objects.get_or_create(kind=UNDER_WAY, defaults={"version": 0, "stamp": how})
    last = plan.version if plan.stamp == how else 0
    rows = Article.objects.live().filter(pk__gt=last).order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:_AT_ONCE])
    if not keys:
        done(how)
        return False
    with transaction.atomic():
        due.mark(lists.rearrange(keys), widely=True)
        Plan.objects.filter(kind=UNDER_WAY).update(version=keys[-1], stamp=how)
    return True
