"""Letters by topic: each piece under one that its reader asked for, the one chosen by hand above all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from lxml import html

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.merge import merge
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.letters.variant import bodies_of
from pamphleteer.post.models import Delivery, Digest, Letter, Reader, Rhythm
from pamphleteer.post.sections import parted
from pamphleteer.post.verbs import compose as composing
from pamphleteer.post.verbs.choices import choose
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.wishes import Wishes
from pamphleteer.press.verbs.press import round_
from pamphleteer.register.models import Topic
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def topics(digest: Digest) -> dict[str, Topic]:
    """Topics in an order of the outlet's own, and a digest whose letters are by topic."""
    digest.order = Digest.Order.TOPIC
    digest.save()
    names = ("Work", "Fire", "Air")
    return {
        name: Topic.objects.create(slug=name.lower(), name=name, place=place)
        for place, name in enumerate(names)
    }


@pytest.fixture
def pieces(cast: Cast, topics: dict[str, Topic], stopped_clock: StoppedClock) -> list[Article]:
    found = []
    told: tuple[tuple[str, list[str]], ...] = (
        ("Nothing at all", []),
        ("On the smoke", ["Air", "Fire"]),
        ("On the mill", ["Work"]),
        ("On the wind", ["Air"]),
    )
    for headline, names in told:
        stopped_clock.advance(minutes=1)
        found.append(cast.article(headline=headline, topics=[topics[name] for name in names]))
    return found


def of(reader: Reader, cast: Cast) -> Bodies:
    """Return the newest letter of a reader."""
    row = Delivery.objects.filter(reader=reader).order_by("-pk").select_related("letter").first()
    assert row is not None
    return bodies_of(row.letter, outlet=cast.outlet)


def outline(body: str) -> list[str]:
    """Return the headings of a letter or a page below its own, each with its level."""
    found = html.fromstring(body).cssselect("h2, h3")
    return [f"{one.tag[1]} {one.text_content()}" for one in found]


MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
BY_TOPIC = [
    "2 Work", "3 On the mill", "2 Fire", "3 On the smoke", "2 Air", "3 On the wind", "2 Other pieces",
    "3 Nothing at all",
]  # fmt: skip


def test_each_piece_stands_under_its_first_topic(
    cast: Cast, digest: Digest, readers: list[Reader], pieces: list[Article]
) -> None:
    compose(digest)
    letter = of(readers[0], cast)

    assert outline(letter.html) == BY_TOPIC
    said = [f"== {one[2:]} ==" if one[0] == "2" else one[2:] for one in BY_TOPIC]
    assert [line for line in letter.text.split("\n") if line in said] == said
    smoke = html.fromstring(letter.html).xpath("//td[h3/a[contains(., 'smoke')]]")[0]
    assert [one.text_content() for one in smoke.cssselect("p.s a")] == ["Air"]  # "Fire" is above


def test_what_was_chosen_by_hand_stands_above_all(
    cast: Cast, digest: Digest, readers: list[Reader], pieces: list[Article]
) -> None:
    digest.lead = pieces[0]
    digest.save()
    compose(digest)

    assert outline(of(readers[0], cast).html) == ["2 Nothing at all", *BY_TOPIC[:-2]]


def test_a_reader_of_some_topics_finds_pieces_under_these(
    cast: Cast,
    digest: Digest,
    readers: list[Reader],
    pieces: list[Article],
    topics: dict[str, Topic],
) -> None:
    some = frozenset({topics["Air"].pk, topics["Work"].pk})
    choose(readers[0], digest, Wishes(topics=some))
    digest.lead = pieces[1]
    digest.save()
    compose(digest)

    assert outline(of(readers[0], cast).html) == [
        "2 On the smoke", "2 Work", "3 On the mill", "2 Air", "3 On the wind",
    ]  # fmt: skip


def test_a_topic_that_was_merged_is_the_one_that_it_has_become(
    cast: Cast,
    digest: Digest,
    readers: list[Reader],
    pieces: list[Article],
    topics: dict[str, Topic],
    stopped_clock: StoppedClock,
) -> None:
    choose(readers[0], digest, Wishes(rhythm=Rhythm.WEEKLY, weekday=0, hour=8, zone="UTC"))
    compose(digest)
    merge(topics["Fire"], topics["Air"])
    stopped_clock.at = MONDAY
    composing.plan()

    assert outline(of(readers[0], cast).html) == [
        "2 Work", "3 On the mill", "2 Air", "3 On the wind", "3 On the smoke", "2 Other pieces",
        "3 Nothing at all",
    ]  # fmt: skip


