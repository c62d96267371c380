"""A source that moves for good is followed when it says so again and again, and no sooner."""

from datetime import timedelta

import pytest

from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.pause import resume
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.models import Entry
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback", "stopped_clock")]


def after(polls: int, source: Source) -> Source:
    for _ in range(polls):
        poll(only=[source.pk])
    source.refresh_from_db()
    return source


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_is_believed_the_third_time(
    server: PartnerServer, status: int
) -> None:
    new = server.give("/new", rss(item(1)))
    old = server.redirect("/old", "/new", status=status)
    source = after(2, source_at(old))
    assert (source.url, source.moving_to, source.moving_times) == (old, new, 2)

    after(1, source)

    assert (source.url, source.moving_to, source.moving_times) == (new, "", 0)
    assert source.note.startswith(f"moved here from {old} on ")
    (told,) = Entry.objects.filter(what="source.moved")
    assert (told.data["before"], told.data["to"]) == (old, new)
    asked = server.asked["/old"]
    after(1, source)
    assert (server.asked["/old"], source.health) == (asked, "well")


def test_one_that_does_not_repeat_is_forgotten(server: PartnerServer) -> None:
    server.give("/new", rss(item(1)))
    server.give("/newer", rss(item(1)))
    source = after(2, source_at(server.redirect("/old", "/new", status=301)))
    server.redirect("/old", "/newer", status=301)
    after(1, source)
    assert (source.moving_to, source.moving_times) == (server.url("/newer"), 1)
    server.give("/old", rss(item(1)))
    after(1, source)
    assert (source.moving_to, source.moving_times) == ("", 0)


def test_a_redirect_for_now_is_never_believed(server: PartnerServer) -> None:
    server.give("/new", rss(item(1)))
    old = server.redirect("/old", "/new", status=302)
    source = after(5, source_at(old))
    assert (source.url, source.moving_to) == (old, "")


def test_a_move_that_is_unchanged_counts_as_well(server: PartnerServer) -> None:
    new = server.give("/new", rss(item(1)), etag='"a"')
    source = after(3, source_at(server.redirect("/old", "/new", status=301)))
    assert source.url == new


def test_who_moves_to_a_source_that_is_there_is_retired_with_a_note(
    server: PartnerServer,
) -> None:
    there = source_at(server.give("/new", rss(item(1))))
    source = after(3, source_at(server.redirect("/old", "/new", status=301)))

    assert not source.active
    assert source.health == f"moved for good to {there.url}, which is a source already"
    assert Entry.objects.filter(what="source.retired").count() == 1
    assert list(Source.objects.in_trouble()) == [source]
    there.refresh_from_db()
    assert there.active


def test_what_is_gone_for_good_is_retired_and_can_be_resumed(server: PartnerServer) -> None:
    source = after(1, source_at(server.give("/feed", "", status=410)))

    assert not source.active
    assert source.health.startswith("gone for good since 23 November 2026 (410): ask the partner")
    assert Entry.objects.get(what="source.retired").subject == f"collect.Source:{source.pk}"
    assert poll(only=[source.pk]).polled == []

    server.give("/feed", rss(item(1)))
    resume(source.url)
    assert after(1, source).health == "well"


def test_what_is_gone_behind_a_redirect_for_now_is_not_retired(server: PartnerServer) -> None:
    server.give("/new", "", status=410)
    assert after(1, source_at(server.redirect("/old", "/new", status=302))).active


def test_what_is_missing_for_long_says_since_when(
    server: PartnerServer, stopped_clock: StoppedClock
) -> None:
    source = after(1, source_at(server.url("/feed")))
    stopped_clock.advance(days=10)
    after(1, source)
    assert source.active
    assert "(2 times in a row, since 23 November 2026: ask the partner" in source.health
    assert source.due_at > stopped_clock.at + timedelta(minutes=30)
