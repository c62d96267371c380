"""What is kept of readers, whole: of one for themselves, and of all to leave for another system."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from pamphleteer.post.models import Consent, Reader
from pamphleteer.post.verbs.choices import Current, current
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

_SOME = 1_000


def known_of(reader: Reader) -> dict[str, Any]:
    """Return all that is kept of a reader, ready for JSON."""
    return {
        **listed(reader, _consents([reader])[reader.pk]),
        "mails": [
            {
                "digest": mail.letter.digest.slug,
                "edition": mail.letter.edition.number if mail.letter.edition else None,
                "subject": mail.letter.subject,
                "state": mail.state,
                "dated": mail.dated,
                "relay": mail.relay,
                "reply": mail.reply,
            }
            for mail in reader.delivery_set.select_related(
                "letter__digest", "letter__edition"
            ).order_by("pk")
        ],
        "choices": [_choice(one) for one in current(reader)],
        "paused_until": reader.paused_until,
        # An address that they asked to move to, or that was theirs until lately.
        "other_addresses": [
            {"email": one.address, "asked_at": one.asked_at, "left_at": one.left_at}
            for one in Reader.objects.filter(moves=reader).order_by("pk")
        ],
        "confirmations": [
            {"state": mail.state, "dated": mail.dated, "relay": mail.relay, "reply": mail.reply}
            for mail in reader.notice_set.order_by("pk")
        ],
    }


def _choice(one: Current) -> dict[str, Any]:
    topics = one.wishes.topics
    return {
        "digest": one.digest.slug,
        "topics": None if topics is None else sorted(topics),
        "rhythm": one.wishes.rhythm,
        "weekday": one.wishes.weekday,
        "hour": one.wishes.hour,
        "zone": one.wishes.zone,
        "language": one.wishes.language,
        "form": one.wishes.form,
    }


def show(reader: Reader, *, by: Person | None = None) -> dict[str, Any]:
    """Return the same for somebody of the outlet who asked, which the journal keeps."""
    with transaction.atomic():
        journal.write("reader.shown", reader, by=by)
    return known_of(reader)


def note_shown(*, by: Person | None = None) -> None:
    """Let the journal keep that somebody asked for whole addresses."""
    with transaction.atomic():
        journal.write("readers.shown", Outlet.objects.the(), by=by)


def export(*, all_states: bool = False, by: Person | None = None) -> Iterator[dict[str, Any]]:
    """Yield those on the list, or all, in bounded memory; the journal keeps that somebody asked for them."""
    with transaction.atomic():
        journal.write("readers.exported", Outlet.objects.the(), by=by, all=all_states)
    rows = Reader.objects.all() if all_states else Reader.objects.confirmed()
    last = 0
    while some := list(_whole(rows.filter(pk__gt=last))[:_SOME]):
        consents = _consents(some)
        for reader in some:
            yield listed(reader, consents[reader.pk])
        last = some[-1].pk


def _whole(rows: QuerySet[Reader]) -> QuerySet[Reader]:
    return rows.order_by("pk").prefetch_related("digests")


def _consents(readers: Sequence[Reader]) -> Mapping[int, list[Consent]]:
    found: dict[int, list[Consent]] = defaultdict(list)
    keys = [reader.pk for reader in readers]
    for one in Consent.objects.filter(reader__in=keys).select_related("terms").order_by("pk"):
        found[one.reader_id].append(one)
    return found


def listed(reader: Reader, consents: Sequence[Consent]) -> dict[str, Any]:
    """Return a reader as other systems need to know them: address, standing, choices, consents."""
    return {
        "email": reader.address,
        "status": reader.state,
        "digests": [digest.slug for digest in reader.digests.all()],
        "asked_at": reader.asked_at,
        "confirmed_at": reader.confirmed_at,
        "left_at": reader.left_at,
        "consents": [_said(one) for one in consents],
    }


def _said(one: Consent) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "at": one.at,
        "where": one.terms.where,
        "words": one.terms.words,
        "network_hash": one.network,
    }
