"""What nobody used is removed in its time, does not come back, and takes nothing along."""

from datetime import timedelta
from typing import Any

import pytest

from pamphleteer.collect.models import (
    Host,
    Pruned,
    Shingle,
    Source,
    Story,
    Suggestion,
    Text,
    Version,
    WireItem,
)
from pamphleteer.collect.verbs import marks, prune
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.collect.verbs.prune import round_
from pamphleteer.collect.verbs.pruned import known_pruned
from pamphleteer.desk.verbs.take import take
from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.models import Entry
from tests.cast import Cast
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]


def story(cast: Cast, **fields: Any) -> Story:
    now = clock.now()
    made = Story.objects.create(begun=now, latest=now)
    made.first = cast.item(story=made, **fields)
    made.save()
    return made


def test_what_is_old_and_unused_goes_with_all_that_hangs_on_it(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    old, other = story(cast), story(cast)
    assert old.first
    now = clock.now()
    Version.objects.create(item=old.first, number=1, headline="x", seen=now, fingerprint="x")
    Text.objects.create(item=old.first, url="x", host="x", due_at=now, tell_by=now, told=True)
    Shingle.objects.create(hash=7, item=old.first.pk)
    Suggestion.objects.create(one=old, other=other, likeness=0.9, at=now)
    stopped_clock.advance(days=181)
    young = cast.item()

    assert round_() == 2

    assert list(WireItem.objects.all()) == [young]
    for model in (Version, Text, Shingle, Suggestion, Story):
        assert not model.objects.exists(), model
    line = Entry.objects.get(what="wire.pruned")
    assert line.data == {"items": 2, "sources": {str(cast.source.pk): 2}}
    assert round_() == 0
    assert Entry.objects.filter(what="wire.pruned").count() == 1


def test_what_an_article_came_from_stays_with_its_versions(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    used, unused = cast.item(), cast.item()
    now = clock.now()
    Version.objects.create(item=used, number=1, headline="x", seen=now, fingerprint="x")
    take(used)
    # As it was before anybody noted it.
    WireItem.objects.update(kept=False)
    stopped_clock.advance(days=400)

    assert round_() == 1

    assert not WireItem.objects.filter(pk=unused.pk).exists()
    assert WireItem.objects.get().kept
    assert Version.objects.get().item == used


def test_the_first_publisher_of_a_used_piece_stays(cast: Cast, stopped_clock: StoppedClock) -> None:
    told = story(cast)
    cast.item(story=told, kept=True)
    copy = cast.item(story=told)
    stopped_clock.advance(days=181)
    round_()
    assert WireItem.objects.filter(pk=told.first_id).exists()
    assert not WireItem.objects.filter(pk=copy.pk).exists()
    told.refresh_from_db()
    assert told.first_id


def test_a_story_that_loses_its_first_item_has_the_next_one(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    told = story(cast)
    stopped_clock.advance(days=100)
    later = cast.item(story=told)
    stopped_clock.advance(days=100)
    assert round_() == 1
    told.refresh_from_db()
    assert told.first == later


def test_a_piece_that_its_feed_still_lists_does_not_come_back(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    source = source_at(server.give("/feed", rss(item(1), item(2))))
    poll()
    stopped_clock.advance(days=181)
    assert round_() == 2
    server.give("/feed", rss(item(1), item(2), item(3)))
    assert poll(only=[source.pk]).new == 1
    assert WireItem.objects.get().identity == "piece-3"
    assert known_pruned(source, ["piece-1", "piece-3"]) == {"piece-1"}


def test_what_was_removed_of_one_source_is_news_of_another(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    cast.item(identity="piece")
    stopped_clock.advance(days=181)
    round_()
    other = Source.objects.create(
        partner=cast.partner, url="https://b.example/", due_at=clock.now()
    )
    assert known_pruned(cast.source, ["piece"]) == {"piece"}
    assert known_pruned(other, ["piece"]) == known_pruned(other, []) == set()


def test_what_was_removed_is_forgotten_with_its_source(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    cast.item()
    stopped_clock.advance(days=181)
    round_()
    cast.source.delete()
    assert not Pruned.objects.exists()


def test_zero_days_keep_everything(cast: Cast, stopped_clock: StoppedClock, settings: Any) -> None:
    settings.COLLECT_KEEP_DAYS = 0
    cast.item()
    stopped_clock.advance(days=4000)
    assert round_() == 0
    assert WireItem.objects.exists()


def test_many_go_in_small_steps_and_a_stop_is_heard(
    cast: Cast, stopped_clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prune, "AT_A_TIME", 2)
    used = [cast.item() for _ in range(5)][2]
    take(used)
    stopped_clock.advance(days=181)
    asked = iter([False, True])
    assert round_(lambda: next(asked)) == 2
    assert round_() == 2
    assert Entry.objects.filter(what="wire.pruned").count() >= 2
    assert list(WireItem.objects.all()) == [used]


def test_shingles_go_when_no_copies_are_sought_any_more(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    old = cast.item()
    stopped_clock.advance(days=40)
    young = cast.item()
    for row in (old, young):
        Shingle.objects.create(hash=7, item=row.pk)
    round_()
    assert [one.item for one in Shingle.objects.all()] == [young.pk]


def test_shingles_go_in_small_steps_and_a_stop_is_heard(
    cast: Cast, stopped_clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "SWEPT_AT_A_TIME", 2)
    old = cast.item()
    stopped_clock.advance(days=40)
    young = cast.item()
    for row in (old, young):
        Shingle.objects.bulk_create(Shingle(hash=hash_, item=row.pk) for hash_ in (-5, 0, 7))
    marks.say_nothing([9])
    asked = iter([False, True])

    assert marks.sweep(lambda: next(asked)) == 2
    assert Shingle.objects.count() == 5
    assert marks.sweep() == 2
    assert {one.item for one in Shingle.objects.all()} == {young.pk}
    assert marks.sweep() == 0


def test_hosts_that_nobody_has_asked_for_a_day_are_forgotten(
    db: None, stopped_clock: StoppedClock
) -> None:
    for name, hours in (("old.example:443", 25), ("young.example:443", 23)):
        Host.objects.create(name=name, free_at=clock.now() - timedelta(hours=hours))
    round_()
    assert [host.name for host in Host.objects.all()] == ["young.example:443"]
