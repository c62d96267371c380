"""Topics on the site: in their order, with what lies under them, and where they stood before."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from pamphleteer.desk.verbs import tree
from pamphleteer.press import paths
from pamphleteer.press.verbs import shelves
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.register.models import Topic, TopicAddress
from pamphleteer.register.verbs import journal
from tests.cast import Cast
from tests.press import documents
from tests.press.documents import words

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def pages() -> dict[str, object]:
    press()
    return documents.pages(Path(settings.PUBLIC))


def moved(topic: Topic, slug: str) -> None:
    with transaction.atomic():
        stood, topic.slug = topic.slug, slug
        topic.save()
        tree.settle(topic, stood=stood)
        journal.write("topic.changed", topic)


@pytest.fixture
def rivers(cast: Cast) -> Topic:
    """A topic under Water, with a piece; Water has none of its own, nor has Lakes."""
    rivers = Topic.objects.create(slug="rivers", name="Rivers", parent=cast.topic)
    Topic.objects.create(slug="lakes", name="Lakes", parent=cast.topic)
    cast.article(topics=[rivers])
    return rivers


def test_a_topic_and_what_lies_under_it_name_each_other(cast: Cast, rivers: Topic) -> None:
    site = pages()
    below = site["topics/water/index.html"].xpath("//nav[@aria-label='Topics under this one']//a")
    assert [(words(a), a.get("href")) for a in below] == [
        ("Rivers", "../../topics/rivers/index.html")
    ]
    above = site["topics/rivers/index.html"].xpath("//ul[@aria-label='Lies under']//a")
    assert [(words(a), a.get("href")) for a in above] == [
        ("Water", "../../topics/water/index.html")
    ]
    listed = site["topics/index.html"].xpath("//ul[@class='topics']/li")
    assert [words(one) for one in listed] == ["Water 0 pieces Rivers 1 piece"]
    assert [words(a) for a in listed[0].xpath("./ul/li//a")] == ["Rivers"]


def test_topics_stand_in_the_order_that_the_desk_gave_them(cast: Cast) -> None:
    zebras = Topic.objects.create(slug="zebras", name="Zebras")
    cast.article(topics=[cast.topic, zebras])
    round_(lambda: False)
    tree.move(zebras, up=True)
    assert round_(lambda: False)
    site = documents.pages(Path(settings.PUBLIC))
    for page in ("index.html", "topics/index.html"):
        links = site[page].xpath("//main//a[contains(@href, 'topics/')]")
        assert [words(a) for a in links if words(a) in {"Zebras", "Water"}] == ["Zebras", "Water"]


def test_an_old_address_of_a_topic_leads_on_and_its_feed_goes_on(cast: Cast) -> None:
    cast.article()
    moved(cast.topic, "rivers")
    moved(cast.topic, "rivers-and-lakes")

    site = pages()
    for old in ("topics/water/index.html", "topics/rivers/index.html"):
        (refresh,) = site[old].xpath("//meta[@http-equiv='refresh']/@content")
        assert refresh == "0; url=../../topics/rivers-and-lakes/index.html"
        assert words(site[old].xpath("//h1")[0]) == "This topic has moved"
    public = Path(settings.PUBLIC)
    feed = (public / "topics/rivers-and-lakes/feed.xml").read_bytes()
    assert b"The river is clean again" in feed
    assert (public / "topics/water/feed.xml").read_bytes() == feed

    moved(cast.topic, "water")
    assert words(pages()["topics/water/index.html"].xpath("//h1")[0]) == "Water"


def test_numbered_pages_at_an_old_address_lead_on_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "EACH", 3)
    for number in range(9):
        cast.article(headline=f"Piece {number}")
    round_()
    moved(cast.topic, "النيل")
    round_()
    cast.article(headline="One more")
    round_()

    site = documents.pages(Path(settings.PUBLIC))
    new = paths.link("topics/النيل/index.html")
    for number in (1, 2):
        old = site[f"topics/water/{number}.html"]
        (refresh,) = old.xpath("//meta[@http-equiv='refresh']/@content")
        assert refresh == f"0; url=../../{new}"
        assert len(site[f"topics/النيل/{number}.html"].xpath("//main//article")) == 3
    assert "topics/water/3.html" not in site
    assert not check()


def test_a_topic_that_stands_where_another_stood_keeps_its_own_page(cast: Cast) -> None:
    cast.article()
    other = Topic.objects.create(slug="fire", name="Fire")
    TopicAddress.objects.create(slug="water", topic=other)
    assert words(pages()["topics/water/index.html"].xpath("//h1")[0]) == "Water"


def test_a_circle_that_came_from_somewhere_stops_nothing(cast: Cast, rivers: Topic) -> None:
    Topic.objects.filter(pk=cast.topic.pk).update(parent=rivers)
    assert "index.html" in pages()
