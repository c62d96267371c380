"""Topics: their order, what they lie under, and addresses that lead on."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.verbs import find, tree
from pamphleteer.desk.verbs.take import take
from pamphleteer.register.models import Entry, Topic, TopicAddress
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def topic(name: str, parent: Topic | None = None) -> Topic:
    return Topic.objects.create(slug=name.lower(), name=name, parent=parent)


def listed() -> list[str]:
    return list(Topic.objects.values_list("name", flat=True))


def saved(desk: Client, row: Topic, **fields: object) -> Any:
    known = {"name": row.name, "slug": row.slug, "description": "", "parent": row.parent_id or ""}
    address = reverse("wagtailsnippets_register_topic:edit", args=[row.pk])
    return desk.post(address, known | fields)


def test_topics_stand_by_name_until_somebody_moves_one(desk: Client, cast: Cast) -> None:
    water, air, fire = topic("Water"), topic("Air"), topic("Fire")
    assert listed() == ["Air", "Fire", "Water"]

    move = reverse("desk_move_topic", args=[water.pk])
    desk.post(move, {"way": "up"})
    assert listed() == ["Air", "Water", "Fire"]
    desk.post(reverse("desk_move_topic", args=[air.pk]), {"way": "down"})
    assert listed() == ["Water", "Air", "Fire"]
    assert "at the end already" in desk.post(move, {"way": "up"}, follow=True).content.decode()
    assert listed() == ["Water", "Air", "Fire"]

    topic("Earth")
    assert listed() == ["Water", "Air", "Fire", "Earth"]
    assert Entry.objects.filter(what="topic.moved").count() == 2
    page = desk.get(reverse("wagtailsnippets_register_topic:list")).content.decode()
    assert page.index("Move Water up") < page.index("Move Air up") < page.index("Move Earth up")
    assert fire.name in page


def test_a_topic_stands_behind_what_it_lies_under_and_moves_among_its_like(cast: Cast) -> None:
    water, air = topic("Water"), topic("Air")
    rivers, lakes = topic("Rivers", water), topic("Lakes", water)
    tree.move(lakes, up=False)
    assert listed() == ["Air", "Water", "Rivers", "Lakes"]
    assert not tree.move(rivers, up=True)
    tree.move(air, up=False)
    assert listed() == ["Water", "Rivers", "Lakes", "Air"]


def test_the_form_of_an_article_offers_topics_by_their_full_names_in_order(
    desk: Client, cast: Cast
) -> None:
    water = topic("Water")
    saved(desk, topic("Rivers"), parent=water.pk)
    tree.move(topic("Air"), up=True)
    page = desk.get(reverse("wagtailsnippets_desk_article:add")).content.decode()
    assert page.index("Air") < page.index("Water › Rivers")


def test_no_topic_lies_under_itself_or_what_lies_under_it(desk: Client, cast: Cast) -> None:
    water = topic("Water")
    rivers = topic("Rivers", water)
    assert "can&#x27;t lie under" in saved(desk, water, parent=rivers.pk).content.decode()
    assert "can&#x27;t lie under" in saved(desk, water, parent=water.pk).content.decode()
    water.refresh_from_db()
    assert water.parent is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Topic.objects.filter(pk=water.pk).update(parent=water)


def test_topics_lie_three_deep_and_no_deeper(desk: Client, cast: Cast) -> None:
    rivers = topic("Rivers", topic("Water"))
    fords = topic("Fords", rivers)
    assert "at most 3 deep" in saved(desk, topic("Boats"), parent=fords.pk).content.decode()
    wide = topic("Wide")
    topic("Wider", wide)
    with pytest.raises(Refused, match="at most 3 deep"):
        tree.check(wide, rivers, list(Topic.objects.all()))


def test_what_a_colleague_made_a_circle_a_moment_ago_is_refused(cast: Cast) -> None:
    water, rivers = topic("Water"), topic("Rivers")
    Topic.objects.filter(pk=rivers.pk).update(parent=water)
    with transaction.atomic(), pytest.raises(Refused):
        tree.check(water, rivers, tree.held())


def test_an_old_address_is_kept_and_no_other_topic_gets_it(desk: Client, cast: Cast) -> None:
    water = topic("Water")
    assert saved(desk, water, slug="waters").status_code == 302
    assert list(water.addresses.values_list("slug", flat=True)) == ["water"]

    answer = desk.post(
        reverse("wagtailsnippets_register_topic:add"),
        {"name": "Other", "slug": "water", "description": "", "parent": ""},
    )
    assert "This address leads to “Water”" in answer.content.decode()
    assert find.topic("water") == water

    water.refresh_from_db()
    assert saved(desk, water, slug="water").status_code == 302
    assert list(TopicAddress.objects.values_list("slug", flat=True)) == ["waters"]


def test_a_renamed_topic_is_found_by_its_old_name(desk: Client, cast: Cast) -> None:
    water = topic("Water")
    saved(desk, water, name="Rivers", slug="rivers")
    assert find.topic("Water") == water
    assert Topic.objects.count() == 1
    assert take(cast.item()).topics.count() == 0
