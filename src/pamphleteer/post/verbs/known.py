"""All that is kept of one reader: for themselves, and for somebody of the outlet who asked."""

from typing import Any

from django.db import transaction

from pamphleteer.post import addresses
from pamphleteer.post.models import Consent, Reader
from pamphleteer.post.verbs.choices import Current, current
from pamphleteer.post.verbs.suppression import suppressed
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal


def known_of(reader: Reader) -> dict[str, Any]:
    """Return all that is kept of a reader, ready for JSON."""
    return {
        "email": reader.address,
        "status": reader.state,
        "digests": [digest.slug for digest in reader.digests.all()],
        "asked_at": reader.asked_at,
        "confirmed_at": reader.confirmed_at,
        "left_at": reader.left_at,
        "consents": [
            consent_in_words(one) for one in reader.consents.select_related("terms").order_by("pk")
        ],
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
        "zone": reader.zone,
        "choices": [_choice(one) for one in current(reader)],
        "paused_until": reader.paused_until,
        # An address that they asked to move to, or that was theirs until lately.
        "other_addresses": [
            {"email": one.address, "asked_at": one.asked_at, "left_at": one.left_at}
            for one in Reader.objects.filter(moves=reader).order_by("pk")
        ],
        # What was said of mails after they had gone, or as a mailbox did not take them.
        "evidence": [
            {
                "kind": one.kind,
                "at": one.at,
                "reason": one.reason,
                "status": one.status,
                "said": one.said,
            }
            for one in reader.evidence.order_by("pk")
        ],
        "kept_off": _kept_off(reader),
        "confirmations": [
            {"state": mail.state, "dated": mail.dated, "relay": mail.relay, "reply": mail.reply}
            for mail in reader.notice_set.order_by("pk")
        ],
    }


def _kept_off(reader: Reader) -> dict[str, Any] | None:
    found = suppressed(addresses.read(reader.address).mailbox)
    return {"reason": found.reason, "since": found.at, "said": found.said} if found else None


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


def consent_in_words(one: Consent) -> dict[str, Any]:
    """Return a consent as lists have it."""
    return {
        "kind": one.kind,
        "at": one.at,
        "where": one.terms.where,
        "words": one.terms.words,
        "network_hash": one.network,
    }
