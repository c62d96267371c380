"""The desk says how each source is, and lets a publisher put one to rest."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.collect.models import Source
from pamphleteer.ground import clock
from pamphleteer.register.models import Person
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_collect_source:list"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """A browser in which the editor is logged in."""
    client.force_login(cast.editor)
    return client


@pytest.fixture
def failing(cast: Cast) -> Source:
    """A source that has not answered for days."""
    Source.objects.filter(pk=cast.source.pk).update(
        failures=7, fault="did not answer within 30 seconds", polled_at=clock.now(), interval=1200
    )
    cast.source.refresh_from_db()
    return cast.source


def shown(desk: Client, name: str, *args: object) -> str:
    answer = desk.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_editor_sees_how_each_source_is(desk: Client, failing: Source) -> None:
    told = shown(desk, LIST)
    assert "The Harbour Light" in told
    assert "did not answer within 30 seconds (7 times in a row)" in told
    assert "every 20 minutes" in told


@pytest.mark.parametrize(
    ("state", "trusted", "words"),
    [
        ("active", True, "News pushed by hub.example.org"),
        ("active", False, "hub.example.org did not push; polled instead"),
        ("denied", False, "hub.example.org refuses to push; polled instead"),
        ("asked", False, "hub.example.org was asked to push; polled until it does"),
        ("leaving", False, "hub.example.org will be asked to push"),
    ],
)
def test_an_editor_sees_how_it_stands_with_a_hub(
    desk: Client, cast: Cast, settings: Any, state: str, trusted: bool, words: str
) -> None:
    settings.DESK_URL = "https://desk.example.org/"
    hub, until = "https://hub.example.org/", clock.now() + timedelta(days=1)
    its = Source.objects.filter(pk=cast.source.pk)
    its.update(hubs=[hub], hub_topic=cast.source.url, pushed_until=until if trusted else None)
    cast.source.subscriptions.create(
        hub=hub,
        topic=cast.source.url,
        due_at=until,
        state=state,
        leased_until=until,
        asked="subscribe",
    )
    assert words in shown(desk, LIST)
    assert words in shown(desk, "wagtailsnippets_collect_source:inspect", cast.source.pk)


def test_many_sources_are_shown_with_their_hubs_in_few_queries(
    desk: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        source = Source.objects.create(
            partner=cast.source.partner,
            url=f"https://harbour-light.example/{number}",
            due_at=clock.now(),
            hubs=["https://hub.example.org/"],
        )
        source.subscriptions.create(hub="x", topic="x", due_at=clock.now())
    with django_assert_max_num_queries(30):
        shown(desk, LIST)


def test_a_source_shows_what_it_brought_last(desk: Client, cast: Cast) -> None:
    piece = cast.item()
    told = shown(desk, "wagtailsnippets_collect_source:inspect", cast.source.pk)
    assert piece.headline in told
    assert "Ask it no more" not in told


def test_the_home_page_says_which_sources_need_a_look(desk: Client, failing: Source) -> None:
    assert "1 source needs a look" in shown(desk, "wagtailadmin_home")


def test_the_home_page_says_nothing_of_sources_that_are_well(desk: Client, cast: Cast) -> None:
    assert cast.source.pk
    assert "a look" not in shown(desk, "wagtailadmin_home")


def test_a_retired_source_is_told_with_its_note(desk: Client, cast: Cast) -> None:
    Source.objects.filter(pk=cast.source.pk).update(active=False, note="is gone for good (410)")
    assert "is gone for good (410)" in shown(desk, "wagtailadmin_home")


def test_a_publisher_puts_a_source_to_rest_and_wakes_it(client: Client, failing: Source) -> None:
    client.force_login(Person.objects.create_superuser("paula@example.org", PASSWORD))
    assert "Ask it no more" in shown(client, "wagtailsnippets_collect_source:inspect", failing.pk)

    client.post(reverse("desk_pause_source", args=[failing.pk]))
    failing.refresh_from_db()
    assert not failing.active

    client.post(reverse("desk_resume_source", args=[failing.pk]))
    failing.refresh_from_db()
    assert (failing.active, failing.failures) == (True, 0)


def test_an_editor_does_not_put_sources_to_rest(desk: Client, cast: Cast) -> None:
    answer = desk.post(reverse("desk_pause_source", args=[cast.source.pk]))
    cast.source.refresh_from_db()
    assert cast.source.active
    assert answer.status_code in {302, 403}
