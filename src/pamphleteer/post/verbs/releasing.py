"""Release the fence: first what would go, then let it go, apart from what has gone already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet

from pamphleteer.ground import clock
from pamphleteer.post import reached
from pamphleteer.post.errors import Meanwhile, NotFenced
from pamphleteer.post.models import Delivery, Digest, Edition, Fence, Notice, State, Trial
from pamphleteer.post.place import here
from pamphleteer.post.reached import Reached, Unreadable
from pamphleteer.post.verbs.claim import KINDS
from pamphleteer.post.verbs.fence import EVERY
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

ASIDE = "set aside when the post was let go: it had probably gone before"
_WAITS = Q(state__in=[State.PLANNED, State.CLAIMED])


@dataclass(frozen=True)
class Waiting:
    """Mails that would go: confirmations, test mails, alarms, or the letters of an edition.

    Letters about pieces at once are of a digest alone. `written` are the moments of the first and the last of them;
    `gone` is how many were written before mail last went from here; `again` says that the edition was cut after that
    although its hour had come before.
    """

    kind: str
    mails: int
    written: tuple[datetime, datetime]
    gone: int = 0
    digest: Digest | None = None
    edition: Edition | None = None
    again: bool = False


@dataclass(frozen=True)
class Released:
    """What was let go, and what was set aside as in doubt."""

    going: int
    aside: int


def went_until(row: Fence) -> datetime | None:
    """Return until when mail went, where it went on after these rows; else None."""
    if row.known_at and (row.at is None or row.known_at > row.at):
        return row.known_at + EVERY
    return None


def would_go() -> Sequence[Waiting]:
    """Return what would go if the post were released now."""
    row = Fence.objects.the()
    until = went_until(row) if row else None
    notices = [
        *_alike("confirmations", Notice.objects.filter(_WAITS), until),
        *_alike("tests", Trial.objects.filter(_WAITS, alarm=False), until),
        *_alike("alarms", Trial.objects.filter(_WAITS, alarm=True), until),
    ]
    return [*notices, *_letters(until)]


def release(
    *,
    by: Person | None = None,
    went_before: datetime | None = None,
    editions: Collection[int] = (),
    seen: datetime | None = None,
) -> Released:
    """Let mail go again, but for what was written before `went_before`, and the letters of `editions`: it is in doubt.

    Raises `NotFenced`; `Meanwhile` if the fence was raised anew since it was `seen`; `OSError` where the folder can't
    be written: then it is raised again at the next mail.
    """
    with transaction.atomic():
        row = Fence.objects.select_for_update().filter(pk=Fence.THE).first()
        if row is None or row.raised_at is None:
            raise NotFenced("Mail goes out: nothing holds it.")
        if seen is not None and seen != row.raised_at:
            raise Meanwhile("The post was held anew meanwhile: look again at what would go.")
        released = _let_go(row, by=by, went_before=went_before, editions=editions)
    told = Reached(Outlet.objects.the().mark, row.reach, row.at or clock.now())
    reached.write(settings.FOLDER, told, over=True)
    return released


def _let_go(
    row: Fence, *, by: Person | None, went_before: datetime | None, editions: Collection[int]
) -> Released:
    aside = _set_aside(went_before, editions)
    going = sum(kind.objects.filter(_WAITS).count() for kind in KINDS)
    row.reach = max(row.reach, row.known, _known_here()) + 1
    row.at, row.place = row.at or clock.now(), dict(here())
    row.raised_at, row.released_at, row.released_by = None, clock.now(), by
    why, row.why, row.words = row.why, "", ""
    row.known, row.known_at = 0, None
    row.save()
    told = {"why": why, "going": going, "aside": aside}
    if went_before:
        told["went_before"] = went_before.isoformat()
    journal.write("fence.released", row, by=by, **told)
    return Released(going, aside)


def _set_aside(went_before: datetime | None, editions: Collection[int]) -> int:
    now = clock.now()
    free = Q(state=State.PLANNED) | Q(state=State.CLAIMED, held_until__lt=now)
    told = {
        "state": State.DOUBT, "reply": ASIDE, "settled_at": now, "held_by": "", "held_until": None,
    }  # fmt: skip
    aside = 0
    if went_before:
        for kind in KINDS:
            aside += kind.objects.filter(free, dated__lt=went_before).update(**told)
    if editions:
        theirs = Delivery.objects.filter(free, letter__edition__in=editions)
        aside += theirs.update(**told)
    return aside


def _known_here() -> int:
    try:
        known = reached.read(settings.FOLDER)
    except Unreadable:
        return 0
    return known.reach if known else 0


def _alike(kind: str, rows: "QuerySet[Any]", until: datetime | None) -> list[Waiting]:
    found = rows.order_by().aggregate(**_counts(until))
    if not found["mails"]:
        return []
    return [Waiting(kind, found["mails"], (found["first"], found["last"]), found["gone"])]


def _letters(until: datetime | None) -> list[Waiting]:
    rows: Any = Delivery.objects.filter(_WAITS).order_by()
    rows = rows.values("letter__digest", "letter__edition")
    counted = list(rows.annotate(**_counts(until)))
    digests = Digest.objects.in_bulk([one["letter__digest"] for one in counted])
    keys = [one["letter__edition"] for one in counted if one["letter__edition"]]
    editions = Edition.objects.select_related("digest").in_bulk(keys)
    found = []
    for one in counted:
        edition = editions.get(one["letter__edition"])
        found.append(
            Waiting(
                "letters",
                one["mails"],
                (one["first"], one["last"]),
                one["gone"],
                digests[one["letter__digest"]],
                edition,
                edition is not None and _again(edition, until),
            )
        )
    return sorted(found, key=lambda one: one.written)


def _counts(until: datetime | None) -> dict[str, Any]:
    before = Q(dated__lte=until) if until else Q(pk=None)
    return {
        "mails": Count("pk"),
        "first": Min("dated"),
        "last": Max("dated"),
        "gone": Count("pk", filter=before),
    }


def _again(edition: Edition, until: datetime | None) -> bool:
    """Return whether an edition's hour had come when mail last went, though these rows cut it later."""
    if until is None or edition.cut_at <= until:
        return False
    cut = edition.cut_at.astimezone(Outlet.objects.the().tz)
    hour = cut.replace(hour=edition.digest.hour, minute=0, second=0, microsecond=0, fold=0)
    return (hour if hour <= cut else hour - timedelta(days=1)) <= until
