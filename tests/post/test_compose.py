"""Editions: what is new, once, frozen, for everybody who is on the list."""

from datetime import UTC, datetime

import pytest

from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.models import Delivery, Digest, Edition, Letter, Piece, Reader, State
from pamphleteer.post.verbs.choices import choose
from pamphleteer.post.verbs.compose import compose, round_
from pamphleteer.post.verbs.news import listen
from pamphleteer.post.verbs.preview import of_next
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.post.wishes import Wishes
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_edition_carries_what_is_new_to_every_reader(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    first = cast.article(headline="First")
    stopped_clock.advance(minutes=1)
    second = cast.article(headline="Second")

    edition = compose(digest)

    assert edition is not None
    assert [piece.article for piece in edition.pieces.all()] == [second, first]
    assert (edition.number, edition.subject) == (1, "Second (and 1 more)")
    rows = Delivery.objects.all()
    assert {row.reader for row in rows} == set(readers)
    assert {row.state for row in rows} == {State.PLANNED}
    assert len({row.message_id for row in rows}) == 3
    assert all(row.message_id.endswith("@example.org") for row in rows)


def test_with_nothing_new_there_is_no_edition(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    assert compose(digest) is None
    cast.article()
    assert compose(digest) is not None

    assert compose(digest) is None
    assert Edition.objects.count() == 1


def test_without_readers_the_pieces_wait(cast: Cast, digest: Digest) -> None:
    cast.article()
    assert compose(digest) is None

    enrol("ada@example.org")

    assert compose(digest) is not None


def test_the_next_edition_begins_where_the_last_one_ended(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.article(headline="Monday's")
    compose(digest)
    stopped_clock.advance(days=1)
    tuesday = cast.article(headline="Tuesday's")

    edition = compose(digest)

    assert edition is not None
    assert (edition.number, list(edition.articles.all())) == (2, [tuesday])


def test_what_was_withdrawn_rescued_or_came_before_is_not_carried(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.draft(headline="Draft")
    cast.article(headline="Rescued", rescued_from="page", place=-1)
    withdraw(cast.article(headline="Withdrawn"))
    kept = cast.article(headline="Kept", date=datetime(1999, 1, 1, tzinfo=UTC))
    stopped_clock.advance(minutes=-5)
    cast.article(headline="Before it began")

    edition = compose(digest)

    assert edition is not None
    assert list(edition.articles.all()) == [kept]


def test_what_is_of_another_topic_by_the_cut_leaves_a_digest_of_topics(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    digest.every_topic = False
    digest.save()
    digest.topics.set([cast.topic])
    article = cast.article()
    cast.article(headline="It stays")
    assert listen() == 2
    draft = article.get_latest_revision_as_object()
    draft.topics = []
    draft.save_revision()
    publish(type(article).objects.get(pk=article.pk))
    edition = compose(digest)

    assert edition is not None
    assert [one.headline for one in edition.pieces.all()] == ["It stays"]


def test_an_overdue_edition_and_the_next_one_are_one_letter(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    digest.approval = Digest.Approval.GOES
    digest.save()
    cast.article()
    compose(digest)
    Digest.objects.update(approval=Digest.Approval.NONE)
    stopped_clock.advance(days=1)
    cast.article(headline="Later")
    assert round_() == 1

    assert Delivery.objects.count() == len(readers)
    assert Letter.objects.get().pieces.count() == 2


def test_each_digest_has_its_own_course_and_readers(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    weekly = Digest.objects.create(name="Weekly", slug="weekly", begins=digest.begins)
    choose(readers[0], weekly, Wishes())
    cast.article()

    daily_edition, weekly_edition = compose(digest), compose(weekly)

    assert daily_edition is not None
    assert weekly_edition is not None
    daily_mails = Delivery.objects.filter(letter__edition=daily_edition)
    assert daily_mails.count() == 3
    assert not Delivery.objects.filter(letter__edition=weekly_edition).exists()  # they have had it
    assert Piece.objects.count() == 2


def test_only_the_confirmed_are_written_to(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    Reader.objects.filter(pk=readers[0].pk).update(state=Reader.State.LEFT)
    Reader.objects.filter(pk=readers[1].pk).update(state=Reader.State.ASKED)
    cast.article()

    compose(digest)

    assert [row.reader for row in Delivery.objects.all()] == [readers[2]]


def test_a_preview_writes_nothing(cast: Cast, digest: Digest) -> None:
    assert of_next(digest, Wishes(), at_desk=False) is None
    cast.article()

    words = of_next(digest, Wishes(), at_desk=False)

    assert words is not None
    assert words.subject == "The river is clean again"
    assert not Edition.objects.exists()


def test_a_digest_is_composed_when_its_hour_has_come(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.article()
    assert round_() == 0  # it is half past nine, and began now: its hour is 7
    stopped_clock.advance(hours=21)
    assert round_() == 0
    stopped_clock.advance(minutes=31)

    assert round_() == 1
    assert round_() == 0
    cast.article(headline="Another")
    assert round_() == 0
    stopped_clock.advance(hours=24)
    assert round_() == 1


def test_the_hour_is_the_outlets_own(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.outlet.zone = "Asia/Kathmandu"
    cast.outlet.save()
    cast.article()
    stopped_clock.advance(hours=15, minutes=44)  # 01:14 UTC is 06:59 there

    assert round_() == 0
    stopped_clock.advance(minutes=1)
    assert round_() == 1


def test_a_sleeping_digest_is_not_composed(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    Digest.objects.update(active=False)
    cast.article()
    stopped_clock.advance(days=2)

    assert round_() == 0


def test_after_a_pause_there_is_one_edition_and_not_one_for_each_day(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    for number in range(4):
        stopped_clock.advance(days=1)
        cast.article(headline=f"Piece {number}")

    assert round_() == 1
    assert round_() == 0
    assert Edition.objects.get().articles.count() == 4


def test_a_round_that_is_asked_to_stop_does_nothing_more(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.article()
    stopped_clock.advance(days=1)

    assert round_(lambda: True) == 0
    assert not Edition.objects.exists()
