"""Take what hubs push: kept as a row before it is answered, then on the wire like a poll."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from pamphleteer.collect.bounds import set_bounds
from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.found import Feed, Found
from pamphleteer.collect.models import Push, Source, Subscription, WireItem
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.claim import Claim, claim, give_back
from pamphleteer.collect.verbs.trust import lock, rely
from pamphleteer.collect.verbs.wire import keep
from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.ground.text import one_line

METHODS = ("sha1", "sha256", "sha384", "sha512")
WAITING = 20  # pushes of one subscription that are not on the wire yet
_HOLD = timedelta(minutes=5)
_TRIES = 3
_LOOKED_AT = 20
_CHUNK = 500
_AGAIN = timedelta(seconds=5)


def signed(one: Subscription, body: bytes, signature: str) -> str:
    """Return what is wrong with a signature, as `method=hex` (section 7.1), or nothing."""
    method, _, told = signature.strip().partition("=")
    if not told:
        return "was not signed"
    if method.lower() not in METHODS:
        return f"was signed in a way that is not known (“{one_line(method)[:20]}”)"
    ours = hmac.new(one.secret.encode(), body, method.lower()).hexdigest()
    same = hmac.compare_digest(ours.encode(), told.strip().lower().encode())
    return "" if same else "has a wrong signature"


def receive(one: Subscription, body: bytes, *, content_type: str) -> bool:
    """Keep a push that is signed well, to be read soon; False if too many wait already."""
    if Push.objects.filter(subscription=one).count() >= WAITING:
        return False
    Push.objects.create(
        subscription=one,
        body=body,
        content_type=content_type[:200],
        came_at=clock.now(),
    )
    return True


def complain(one: Subscription, words: str) -> None:
    """Note a push that is ignored, and count it."""
    fault = one.unsaid(f"a push {words}")[:500]
    Subscription.objects.filter(pk=one.pk).update(fault=fault, failures=F("failures") + 1)


def round_(stop: Stop = never) -> int:
    """Read what was pushed; return how many pushes were settled."""
    done = 0
    while not stop() and (push := _hold()):
        done += _settle(push)
    return done


def _hold() -> Push | None:
    """Hold the oldest push of a subscription, the others of which wait for it."""
    now = clock.now()
    earlier = Push.objects.filter(subscription=OuterRef("subscription"), pk__lt=OuterRef("pk"))
    first = Push.objects.filter(~Exists(earlier))
    free = first.filter(Q(held_until=None) | Q(held_until__lt=now))
    for key, until in list(free.values_list("pk", "held_until")[:_LOOKED_AT]):
        name = secrets.token_hex(16)
        row = Push.objects.filter(pk=key, held_until=until)
        if row.update(held_until=now + _HOLD, held_by=name, tries=F("tries") + 1):
            whole = Push.objects.select_related("subscription__source")
            return whole.filter(pk=key, held_by=name).first()
    return None


def _settle(push: Push) -> int:
    """Put one push on the wire, or drop it in words; 0 if its source is held by a poll just now."""
    one = push.subscription
    if one.source is None or not one.source.active or one.state in Subscription.OVER:
        push.delete()
        return 1
    if push.tries > _TRIES:
        return _drop(push, "could not be read, three times over")
    held = claim(only=[one.source.pk])
    if held is None:
        again = clock.now() + _AGAIN
        mine = Push.objects.filter(pk=push.pk, held_by=push.held_by)
        mine.update(held_until=again, held_by="", tries=F("tries") - 1)
        return 0
    try:
        feed = understand(
            bytes(push.body),
            address=one.topic,
            content_type=push.content_type,
            bounds=set_bounds(),
            page_too=one.source.kind == Source.Kind.PAGE,
            selectors=one.source.selectors,
        )
        _keep(push, held, feed)
    except SourceError as error:
        return _drop(push, one_line(str(error)))
    finally:
        give_back(held)
    return 1


def _keep(push: Push, held: Claim, feed: Feed) -> None:
    """Put pieces on the wire and drop their row, all or nothing, if nobody else did meanwhile."""
    now = clock.now()
    with transaction.atomic():
        lock(push.subscription)
        mine = Push.objects.filter(pk=push.pk, held_by=push.held_by)
        if not mine.delete()[0]:
            return
        kept = keep(held.source, _timely(held.source, feed.items))
        if kept.new:
            Source.objects.filter(pk=held.source.pk).update(news_at=now)
        if feed.items:
            Subscription.objects.filter(pk=push.subscription.pk).update(
                pushed_at=now, missed_at=None, failures=0, fault=""
            )
            rely(push.subscription)


def _timely(source: Source, found: Sequence[Found]) -> list[Found]:
    """Leave out pieces that we have in a later version: hubs try again, and others may repeat them."""
    dated = [piece.identity for piece in found if piece.updated]
    ours = WireItem.objects.filter(source=source).exclude(updated=None)
    known: dict[str, datetime | None] = {}
    for start in range(0, len(dated), _CHUNK):
        some = ours.filter(identity__in=dated[start : start + _CHUNK])
        known |= some.values_list("identity", "updated")
    return [
        piece
        for piece in found
        if not piece.updated or piece.updated >= (known.get(piece.identity) or piece.updated)
    ]


def _drop(push: Push, words: str) -> int:
    with transaction.atomic():
        if Push.objects.filter(pk=push.pk, held_by=push.held_by).delete()[0]:
            complain(push.subscription, words)
    return 1
