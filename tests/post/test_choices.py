"""What readers choose: topics, rhythm, hour, zone, a pause; and what comes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pamphleteer.desk.verbs.merge import merge
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import moments
from pamphleteer.post.errors import NotOurs, WishError
from pamphleteer.post.letters import variant
from pamphleteer.post.letters.writing import written
from pamphleteer.post.models import (
    Choice,
    Delivery,
    Digest,
    Edition,
    Letter,
    Reader,
    State,
    Subscription,
)
from pamphleteer.post.verbs.choices import choose, current, end, go_on, pause
from pamphleteer.post.verbs.claim import claim
from pamphleteer.post.verbs.compose import compose, plan
from pamphleteer.post.verbs.growth import counts
from pamphleteer.post.verbs.preview import of_edition
from pamphleteer.post.wishes import Wishes
from pamphleteer.register.models import Outlet, Topic
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LISBON = ZoneInfo("Europe/Lisbon")


def had(reader: Reader) -> list[list[str]]:
    """Return the headlines of each letter planned for a reader."""
    rows = Delivery.objects.filter(reader=reader).order_by("pk")
    return [[one.piece.headline for one in row.letter.enclosures.all()] for row in rows]


def sent() -> None:
    """Let a relay have taken all that was planned."""
    Delivery.objects.filter(state=State.PLANNED).update(state=State.DONE)


@pytest.fixture
def fire(db: None) -> Topic:
    return Topic.objects.create(slug="fire", name="Fire")


def test_only_the_topics_chosen_come(
    cast: Cast, digest: Digest, readers: list[Reader], fire: Topic
) -> None:
    choose(readers[0], digest, Wishes(topics=frozenset({fire.pk})))
    cast.article(headline="Wet")
    compose(digest)
    assert had(readers[0]) == []
    assert had(readers[1]) == [["Wet"]]

    cast.article(headline="Hot", topics=[fire])
    compose(digest)

    assert had(readers[0]) == [["Hot"]]


def test_readers_with_the_same_choice_share_a_letter(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    choose(readers[0], digest, Wishes(hour=18, zone="Europe/Lisbon"))
    choose(readers[1], digest, Wishes(hour=18, zone="Asia/Kathmandu"))
    cast.article()
    compose(digest)
    stopped_clock.advance(days=1)
    plan()

    assert Letter.objects.count() == 1
    assert Delivery.objects.count() == 3


def test_a_letter_comes_at_the_readers_own_hour(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    choose(readers[0], digest, Wishes(hour=18, zone="America/New_York"))
    cast.article()
    compose(digest)
    at = datetime(2026, 11, 23, 22, 59, tzinfo=UTC)
    stopped_clock.advance(seconds=(at - stopped_clock.at).total_seconds())
    plan()
    assert had(readers[0]) == []

    stopped_clock.advance(minutes=1)
    plan()
    plan()

    assert len(had(readers[0])) == 1


def test_a_weekly_letter_holds_the_editions_of_the_week(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    choose(readers[0], digest, Wishes(rhythm="weekly", weekday=6, hour=9, zone="UTC"))
    for number in range(7):
        cast.article(headline=f"Piece {number}")
        compose(digest)
        plan()
        stopped_clock.advance(days=1)
    plan()

    (letter,) = had(readers[0])
    assert sorted(letter) == [f"Piece {number}" for number in range(7)]


def test_each_piece_comes_at_once_to_whoever_wants_it_so(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    choose(readers[0], digest, Wishes(rhythm="at once"))
    cast.article(headline="First")
    plan()
    cast.article(headline="Second")
    plan()
    compose(digest)

    assert had(readers[0]) == [["First"], ["Second"]]
    choose(readers[0], digest, Wishes())
    cast.article(headline="Third")
    compose(digest)
    assert had(readers[0])[2:] == [["Third"]]
    assert had(readers[1]) == [["Second", "First"], ["Third"]]


def test_a_pause_passes_over_what_comes_meanwhile(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    pause(readers[0], until=stopped_clock.at + timedelta(days=2))
    cast.article(headline="Meanwhile")
    compose(digest)
    stopped_clock.advance(days=3)
    cast.article(headline="After")
    compose(digest)

    assert had(readers[0]) == [["After"]]


def test_a_pause_is_ended_early(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    pause(readers[0], until=stopped_clock.at + timedelta(days=2))
    go_on(readers[0])
    cast.article()
    compose(digest)

    assert len(had(readers[0])) == 1
    with pytest.raises(WishError):
        pause(readers[0], until=stopped_clock.at)


def test_whoever_ends_a_digest_gets_no_letter_that_waits(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    cast.article()
    compose(digest)

    assert end(readers[0], digest)
    assert not end(readers[0], digest)

    assert Delivery.objects.get(reader=readers[0]).state == State.REFUSED


def test_a_pause_stops_what_a_process_has_claimed_and_not_handed_over(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.article()
    compose(digest)
    claim(Delivery, holder="somebody", at_most=9)
    Delivery.objects.filter(reader=readers[1]).update(handed_at=stopped_clock.at)
    for reader in readers[:2]:
        pause(reader, until=stopped_clock.at + timedelta(days=3))

    states = Delivery.objects.order_by("reader").values_list("state", flat=True)
    assert list(states) == [State.REFUSED, State.CLAIMED, State.CLAIMED]


def test_a_topic_that_was_merged_is_what_it_became(
    cast: Cast, digest: Digest, readers: list[Reader], fire: Topic
) -> None:
    choose(readers[0], digest, Wishes(topics=frozenset({fire.pk})))
    cast.article(headline="Of fire", topics=[fire])
    merge(fire, cast.topic)
    cast.article(headline="Of water")
    compose(digest)

    assert had(readers[0]) == [["Of water", "Of fire"]]
    (now,) = current(readers[0])
    assert (now.wishes.topics, now.lost) == ({cast.topic.pk}, False)


def test_a_topic_that_is_no_more_is_told_and_stops_nobody(
    cast: Cast, digest: Digest, readers: list[Reader], fire: Topic
) -> None:
    choose(readers[0], digest, Wishes(topics=frozenset({fire.pk, cast.topic.pk})))
    fire.delete()
    cast.article()
    compose(digest)

    assert len(had(readers[0])) == 1
    (now,) = current(readers[0])
    assert (now.wishes.topics, now.lost) == ({cast.topic.pk}, True)


def test_whose_topics_are_all_no_more_gets_all_of_them(
    cast: Cast, digest: Digest, readers: list[Reader], fire: Topic
) -> None:
    choose(readers[0], digest, Wishes(topics=frozenset({fire.pk})))
    fire.delete()
    cast.article()
    edition = compose(digest)

    assert edition is not None
    assert len(had(readers[0])) == 1
    (now,) = current(readers[0])
    assert (now.wishes.topics, now.lost) == (None, True)
    assert of_edition(edition, Wishes(topics=frozenset({987_654_321}))) is not None
    assert (counts().every_topic, counts().topics) == (3, [])


def test_whose_topics_a_digest_carries_no_more_gets_all_that_it_carries(
    cast: Cast, digest: Digest, readers: list[Reader], fire: Topic
) -> None:
    choose(readers[0], digest, Wishes(topics=frozenset({fire.pk})))
    digest.every_topic = False
    digest.save()
    digest.topics.set([cast.topic])
    cast.article()
    compose(digest)

    assert len(had(readers[0])) == 1
    (now,) = current(readers[0])
    assert (now.wishes.topics, now.lost) == (None, True)


def test_a_zone_that_is_no_more_is_the_outlets(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    choose(readers[0], digest, Wishes(hour=18, zone="Europe/Lisbon"))
    Choice.objects.filter(hour=18).update(zone="Europe/Atlantis")
    cast.article()
    compose(digest)
    stopped_clock.advance(days=1)
    plan()

    assert len(had(readers[0])) == 1
    assert current(readers[0])[0].lost
    assert Outlet.objects.the().zone == "UTC"
    assert Choice.objects.get(hour=18).due_at == datetime(2026, 11, 24, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythm": "hourly"},
        {"form": "pdf"},
        {"hour": 24},
        {"hour": 7, "zone": "Europe/Atlantis"},
        {"hour": 7, "zone": "../../etc/passwd"},
        {"rhythm": "weekly", "hour": 7},
        {"rhythm": "weekly", "weekday": 7, "hour": 7},
        {"rhythm": "weekly", "weekday": 1},
        {"topics": frozenset({987_654_321})},
        {"topics": frozenset()},
        {"language": "not a language"},
    ],
)
def test_what_can_not_be_is_refused(
    digest: Digest, readers: list[Reader], wrong: dict[str, Any]
) -> None:
    with pytest.raises(WishError):
        choose(readers[0], digest, Wishes(**wrong))


def test_a_change_of_the_hour_neither_loses_nor_doubles(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.article(headline="Had")
    compose(digest)
    sent()
    choose(readers[0], digest, Wishes(hour=18, zone="UTC"))
    stopped_clock.advance(hours=12)
    cast.article(headline="New")
    compose(digest)
    stopped_clock.advance(days=1)
    plan()
    choose(readers[0], digest, Wishes())
    compose(digest)

    assert had(readers[0]) == [["Had"], ["New"]]


def test_coming_back_brings_nothing_twice(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    choose(readers[0], digest, Wishes(rhythm="at once"))
    cast.article(headline="Had")
    plan()
    sent()
    end(readers[0], digest)
    choose(readers[0], digest, Wishes())
    cast.article(headline="New")
    compose(digest)

    assert had(readers[0]) == [["Had"], ["New"]]
    assert Subscription.objects.filter(reader=readers[0]).count() == 1


def test_letters_that_no_relay_took_are_merged_into_the_next(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    for number in range(3):
        cast.article(headline=f"Piece {number}")
        compose(digest)
        stopped_clock.advance(days=1)

    assert had(readers[0]) == [["Piece 2", "Piece 1", "Piece 0"]]
    assert Delivery.objects.count() == 3


def test_a_letter_that_waited_too_long_comes_with_the_next(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.article(headline="Old")
    compose(digest)
    stopped_clock.advance(days=1, minutes=1)
    plan()
    assert had(readers[0]) == []

    cast.article(headline="New")
    compose(digest)

    assert had(readers[0]) == [["New", "Old"]]


@pytest.mark.parametrize("hours", [2, 25])
def test_a_letter_that_a_site_puts_off_does_not_bring_the_later_ones_again(
    cast: Cast,
    digest: Digest,
    readers: list[Reader],
    stopped_clock: StoppedClock,
    hours: int,
) -> None:
    choose(readers[0], digest, Wishes(rhythm="at once"))
    cast.article(headline="Put off")
    plan()
    stopped_clock.advance(minutes=30)
    cast.article(headline="Taken")
    plan()
    Delivery.objects.filter(letter__subject__contains="Taken").update(state=State.DONE)
    stopped_clock.advance(hours=hours)
    cast.article(headline="Next")
    plan()

    assert had(readers[0]) == [["Put off"], ["Taken"], ["Next"]]


def test_what_was_planned_behind_a_letter_that_waited_too_long_is_merged_with_it(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    choose(readers[0], digest, Wishes(rhythm="at once"))
    for headline in ("First", "Second"):
        cast.article(headline=headline)
        plan()
        stopped_clock.advance(minutes=30)
    stopped_clock.advance(hours=23, minutes=15)
    plan()
    sent()
    cast.article(headline="Third")
    plan()

    assert had(readers[0]) == [["Third", "Second", "First"]]


def test_what_was_withdrawn_drops_out_until_its_mail_is_made(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    kept, gone = cast.article(headline="Kept"), cast.article(headline="Gone")
    compose(digest)
    row = Delivery.objects.all()[0]
    assert b"Subject: Gone (and 1 more)" in written(row).content
    withdraw(gone)
    assert b"Gone" not in written(row).content
    assert b"Subject: Kept\r\n" in written(row).content
    Edition.objects.update(worded=True, subject="By hand")
    Letter.objects.update(subject="By hand")
    variant.forget()
    row.refresh_from_db()
    assert b"Subject: By hand\r\n" in written(row).content
    withdraw(kept)

    with pytest.raises(NotOurs):
        written(row)


def test_a_letter_of_text_has_one_body(cast: Cast, digest: Digest, readers: list[Reader]) -> None:
    choose(readers[0], digest, Wishes(form="text", language="es"))
    cast.article()
    compose(digest)

    content = written(Delivery.objects.get(reader=readers[0])).content

    assert b"text/html" not in content
    assert b"23 de noviembre de 2026" in content


def test_two_digests_never_bring_one_piece_twice(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    weekly = Digest.objects.create(name="Weekly", slug="weekly", begins=digest.begins)
    choose(readers[0], weekly, Wishes())
    choose(readers[1], weekly, Wishes(topics=frozenset({cast.topic.pk})))
    cast.article(headline="In both")
    compose(digest)
    stopped_clock.advance(minutes=1)
    cast.article(headline="In one")
    compose(weekly)
    compose(digest)

    assert had(readers[0]) == had(readers[1]) == [["In both"], ["In one"]]
    assert had(readers[2]) == [["In both"], ["In one"]]


def test_an_hour_that_is_skipped_is_the_first_moment_after() -> None:
    day = datetime(2026, 3, 29, tzinfo=UTC).date()
    assert moments.of_day(day, hour=1, tz=LISBON) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    skipped = moments.of_day(datetime(2026, 10, 4, tzinfo=UTC).date(), hour=2, tz=lord_howe)
    assert skipped == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_its_first_time() -> None:
    day = datetime(2026, 10, 25, tzinfo=UTC).date()
    assert moments.of_day(day, hour=1, tz=LISBON) == datetime(2026, 10, 25, 0, tzinfo=UTC)
