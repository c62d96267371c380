"""Choices: which digests a reader gets, of which topics, when and how; pause, and go on."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max

from pamphleteer.ground import clock
from pamphleteer.post import moments
from pamphleteer.post.errors import WishError
from pamphleteer.post.meanings.words import UNWANTED
from pamphleteer.post.models import (
    Choice,
    Delivery,
    Digest,
    Enclosure,
    Form,
    Reader,
    Rhythm,
    State,
    Subscription,
)  # fmt: skip
from pamphleteer.post.verbs.inserting import insert
from pamphleteer.post.verbs.moment import next_moment
from pamphleteer.post.verbs.serving import position
from pamphleteer.post.verbs.topics import Topics
from pamphleteer.post.verbs.turn import turn
from pamphleteer.post.wishes import Wishes
from pamphleteer.press.languages import tag
from pamphleteer.press.voice import for_readers
from pamphleteer.register.models import Outlet, Topic, TopicMerge

_LAST_HOUR, _LAST_DAY = 23, 6
_NOT_HANDED = (State.PLANNED, State.CLAIMED)


@dataclass(frozen=True)
class Current:
    """What a reader gets of a digest; `lost` says that a topic or the time zone of it is no more."""

    digest: Digest
    wishes: Wishes
    lost: bool = False


def choose(reader: Reader, digest: Digest, wishes: Wishes) -> None:
    """Let a reader get a digest as they wish, from now on; whatever they got before, nothing is lost or doubled.

    Raises `WishError` for what can't be.
    """
    wanted = checked(wishes)
    with turn():
        choice = _row(digest, wanted)
        found = Subscription.objects.filter(reader=reader, digest=digest).first()
        if found:
            Subscription.objects.filter(pk=found.pk).update(choice=choice)
        else:
            found = Subscription.objects.create(
                reader=reader,
                digest=digest,
                choice=choice,
                upto=_start(reader, digest, at_once=choice.rhythm == Rhythm.AT_ONCE),
                since=clock.now(),
            )
        if choice.rhythm == Rhythm.AT_ONCE and found.upto < choice.served:
            # What they have not had of before comes with the next round.
            Choice.objects.filter(pk=choice.pk).update(served=found.upto)


def enlist(rows: Sequence[tuple[int, Digest, Wishes]]) -> None:
    """Let readers who are new here, by their keys, get digests as they wish: what `checked` has returned, or would."""
    wanted = {(digest.pk, wishes): digest for _, digest, wishes in rows}
    keys = {wishes.key(number): (number, wishes) for number, wishes in wanted}
    with turn():
        there = Choice.objects.filter(key__in=list(keys))
        choices = {keys[one.key]: one for one in there}
        for wish in wanted.keys() - choices.keys():
            choices[wish] = _row(wanted[wish], wish[1])
        upto, now = _positions(choices.values()), clock.now()
        begins = {wish: (wish[0], one.pk, upto[one.pk], now) for wish, one in choices.items()}
        insert(
            Subscription,
            ("reader", "digest", "choice", "upto", "since"),
            ((reader, *begins[digest.pk, wishes]) for reader, digest, wishes in rows),
        )


def _positions(choices: Iterable[Choice]) -> dict[int, int]:
    """Return where those begin who choose so now, by the choices' keys."""
    some = [(one.pk, one.digest_id, one.rhythm == Rhythm.AT_ONCE) for one in choices]
    at = {
        (digest, at_once): position(digest, at_once=at_once)
        for digest, at_once in {(digest, at_once) for _, digest, at_once in some}
    }
    return {key: at[digest, at_once] for key, digest, at_once in some}


def end(reader: Reader, digest: Digest) -> bool:
    """Let a reader get a digest no more, with effect at once; False if they did not."""
    with turn():
        removed, _ = Subscription.objects.filter(reader=reader, digest=digest).delete()
        _refuse(reader, "not wanted any more", letter__digest=digest)
    return removed > 0


def pause(reader: Reader, *, until: datetime) -> None:
    """Send a reader nothing until then; what comes meanwhile was not asked for. Raises `WishError`."""
    if until <= clock.now():
        raise WishError(for_readers("A pause ends on a day to come."))
    with turn():
        Reader.objects.filter(pk=reader.pk).update(paused_until=until)
        _refuse(reader, "paused")


