"""Rows as troubles with mail leave them: relays that rest, slow sites, an edition that is only partly through."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground import clock
from pamphleteer.post.models import (
    Delivery,
    Digest,
    Edition,
    Evidence,
    RelayChange,
    Rest,
    Site,
    State,
    Traffic,
)
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.register.models import Person

PERSON, PASSWORD = "paula@example.org", "a long password for the pictures"
_READERS = 240
_HEADLINES = ("The river is clean again", "Whose river is it?", "A bridge for the island")
_LOGIN = "535 5.7.8 Authentication credentials invalid: the password was changed or has run out"
_NO_WAY = "no connection to 192.0.2.7:587 within 20 seconds"
_TOO_FAST = "421 4.7.28 Our system has detected an unusual rate of mail from your address"


def fill(relays: Sequence[str]) -> int:
    """Let an edition be on its way amid troubles of three relays; returns its key."""
    Person.objects.create_superuser(PERSON, PASSWORD, first_name="Paula")
    for headline in _HEADLINES:
        publish(write(headline=headline, lead="It took forty years."))
    for number in range(_READERS):
        enrol(f"reader-{number}@readers.example", source="a list of the docs")
    edition = compose(Digest.objects.get())
    if edition is None:
        raise RuntimeError("there is nothing to be in an edition")
    became(edition, by=relays[1])
    returned(edition)
    resting(relays)
    slow()
    return edition.pk


def became(edition: Edition, *, by: str) -> None:
    """Let something become of an edition's mails."""
    now = clock.now()
    keys = list(Delivery.objects.filter(letter__edition=edition).values_list("pk", flat=True))
    later = {"due_at": now + timedelta(minutes=20), "attempts": 1}
    for number, fields in (
        (139, {"state": State.DONE, "settled_at": now}),
        (7, {"state": State.CLAIMED, "held_by": "1@here", "handed_at": now}),
        (17, {"state": State.CLAIMED, "held_by": "1@here"}),
        (11, {"reason": "greylisted", **later}),
        (9, {"reason": "rate", **later}),
        (4, {"reason": "full", **later}),
        (5, {"state": State.REFUSED, "reason": "unknown", "settled_at": now}),
        (1, {"state": State.REFUSED, "reason": "unwanted", "settled_at": now}),
        (6, {"state": State.DOUBT, "doubts": 1, "settled_at": now, "relay": by}),
    ):
        some, keys = keys[:number], keys[number:]
        Delivery.objects.filter(pk__in=some).update(**fields)


def returned(edition: Edition) -> None:
    """Let so much of what was taken come back that it is doubted."""
    for mail in Delivery.objects.filter(letter__edition=edition, state=State.DONE)[:38]:
        Evidence.objects.create(
            delivery=mail,
            reader=mail.reader,
            kind="bounce",
            scope="reader",
            at=clock.now(),
            clear=True,
            reason="unknown",
            standing=Evidence.Standing.DOUBTED,
            said="550 5.1.1 user lookup failed",
        )


def resting(relays: Sequence[str]) -> None:
    """Let one relay rest for want of a password, and another one for want of a connection."""
    first, second, third = relays
    now = clock.now()
    rest(first, "login", _LOGIN, since=now - timedelta(minutes=95), until=now + timedelta(hours=2))
    rest(
        third,
        "network",
        _NO_WAY,
        since=now - timedelta(minutes=9),
        until=now + timedelta(minutes=5),
    )
    carried(first, taken=141, failed=3)
    carried(second, taken=2_108, put_off=26, refused=6)
    carried(third, taken=96, failed=4)


def rest(relay: str, reason: str, said: str, *, since: datetime, until: datetime) -> None:
    """Leave a relay alone."""
    why = {"reason": reason, "said": said}
    RelayChange.objects.create(relay=relay, at=since, resting=True, **why)
    lasting = reason == "login"
    Rest.objects.create(
        relay=relay, failures=4, since=since, until=until, lasting=lasting, **why
    )  # fmt: skip


def carried(relay: str, **counts: int) -> None:
    """Count what a relay was handed within the last hour or so."""
    now = clock.now()
    hour = now.replace(minute=0, second=0, microsecond=0)
    begins = {
        Traffic.Span.HOUR: hour,
        Traffic.Span.DAY: hour.replace(hour=0),
        Traffic.Span.EVER: datetime(1970, 1, 1, tzinfo=UTC),
    }
    for span, at in begins.items():
        Traffic.objects.create(relay=relay, span=span, at=at, **counts)


def slow() -> None:
    """Let some sites put mail off, of which one has many readers."""
    now = clock.now()
    until = {"failures": 2, "since": now, "until": now + timedelta(minutes=25)}
    Site.objects.create(
        hashed=b"1" * 16, name="big.example", reason="rate", said=_TOO_FAST, rate=4, **until
    )
    for number in range(3):
        Site.objects.create(hashed=bytes([number]) * 16, reason="greylisted", **until)
