"""Tell people of the desk by mail of faults that last: once a cause for some hours, and once that it is over."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min
from django.utils.translation import override

from pamphleteer.desk.verbs.language import language_of
from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.letters import alarms
from pamphleteer.post.letters.alarms import Kind, News
from pamphleteer.post.meanings.words import LEFT
from pamphleteer.post.models import (
    Alarm,
    Delivery,
    Evidence,
    Muted,
    RelayChange,
    Rest,
    State,
    Trial,
)
from pamphleteer.post.verbs import fence, outlook
from pamphleteer.post.verbs.doubting import SHOWN
from pamphleteer.post.verbs.planning import new_message_id
from pamphleteer.post.verbs.turn import turn
from pamphleteer.register.models import Outlet, Person

EVERY = 30.0  # seconds
LASTS = timedelta(minutes=5)  # what passes sooner is told to nobody
SETTLED = timedelta(minutes=20)  # after which no provider is asked any more about what is in doubt
OFTEN = timedelta(hours=6)  # between two mails about one cause
_KEPT = timedelta(days=30)
# Who is told of what: those who may see to it.
_WHO = {
    Kind.RESTS: "post.view_traffic",
    Kind.WORKS: "post.view_traffic",
    Kind.SILENT: "post.view_traffic",
    Kind.DOUBTED: "post.view_reader",
    Kind.IN_DOUBT: "post.settle_edition",
}
_RELAY, _SILENCE = "relay:", "silence"


def round_(stop: Stop = never) -> int:
    """Plan mails about what is news, while a relay works that can carry them; returns how many."""
    if stop() or not settings.POST_RELAYS or fence.look():
        return 0
    rests = outlook.resting()
    if len(rests) >= len(settings.POST_RELAYS):
        _note_silence(rests)
        return 0
    _forget()
    if not _news(rests):
        return 0
    with turn():
        news = _news(rests)  # another process may have told of it meanwhile
        for one in news:
            _note(one)
        return _tell(news)


def mute(person: Person) -> None:
    """Send somebody no mails about faults."""
    Muted.objects.get_or_create(person=person)


def unmute(person: Person) -> None:
    """Send somebody mails about faults again."""
    Muted.objects.filter(person=person).delete()


def muted(person: Person) -> bool:
    """Return whether somebody wants no mails about faults."""
    return Muted.objects.filter(person=person).exists()


def _news(rests: Sequence[Rest]) -> list[News]:
    """Return what is not told yet."""
    now, told = clock.now(), {one.cause: one for one in Alarm.objects.all()}
    relays = (one for one in _rests(rests, now) if _is_new(one, told.get(one.cause), now))
    mails = (one for one in _undecided(now) if _is_more(one, told.get(one.cause), now))
    return [*_after_silence(told.get(_SILENCE), now), *relays, *_works(rests, told), *mails]


def _is_new(one: News, told: Alarm | None, now: datetime) -> bool:
    if told is None or told.told_at is None:
        return True
    return now - told.told_at >= OFTEN and (not told.open or told.reason != one.reason)


def _is_more(one: News, told: Alarm | None, now: datetime) -> bool:
    if told is None or told.told_at is None:
        return True
    return now - told.told_at >= OFTEN and one.number > told.number


def _long(rest: Rest, now: datetime) -> bool:
    """Return whether a relay is known to fail still, and not for a moment alone.

    One that was not tried since its time came may work again: nobody knows while there is no mail.
    """
    return now - rest.since >= LASTS and (rest.lasting or rest.until > now)


def _rests(rests: Sequence[Rest], now: datetime) -> Iterator[News]:
    for rest in rests:
        if _long(rest, now):
            cause = f"{_RELAY}{rest.relay}"
            yield News(
                Kind.RESTS, cause, rest.since, rest.relay, reason=rest.reason, said=rest.said
            )


def _works(rests: Sequence[Rest], told: Mapping[str, Alarm]) -> Iterator[News]:
    down = {rest.relay for rest in rests}
    for name in (one["name"] for one in settings.POST_RELAYS if one["name"] not in down):
        alarm = told.get(f"{_RELAY}{name}")
        if alarm and alarm.open:
            yield News(Kind.WORKS, alarm.cause, alarm.since, name)


def _after_silence(told: Alarm | None, now: datetime) -> Iterator[News]:
    if told and told.open:
        again = RelayChange.objects.filter(resting=False, at__gte=told.since)
        ended = again.aggregate(at=Min("at"))["at"] or now
        yield News(Kind.SILENT, _SILENCE, told.since, until=ended)


@transaction.atomic
def _note_silence(rests: Sequence[Rest]) -> None:
    """Note that no relay works, which can be told only when one does again."""
    now = clock.now()
    if not all(_long(rest, now) for rest in rests):
        return
    since = max(rest.since for rest in rests)
    told, made = Alarm.objects.get_or_create(cause=_SILENCE, defaults={"since": since})
    if not made and not told.open and told.told_at and now - told.told_at >= OFTEN:
        Alarm.objects.filter(cause=_SILENCE, open=False).update(open=True, since=since)


def _undecided(now: datetime) -> Iterator[News]:
    """Yield what somebody has to decide about."""
    yield from _doubted(now)
    yield from _in_doubt(now)


def _doubted(now: datetime) -> Iterator[News]:
    """Yield the mailings of which too much came back."""
    rows = Evidence.objects.filter(
        standing=Evidence.Standing.DOUBTED, at__gt=now - SHOWN, delivery__isnull=False
    )
    of = ("letter__edition", "letter__edition__number", "letter", "letter__digest__name")
    counted = rows.order_by().values_list(*(f"delivery__{name}" for name in of))
    found, since = Counter[tuple[str, str, int, int]](), dict[str, datetime]()
    for edition, number, letter, digest, readers, first in counted.annotate(
        n=Count("pk"), at=Min("at")
    ):
        cause = f"doubted:edition-{edition}" if edition else f"doubted:letter-{letter}"
        found[cause, digest, edition or 0, number or 0] += readers
        since[cause] = min(first, since.get(cause, first))
    for (cause, digest, edition, number), readers in found.items():
        page = ("desk_edition", str(edition)) if edition else ("desk_doubted",)
        yield News(
            Kind.DOUBTED, cause, since[cause], digest, number, number=readers, page=page
        )  # fmt: skip


def _in_doubt(now: datetime) -> Iterator[News]:
    """Yield the editions, and the digests for their pieces at once, with mails that wait for somebody to decide."""
    rows = Delivery.objects.filter(state=State.DOUBT, settled_at__lte=now - SETTLED)
    of = ("letter__edition", "letter__edition__number", "letter__digest", "letter__digest__name")
    counted = rows.exclude(reason=LEFT).order_by().values_list(*of)
    for edition, number, digest, name, mails, first in counted.annotate(
        n=Count("pk"), at=Min("settled_at")
    ):
        cause = f"in doubt:edition-{edition}" if edition else f"in doubt:digest-{digest}"
        page = ("desk_edition", str(edition)) if edition else ("desk_digest", str(digest))
        yield News(Kind.IN_DOUBT, cause, first, name, number or 0, number=mails, page=page)


def _forget() -> None:
    """Forget what was told some hours ago and is over, and relays that the outlet has no more."""
    now = clock.now()
    ours: Collection[str] = {f"{_RELAY}{one['name']}" for one in settings.POST_RELAYS}
    old = [
        one.cause
        for one in Alarm.objects.filter(told_at__lt=now - OFTEN)
        if not one.open or (one.cause.startswith(_RELAY) and one.cause not in ours)
    ]
    if old:
        still = {one.cause for one in _undecided(now)}
        Alarm.objects.filter(cause__in=set(old) - still).delete()


def _note(one: News) -> None:
    """Note that something is told."""
    now = clock.now()
    if one.kind is Kind.WORKS:
        Alarm.objects.filter(cause=one.cause).update(open=False)
        return
    told = {"since": one.since, "reason": one.reason, "number": one.number, "told_at": now}
    over = one.kind is not Kind.RESTS
    Alarm.objects.update_or_create(cause=one.cause, defaults=told | {"open": not over})


def _tell(news: Sequence[News]) -> int:
    """Plan a mail to each person about what is theirs of the news."""
    outlet, now = Outlet.objects.the(), clock.now()
    Trial.objects.filter(alarm=True, dated__lt=now - _KEPT).delete()
    people = Person.objects.filter(is_active=True).exclude(pk__in=Muted.objects.values("person"))
    told = 0
    for person in people.order_by("pk"):
        theirs = [one for one in news if person.has_perm(_WHO[one.kind])]
        if theirs:
            _plan(person, theirs, outlet, now)
            told += 1
    return told


def _plan(person: Person, news: Sequence[News], outlet: Outlet, now: datetime) -> None:
    with override(language_of(person)):
        said = alarms.bodies(news, outlet)
    Trial.objects.create(
        person=person,
        subject=said.subject[:400],
        text=said.text,
        alarm=True,
        message_id=new_message_id(),
        dated=now,
        due_at=now,
    )
