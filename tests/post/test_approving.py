"""Editions that wait for an editor: let go, dropped, or settled by themselves after a time."""

import pytest
from click.testing import CliRunner

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.commands.digest import command
from pamphleteer.post.errors import NotWaiting
from pamphleteer.post.models import Delivery, Digest, Edition, Letter, Reader
from pamphleteer.post.verbs.approving import approve, drop, waiting, word
from pamphleteer.post.verbs.compose import compose, plan, round_
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def looked_at(digest: Digest) -> Digest:
    """A digest whose editions an editor approves; after four hours they go."""
    digest.approval = Digest.Approval.GOES
    digest.save()
    return digest


def held(digest: Digest) -> Edition:
    edition = waiting(digest)
    assert edition is not None
    return edition


def test_an_edition_waits_without_a_number_a_page_or_a_letter(
    cast: Cast, looked_at: Digest, readers: list[Reader]
) -> None:
    cast.article()
    edition = compose(looked_at)
    plan()

    assert edition == held(looked_at)
    assert edition is not None
    assert edition.number is None
    assert not Delivery.objects.exists()
    assert not looked_at.editions.out().exists()


def test_an_editor_words_it_and_lets_it_go(
    cast: Cast, looked_at: Digest, readers: list[Reader]
) -> None:
    cast.article()
    compose(looked_at)
    edition = word(held(looked_at), subject="A good\nday", opening=" Good morning. ")
    approved = approve(edition)

    assert approved.number == 1
    assert Delivery.objects.count() == 3
    assert Letter.objects.get().subject == "A good day"
    assert approved.opening == "Good morning."
    with pytest.raises(NotWaiting):
        approve(edition)
    with pytest.raises(NotWaiting):
        drop(edition)


def test_what_was_dropped_comes_in_no_later_edition(
    cast: Cast, looked_at: Digest, readers: list[Reader]
) -> None:
    cast.article(headline="Dropped")
    compose(looked_at)
    drop(held(looked_at))
    cast.article(headline="Kept")
    compose(looked_at)
    approved = approve(held(looked_at))

    assert approved.number == 1
    assert [one.headline for one in approved.pieces.all()] == ["Kept"]
    assert Letter.objects.get().subject == "Kept"


def test_an_edition_that_waits_is_cut_anew_with_what_is_new(
    cast: Cast, looked_at: Digest, readers: list[Reader]
) -> None:
    cast.article(headline="First")
    compose(looked_at)
    cast.article(headline="Second")
    compose(looked_at)

    assert [one.headline for one in approve(held(looked_at)).pieces.all()] == ["Second", "First"]


@pytest.mark.parametrize(("approval", "mails"), [("goes", 3), ("drops", 0)])
def test_after_its_time_it_goes_or_is_dropped(
    cast: Cast,
    looked_at: Digest,
    readers: list[Reader],
    stopped_clock: StoppedClock,
    approval: str,
    mails: int,
) -> None:
    Digest.objects.update(approval=approval)
    cast.article()
    compose(looked_at)
    stopped_clock.advance(hours=3, minutes=59)
    round_()
    assert waiting(looked_at)
    stopped_clock.advance(minutes=1)
    round_()
    plan()

    assert waiting(looked_at) is None
    assert Delivery.objects.count() == mails


def test_the_command_lets_go_and_drops(
    cast: Cast, looked_at: Digest, readers: list[Reader]
) -> None:
    none = CliRunner().invoke(command, ["approve", "daily"])
    assert (none.exit_code, "No edition of “daily” waits" in none.output) == (1, True)
    cast.article()
    compose(looked_at)
    gone = CliRunner().invoke(command, ["approve", "daily"])
    assert gone.output == "Daily 1 goes out, to 3 readers now.\n"
    cast.article()
    compose(looked_at)
    assert "is dropped" in CliRunner().invoke(command, ["drop", "daily"]).output


def test_a_digest_has_its_topics_order_lead_and_number(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    articles = []
    for number in range(4):
        stopped_clock.advance(minutes=1)
        articles.append(cast.article(headline=f"Piece {number}"))
    cast.article(headline="Of nothing", topics=[])
    digest.every_topic, digest.most, digest.lead = False, 2, articles[1]
    digest.subject = "{digest}, {day}: {headline}"
    digest.save()
    digest.topics.add(cast.topic)

    edition = compose(digest)

    assert edition is not None
    assert [one.headline for one in edition.pieces.all()] == [
        "Piece 1", "Piece 3", "Piece 2", "Piece 0",
    ]  # fmt: skip
    letter = Letter.objects.get()
    assert [one.piece.headline for one in letter.enclosures.all()] == ["Piece 1", "Piece 3"]
    assert letter.more == 2
    assert letter.subject == "Daily, 23 November 2026: Piece 1"
    assert Digest.objects.get().lead is None


def test_news_each_day_keeps_no_edition_from_going(
    cast: Cast, looked_at: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    looked_at.approval_hours = 60
    looked_at.save()
    cast.article()
    stopped_clock.advance(days=1)
    round_()
    for _ in range(3):
        cast.article()
        stopped_clock.advance(days=1)
        round_()

    assert looked_at.editions.out().count() == 1
    assert looked_at.editions.out().get().pieces.count() == 3
    assert held(looked_at).pieces.count() == 1


def test_nothing_is_dropped_before_it_has_waited_for_all_its_hours(
    cast: Cast, looked_at: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    looked_at.approval, looked_at.approval_hours = Digest.Approval.DROPS, 30
    looked_at.save()
    cast.article()
    stopped_clock.advance(days=1)
    round_()
    cast.article()
    stopped_clock.advance(days=1)
    round_()
    stopped_clock.advance(hours=8)
    round_()
    assert held(looked_at).pieces.count() == 2
    stopped_clock.advance(days=1)
    round_()
    assert waiting(looked_at) is None
    assert looked_at.editions.get().state == Edition.State.DROPPED


def test_the_command_says_that_an_edition_waits(
    cast: Cast, looked_at: Digest, readers: list[Reader]
) -> None:
    cast.article(headline="The bridge is open")
    told = CliRunner().invoke(command, ["compose", "daily"]).output
    assert told == "Daily: 1 piece waits for an editor: The bridge is open\n"
