"""Hubs are told what has changed: once, again if they did not hear, and whatever is killed."""

import pytest
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.press.models import Announcement
from pamphleteer.press.verbs import announce as announcing
from pamphleteer.press.verbs.announce import announce
from pamphleteer.press.verbs.press import round_
from tests.cast import Cast
from tests.collect.hub import Hub, running_hub

pytestmark = pytest.mark.django_db
FEEDS = ("feed.xml", "atom.xml", "feed.json")


@pytest.fixture(autouse=True)
def _loopback(settings: Settings) -> None:
    settings.COLLECT_ALLOW = ("127.0.0.0/8",)
    settings.COLLECT_PAUSE = 0


def heard(hub: Hub) -> list[str]:
    """Return what a hub was told, and let it forget."""
    told = [form["hub.url"] for form in hub.asked]
    assert all(form["hub.mode"] == "publish" for form in hub.asked)
    hub.asked.clear()
    return sorted(told)


def feeds(settings: Settings, *folders: str) -> list[str]:
    return sorted(f"{settings.SITE_URL}{folder}{name}" for folder in folders for name in FEEDS)


def test_a_hub_is_told_once_of_each_feed_that_changed(cast: Cast, settings: Settings) -> None:
    article = cast.article()
    round_()
    assert announce() == 0
    with running_hub() as hub, running_hub() as other:
        settings.PRESS_HUBS = (hub.url, other.url)
        assert announce() == 0
        cast.article(headline="New")
        round_()
        told = feeds(settings, "", "topics/water/")
        assert announce() == 2 * len(told)
        assert heard(hub) == heard(other) == told
        round_()
        assert announce() == 0
        article.headline = "Changed"
        article.save_revision().publish()
        round_()
        announce()
        assert heard(hub) == told
        settings.PRESS_HUBS = (hub.url,)
        announce()
        assert not Announcement.objects.filter(hub=other.url).exists()


def test_one_that_is_busy_is_told_later_and_one_that_refuses_not_again(
    cast: Cast, settings: Settings, stopped_clock: StoppedClock
) -> None:
    with running_hub(mood="busy", retry_after="600") as hub:
        settings.PRESS_HUBS = (hub.url,)
        cast.article()
        round_()
        told = feeds(settings, "", "topics/water/")
        assert announce() == 0
        assert heard(hub) == told
        stopped_clock.advance(minutes=9)
        assert announce() == 0
        assert heard(hub) == []
        hub.mood = "well"
        stopped_clock.advance(minutes=2)
        assert announce() == len(told)
        assert heard(hub) == told

        hub.mood, hub.retry_after = "refuses", ""
        cast.article(headline="Next")
        round_()
        assert announce() == len(told)
        assert Announcement.objects.filter(refused=True, fault__contains="400").count() == len(told)
        stopped_clock.advance(days=1)
        hub.asked.clear()
        assert announce() == 0
        assert heard(hub) == []


def test_what_a_killed_process_held_is_told_when_its_hold_lapses(
    cast: Cast, settings: Settings, stopped_clock: StoppedClock
) -> None:
    with running_hub() as hub:
        settings.PRESS_HUBS = (hub.url,)
        cast.article()
        round_()
        while announcing._plan():
            pass
        assert len(announcing._hold()) == 2 * len(FEEDS)
        assert announce() == 0
        stopped_clock.advance(minutes=10)
        assert announce() == 2 * len(FEEDS)
        assert heard(hub) == feeds(settings, "", "topics/water/")


def test_a_change_during_the_telling_stays_due(cast: Cast, settings: Settings) -> None:
    with running_hub() as hub:
        settings.PRESS_HUBS = (hub.url,)
        cast.article()
        round_()
        while announcing._plan():
            pass
        held = announcing._hold()
        Announcement.objects.update(wanted=held[0].wanted + 1000)
        with announcing.asking() as fetches:
            for one in held:
                assert announcing._settle(one, announcing._tell(fetches, one))
        assert announce() == 2 * len(FEEDS)
        assert announce() == 0


@pytest.mark.either_database
def test_archived_parts_are_announced_to_nobody() -> None:
    assert announcing.is_feed("feed.xml")
    assert announcing.is_feed("topics/2009/atom.xml")
    assert announcing.is_feed("topics/feeds/atom.xml")
    assert not announcing.is_feed("topics/water/feeds/12/feed.json")
    assert not announcing.is_feed("index.html")