def go_on(reader: Reader) -> None:
    """End a reader's pause."""
    Reader.objects.filter(pk=reader.pk).update(paused_until=None)


def current(reader: Reader) -> list[Current]:
    """Return what a reader gets, as it is now: topics that were merged as what they have become."""
    rows = Subscription.objects.filter(reader=reader).select_related("choice", "digest")
    return [_current(row) for row in rows.order_by("digest__name", "digest")]


def checked(wishes: Wishes) -> Wishes:
    """Return wishes in their one form; raises `WishError` for what can't be."""
    if wishes.rhythm not in Rhythm.values or wishes.form not in Form.values:
        raise WishError(for_readers("There is no such choice."))
    if wishes.language and not tag(wishes.language):
        raise WishError(for_readers("There is no such language."))
    if wishes.topics is not None:
        wishes = replace(wishes, topics=_known(wishes.topics))
    if wishes.rhythm == Rhythm.AT_ONCE:
        return replace(wishes, weekday=None, hour=None, zone="")
    return _timed(wishes)


def _timed(wishes: Wishes) -> Wishes:
    weekly = wishes.rhythm == Rhythm.WEEKLY
    if not weekly:
        wishes = replace(wishes, weekday=None)
    elif wishes.weekday is None or not 0 <= wishes.weekday <= _LAST_DAY:
        raise WishError(for_readers("A day of the week is expected."))
    if wishes.hour is None and not weekly:
        return replace(wishes, zone="")
    if wishes.hour is None or not 0 <= wishes.hour <= _LAST_HOUR:
        raise WishError(for_readers("An hour from 0 to 23 is expected."))
    zone = wishes.zone or Outlet.objects.the().zone
    if moments.zone(zone) is None:
        raise WishError(for_readers("There is no such time zone."))
    return replace(wishes, zone=zone)


def _known(topics: Collection[int]) -> frozenset[int]:
    now = TopicMerge.objects.now(topics)
    known = frozenset(Topic.objects.filter(pk__in=now).values_list("pk", flat=True))
    if not known:
        raise WishError(for_readers("Choose at least one topic, or all of them."))
    return known


def _row(digest: Digest, wishes: Wishes) -> Choice:
    """Return the one row of these wishes, within a turn."""
    at_once = wishes.rhythm == Rhythm.AT_ONCE
    choice, new = Choice.objects.get_or_create(
        key=wishes.key(digest.pk),
        defaults={
            "digest": digest,
            "topics": None if wishes.topics is None else sorted(wishes.topics),
            "rhythm": wishes.rhythm,
            "weekday": wishes.weekday,
            "hour": wishes.hour,
            "zone": wishes.zone,
            "language": wishes.language,
            "form": wishes.form,
            "served": position(digest, at_once=at_once),
        },
    )
    if new:
        choice.due_at = next_moment(choice, at=clock.now())
        choice.save(update_fields=["due_at"])
    return choice


def _start(reader: Reader, digest: Digest, *, at_once: bool) -> int:
    """Return the position at which a subscription begins: no piece that they have had comes again."""
    mine = Delivery.objects.filter(reader=reader, letter__digest=digest)
    letters = mine.exclude(state=State.REFUSED).values("letter")
    had = Enclosure.objects.filter(letter__in=letters).aggregate(last=Max("piece"))["last"]
    return max(position(digest, at_once=at_once), had or 0)


def _refuse(reader: Reader, why: str, **only: object) -> None:
    # What a process has claimed and not handed over yet is not wanted either: it finds it refused.
    rows = Delivery.objects.filter(reader=reader, state__in=_NOT_HANDED, handed_at=None, **only)
    refused = {"state": State.REFUSED, "reply": why, "reason": UNWANTED}
    rows.update(**refused, settled_at=clock.now(), held_by="", held_until=None)


def _current(row: Subscription) -> Current:
    choice, now = row.choice, Topics.read(row.digest)
    topics = now.wanted(choice.topics)
    lost = choice.topics is not None and topics != now.now(choice.topics)
    gone = bool(choice.zone) and moments.zone(choice.zone) is None
    wishes = Wishes(
        topics,
        choice.rhythm,
        choice.weekday,
        choice.hour,
        choice.zone,
        choice.language,
        choice.form,
    )
    return Current(row.digest, wishes, lost or gone)
