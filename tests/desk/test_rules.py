"""What some sources bring is published by itself, once, with credit."""

from datetime import timedelta

import pytest
from django.db import transaction

from pamphleteer.collect.models import Story, WireItem
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.rules import drop_rule, round_, set_rule
from pamphleteer.desk.verbs.take import take
from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.models import Licence
from pamphleteer.register.verbs import journal
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def came(*items: WireItem) -> None:
    with transaction.atomic():
        journal.write("wire.came", items[0].source, items=[item.pk for item in items])


def test_a_source_with_a_rule_publishes_to_its_topics(cast: Cast) -> None:
    set_rule(cast.source, topics=[cast.topic])
    came(cast.item(), cast.item())

    assert round_() == 2

    assert all(a.live and list(a.topics.all()) == [cast.topic] for a in Article.objects.all())
    assert {a.credit for a in Article.objects.all()} == {"The Harbour Light"}


def test_a_second_round_publishes_nothing(cast: Cast) -> None:
    set_rule(cast.source, topics=[cast.topic])
    came(cast.item())
    round_()

    assert round_() == 0
    assert Article.objects.count() == 1


def test_a_source_without_a_rule_stays_on_the_wire(cast: Cast) -> None:
    set_rule(cast.source, topics=[cast.topic])
    drop_rule(cast.source)
    came(cast.item())

    assert round_() == 0
    assert not Article.objects.exists()


def test_a_copy_of_a_piece_that_is_carried_already_is_not_published_again(cast: Cast) -> None:
    set_rule(cast.source, topics=[cast.topic])
    story = Story.objects.create(begun=clock.now(), latest=clock.now())
    came(cast.item(story=story), cast.item(story=story))

    assert round_() == 1


def test_a_drain_leaves_the_rest_for_the_next_round(cast: Cast) -> None:
    set_rule(cast.source, topics=[cast.topic])
    came(cast.item())

    assert round_(stop=lambda: True) == 0
    assert round_() == 1


def test_an_odd_address_holds_up_no_other_piece(cast: Cast) -> None:
    set_rule(cast.source, topics=[cast.topic])
    came(cast.item(url="http://my_paper.example/a"))
    came(cast.item())

    assert round_() == 2
    assert {a.original_url for a in Article.objects.all()} == {
        "",
        "https://harbour-light.example/2",
    }


def test_a_date_that_lies_ahead_is_not_shown(cast: Cast, stopped_clock: StoppedClock) -> None:
    set_rule(cast.source, topics=[cast.topic])
    came(cast.item(published=stopped_clock.at + timedelta(days=26_000)))
    round_()

    assert Article.objects.get().date == stopped_clock.at


def test_without_the_right_to_the_full_text_the_body_is_left_out(cast: Cast) -> None:
    closed = Licence.objects.get(slug="all-rights-reserved")

    article = take(cast.item(licence=closed))

    assert article.body == ""
    assert article.lead == "Nobody was surprised."
