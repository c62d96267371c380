"""The wire at the desk: a line for each story, and what a few volunteers do with it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pamphleteer.collect.models import Source, Story, WireItem
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs import prune
from pamphleteer.collect.verbs.wire import keep
from pamphleteer.desk.models import Article, Skip
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.ground.stopping import never
from pamphleteer.register.models import Entry, Topic
from tests.cast import Cast
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.syndication.pieces import Article as Piece
from tests.collect.syndication.pieces import articles
from tests.collect.syndication.tongues import ENGLISH

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
ONE, OTHER, THIRD = (piece for piece in articles(ENGLISH, 3, seed=70))


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


@pytest.fixture
def partners() -> tuple[Source, Source]:
    return (
        source_at("https://one.example/feed", partner="The One"),
        source_at("https://two.example/feed", partner="The Two", licence="all-rights-reserved"),
    )


def brings(source: Source, *pieces: Piece, again: str = "") -> list[Story]:
    entries = [
        item(
            title=piece.headline,
            link=f"https://{source.host.partition(':')[0]}/{piece.key}",
            guid=piece.key,
            description="".join(f"<p>{text}</p>" for text in (*piece.paragraphs, again) if text),
        )
        for piece in pieces
    ]
    content = rss(*entries, channel="<language>en</language>").encode()
    keep(source, understand(content, address=source.url).items)
    found = WireItem.objects.filter(source=source).select_related("story")
    told = [found.get(identity=piece.key).story for piece in pieces]
    return sorted((story for story in told if story), key=lambda story: story.pk)


def shown(desk: Client, **query: Any) -> str:
    answer = desk.get(reverse("desk_wire"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def does(desk: Client, deed: str, *ticked: int, **more: str) -> Any:
    return desk.post(reverse("desk_do"), {"do": deed, "story": ticked, **more}, follow=True)


def test_a_story_is_one_line_with_all_who_carry_it(
    desk: Client, partners: tuple[Source, Source]
) -> None:
    for source in partners:
        brings(source, ONE)
    page = shown(desk)
    assert "1 story" in page
    assert page.count(ONE.headline) >= 1
    assert "The One: full text allowed with credit" in page
    assert "The Two: excerpt and link only" in page


def test_the_wire_asks_as_few_questions_for_many_stories_as_for_one(
    desk: Client, partners: tuple[Source, Source]
) -> None:
    brings(partners[0], ONE)
    shown(desk)
    with CaptureQueriesContext(
        connection,
    ) as few:
        shown(desk)
    for n, source in enumerate(partners):
        brings(source, *articles(ENGLISH, 20, seed=71 + n))
    with CaptureQueriesContext(connection) as many:
        assert "41 stories" in shown(desk)
    assert len(many) <= len(few) + 2


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ({}, True),
        ({"q": ONE.headline.split()[0].lower()}, True),
        ({"q": "nobodysaysthis"}, False),
        ({"language": "es"}, False),
        ({"language": "en"}, True),
        ({"licence": "whole"}, True),
        ({"licence": "excerpt"}, False),
        ({"show": "aside"}, False),
        ({"show": "all", "days": "0"}, True),
        ({"partner": "999999"}, True),
        ({"days": "x", "show": "nonsense", "p": "-4"}, True),
    ],
)
def test_the_wire_is_narrowed_and_no_nonsense_breaks_it(
    desk: Client, partners: tuple[Source, Source], query: dict[str, str], there: bool
) -> None:
    brings(partners[0], ONE)
    assert (ONE.headline in shown(desk, **query)) is there


def test_what_is_older_than_a_day_is_shown_when_it_is_asked_for(
    desk: Client, partners: tuple[Source, Source], stopped_clock: StoppedClock
) -> None:
    brings(partners[0], ONE)
    stopped_clock.advance(days=2)
    assert ONE.headline not in shown(desk)
    assert ONE.headline in shown(desk, days=3)


def test_stories_are_found_by_partner_and_by_topic(
    desk: Client, partners: tuple[Source, Source]
) -> None:
    topic = Topic.objects.create(name="Harbours", slug="harbours")
    partners[0].topics.add(topic)
    brings(partners[0], ONE)
    brings(partners[1], OTHER)
    page = shown(desk, topic=topic.pk)
    assert ONE.headline in page
    assert OTHER.headline not in page
    assert ONE.headline not in shown(desk, partner=partners[1].partner.pk)


def test_a_draft_is_made_of_the_piece_that_may_be_carried(
    desk: Client, partners: tuple[Source, Source], cast: Cast
) -> None:
    topic = Topic.objects.create(name="Harbours", slug="harbours")
    partners[0].topics.add(topic)
    brings(partners[1], ONE)
    (story,) = brings(partners[0], ONE)

    does(desk, f"draft {story.pk}")

    article = Article.objects.get()
    assert article.partner == partners[0].partner
    assert article.body
    assert not article.live
    assert list(article.topics.all()) == [topic]
    assert ONE.headline not in shown(desk)
    page = shown(desk, show="taken")
    assert "Taken by" in page
    assert str(cast.editor) in page


def test_two_people_who_take_one_story_get_one_article(
    desk: Client, partners: tuple[Source, Source]
) -> None:
    for source in partners:
        (story,) = brings(source, ONE)
    does(desk, f"draft {story.pk}")
    second = does(desk, f"draft {story.pk}")
    assert Article.objects.count() == 1
    assert "was taken from this story before" in second.content.decode()


def test_publishing_at_once_needs_a_licence_that_allows_it(
    desk: Client, partners: tuple[Source, Source]
) -> None:
    (open_,), (closed,) = brings(partners[0], ONE), brings(partners[1], OTHER)
    does(desk, f"publish {open_.pk}")
    refused = does(desk, f"publish {closed.pk}")
    assert [one.live for one in Article.objects.all()] == [True]
    assert "draft it instead" in refused.content.decode()


def test_what_is_put_aside_is_gone_until_it_is_taken_up(
    desk: Client, partners: tuple[Source, Source], cast: Cast
) -> None:
    one, other = brings(partners[0], ONE, OTHER)
    does(desk, "skip", one.pk, other.pk)
    does(desk, "skip", one.pk)
    assert ONE.headline not in shown(desk)
    assert "Put aside by" in shown(desk, show="aside")
    lines = Entry.objects.filter(what="story.skipped")
    assert [(line.by, line.subject) for line in lines] == [
        (cast.editor, f"collect.Story:{story.pk}") for story in (one, other)
    ]

    does(desk, f"take-up {one.pk}")
    assert Skip.objects.get().story == other
    assert str(one) in shown(desk)


def test_stories_are_merged_and_split(desk: Client, partners: tuple[Source, Source]) -> None:
    one, other = brings(partners[0], ONE, OTHER)
    does(desk, "merge", one.pk, other.pk)
    assert Story.objects.told().count() == 1
    moved = desk.get(reverse("desk_story", args=[other.pk]), follow=True).content.decode()
    assert "was merged into this one" in moved

    piece = WireItem.objects.order_by("pk").last()
    assert piece is not None
    does(desk, f"split {piece.pk}", back=str(one.pk))
    piece.refresh_from_db()
    assert piece.story_id not in {one.pk, None}


def test_a_story_shows_its_versions_and_what_changed(
    desk: Client, partners: tuple[Source, Source]
) -> None:
    brings(partners[0], ONE)
    (story,) = brings(partners[0], ONE, again="The council has apologised meanwhile.")
    page = desk.get(reverse("desk_story", args=[story.pk])).content.decode()
    assert "version 2" in page
    compared = desk.get(reverse("desk_compare", args=[story.first_id])).content.decode()
    assert "<ins>The council has apologised meanwhile.</ins>" in compared
    other = desk.get(reverse("desk_compare", args=[story.first_id]), {"with": story.first_id})
    assert other.status_code == 302


@pytest.mark.parametrize(
    "deed",
    [
        "",
        "draft",
        "nonsense 1",
        "draft x",
        "draft 99999999999999999999",
        "skip 999999",
        "decline 1",
    ],
)
def test_a_deed_that_makes_no_sense_changes_nothing(
    desk: Client, partners: tuple[Source, Source], deed: str
) -> None:
    brings(partners[0], ONE)
    assert does(desk, deed, story="99999999999999999999").status_code == 200
    assert not Article.objects.exists()
    assert not Skip.objects.exists()
    assert desk.get(reverse("desk_do")).status_code == 405


def test_only_who_may_read_the_wire_sees_it(
    client: Client, cast: Cast, partners: tuple[Source, Source]
) -> None:
    (story,) = brings(partners[0], ONE)
    client.force_login(cast.outsider)
    for address in (reverse("desk_wire"), reverse("desk_story", args=[story.pk])):
        assert client.get(address).status_code == 302
    client.post(reverse("desk_do"), {"do": f"draft {story.pk}"})
    assert not Article.objects.exists()


def test_what_was_put_aside_is_pruned_like_all_else(
    desk: Client,
    partners: tuple[Source, Source],
    stopped_clock: StoppedClock,
    settings: Any,
) -> None:
    (story,) = brings(partners[0], ONE)
    does(desk, "skip", story.pk)
    stopped_clock.advance(days=settings.COLLECT_KEEP_DAYS + 1)
    assert prune.round_(never) == 1
    assert not Skip.objects.exists()
    assert not Story.objects.exists()
