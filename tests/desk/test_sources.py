"""The desk says how each source is, and lets a publisher put one to rest."""

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
