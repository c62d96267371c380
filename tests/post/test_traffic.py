"""What relays make of mail is counted by the minute, hour and day, and forgotten in time."""

from datetime import timedelta

import pytest
from django.db import transaction

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.dispatch import Settled
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.models import Digest, Reader, Traffic
from pamphleteer.post.relays.kit import Letter, Reply
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.traffic import Meter, Rates, rates, round_, totals
from tests.cast import Cast
from tests.post.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

LETTER = Letter(1, "digest@example.org", "reader@readers.example", b"")
OK = Reply(250, "2.0.0 taken")


def error(scope: Scope, *, permanent: bool = False) -> RelayError:
    return RelayError("550 no", scope=scope, permanent=permanent)


def counted(*outcomes: Reply | RelayError, relay: str = "first") -> None:
    meter = Meter()
    meter.count(Settled(relay, LETTER, outcome) for outcome in outcomes)
    meter.write()


def test_what_a_relay_makes_of_mail_is_told_apart(stopped_clock: StoppedClock) -> None:
    counted(
        OK,
        OK,
        error(Scope.SITE),
        error(Scope.READER, permanent=True),
        error(Scope.RELAY),
        relay="a",
    )
    counted(OK, relay="a")
    counted(OK, relay="b")
    assert rates()["a"] == Rates(minute=3, hour=3, day=3, put_off=1, refused=1, failed=1)
    assert totals()["b"] == {"taken": 1, "put_off": 0, "refused": 0, "failed": 0}


def test_rates_fade_as_time_goes_by_and_totals_stay(stopped_clock: StoppedClock) -> None:
    stopped_clock.at = stopped_clock.at.replace(minute=0, second=0)
    counted(*[OK] * 60)
    stopped_clock.advance(seconds=60 + 15)
    assert rates()["first"].minute == 45
    stopped_clock.advance(minutes=5)
    assert (rates()["first"].minute, rates()["first"].hour) == (0, 60)
    stopped_clock.advance(days=3)
    assert rates() == {}
    assert totals()["first"]["taken"] == 60


def test_mail_is_counted_in_lots_of_a_second(stopped_clock: StoppedClock) -> None:
    at = [0.0]
    meter = Meter(timer=lambda: at[0])
    for _ in range(3):
        meter.count([Settled("first", LETTER, OK), Settled("first", None, error(Scope.RELAY))])
        meter.tick()
    assert not Traffic.objects.exists()
    at[0] = 1.0
    with transaction.atomic():
        meter.tick()
    meter.write()
    assert set(Traffic.objects.values_list("taken", "failed")) == {(3, 0)}


def test_minutes_are_forgotten_before_hours_and_hours_before_days(
    stopped_clock: StoppedClock,
) -> None:
    counted(OK)
    for passed, left in (
        (3, {"hour", "day", "ever"}),
        (24 * 9, {"day", "ever"}),
        (24 * 400, {"ever"}),
    ):
        stopped_clock.advance(seconds=timedelta(hours=passed).total_seconds())
        round_()
        assert set(Traffic.objects.values_list("span", flat=True)) == left


def test_what_goes_out_is_counted(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server, stopped_clock: StoppedClock
) -> None:
    cast.article()
    compose(digest)
    deliver()
    assert rates()["first"].minute == 3