def test_merged_editions_have_each_topic_once(
    cast: Cast,
    digest: Digest,
    readers: list[Reader],
    pieces: list[Article],
    topics: dict[str, Topic],
    stopped_clock: StoppedClock,
) -> None:
    choose(readers[0], digest, Wishes(rhythm=Rhythm.WEEKLY, weekday=0, hour=8, zone="UTC"))
    digest.lead = pieces[0]
    digest.save()
    compose(digest)
    stopped_clock.advance(days=1)
    later = cast.article(headline="On the gale", topics=[topics["Air"]])
    cast.article(headline="On the dam", topics=[topics["Work"]])
    digest.refresh_from_db()
    digest.lead = later
    digest.save()
    compose(digest)
    stopped_clock.at = MONDAY
    composing.plan()

    assert outline(of(readers[0], cast).html) == [
        "2 On the gale", "2 Work", "3 On the dam", "3 On the mill", "2 Fire", "3 On the smoke", "2 Air",
        "3 On the wind", "2 Other pieces", "3 Nothing at all",
    ]  # fmt: skip


def test_what_merged_editions_leave_out_is_on_the_pages_of_all(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    choose(readers[0], digest, Wishes(rhythm=Rhythm.WEEKLY, weekday=0, hour=8, zone="UTC"))
    digest.most = 1
    digest.save()
    for _ in range(2):
        cast.article()
        cast.article()
        compose(digest)
    daily = of(readers[1], cast)
    stopped_clock.at = MONDAY
    composing.plan()

    weekly = of(readers[0], cast)
    for made, path in ((weekly, "index.html"), (daily, "edition-2.html")):
        (link,) = html.fromstring(made.html).xpath("//a[contains(., 'more on our pages')]")
        assert link.get("href") == f"https://example.org/digests/daily/{path}"
        assert f"more on our pages:\nhttps://example.org/digests/daily/{path}\n" in made.text


def test_what_is_withdrawn_leaves_no_bare_name(
    cast: Cast, digest: Digest, readers: list[Reader], pieces: list[Article]
) -> None:
    compose(digest)
    withdraw(pieces[1])

    assert outline(of(readers[0], cast).html) == [*BY_TOPIC[:2], *BY_TOPIC[4:]]


def test_readers_who_asked_alike_share_a_letter(
    cast: Cast,
    digest: Digest,
    readers: list[Reader],
    pieces: list[Article],
    stopped_clock: StoppedClock,
) -> None:
    choose(readers[0], digest, Wishes(hour=12, zone="Asia/Kathmandu"))
    compose(digest)
    stopped_clock.advance(days=1)
    composing.plan()

    assert Delivery.objects.count() == 3
    assert Letter.objects.count() == 1


def test_what_comes_at_once_stands_under_nothing(
    cast: Cast, digest: Digest, readers: list[Reader], topics: dict[str, Topic]
) -> None:
    choose(readers[0], digest, Wishes(rhythm=Rhythm.AT_ONCE))
    cast.article(headline="On the gale", topics=[topics["Air"]])
    composing.plan()

    assert outline(of(readers[0], cast).html) == ["2 On the gale"]


def test_the_page_of_an_edition_is_by_topic_too(
    cast: Cast, digest: Digest, readers: list[Reader], pieces: list[Article]
) -> None:
    compose(digest)
    round_()

    page = html.fromstring((Path(settings.PUBLIC) / "digests/daily/edition-1.html").read_text())
    found = page.cssselect("main .column h2, main .column h3")
    assert [f"{one.tag[1]} {one.text_content()}" for one in found] == BY_TOPIC


def test_what_is_first_without_a_name_needs_none() -> None:
    assert [one.headed for one in parted([("", 1), ("", 2)])] == [False]
    assert [one.headed for one in parted([("", 1), ("A", 2), ("", 3)])] == [False, True, True]
    assert parted([]) == ()
