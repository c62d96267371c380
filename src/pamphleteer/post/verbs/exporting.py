"""The list, whole, to leave for another system; what is written here comes in again as it was."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from pamphleteer.post.lists.wished import COLUMNS as WISHED
from pamphleteer.post.lists.wished import cells_of
from pamphleteer.post.models import Consent, Reader, Subscription
from pamphleteer.post.verbs.here import Words
from pamphleteer.post.verbs.known import consent_in_words
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

COLUMNS = (
    "email", "status", *WISHED, "paused_until", "asked_at", "confirmed_at", "left_at", "consents",
)  # fmt: skip
_SOME = 1_000
_ON_LIST = Reader.State.CONFIRMED


def export(*, all_states: bool = False, by: Person | None = None) -> Iterator[dict[str, str]]:
    """Yield those on the list, or all who ever asked, in bounded memory, as cells by the names of `COLUMNS`.

    The journal keeps that somebody asked for them. Raises `KeyMissing` and `SealError`.
    """
    with transaction.atomic():
        journal.write("readers.exported", Outlet.objects.the(), by=by, all=all_states)
    rows = Reader.objects.all() if all_states else Reader.objects.confirmed()
    # An address that is asked for, or was given up, in a move is nobody's own row.
    rows = rows.filter(moves=None).order_by("pk")
    last = 0
    while some := list(rows.filter(pk__gt=last)[:_SOME]):
        keys = [reader.pk for reader in some]
        consents, subscriptions, words = _consents(keys), _subscriptions(keys), Words()
        for reader in some:
            said = [words.of(one.choice) for one in subscriptions[reader.pk]]
            chosen = [replace(wish, zone=wish.zone or reader.zone) for wish in said if wish]
            yield {
                "email": reader.address,
                "status": reader.state,
                **cells_of(chosen),
                "paused_until": _moment(reader.paused_until),
                "asked_at": _moment(reader.asked_at),
                "confirmed_at": _moment(reader.confirmed_at),
                # Lists say so of who is gone for good; there may be one from before they came back.
                "left_at": _moment(None if reader.state == _ON_LIST else reader.left_at),
                "consents": _json(consents[reader.pk]),
            }
        last = keys[-1]


def _consents(readers: Sequence[int]) -> Mapping[int, list[Consent]]:
    found: dict[int, list[Consent]] = defaultdict(list)
    for one in Consent.objects.filter(reader__in=readers).select_related("terms").order_by("pk"):
        found[one.reader_id].append(one)
    return found


def _subscriptions(readers: Sequence[int]) -> Mapping[int, list[Subscription]]:
    found: dict[int, list[Subscription]] = defaultdict(list)
    rows = Subscription.objects.filter(reader__in=readers).select_related("choice")
    for one in rows.order_by("digest_id"):
        found[one.reader_id].append(one)
    return found


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _json(consents: Sequence[Consent]) -> str:
    said = [consent_in_words(one) for one in consents]
    return json.dumps(said, ensure_ascii=False, default=lambda at: at.isoformat())
