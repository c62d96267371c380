"""The home page says what waits for whom, what goes out today, and what is wrong."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pytest_django import Settings

from pamphleteer.desk.verbs.review import send_back, submit
from pamphleteer.desk.verbs.schedule import schedule
from pamphleteer.ground import clock
from pamphleteer.post.meanings import words
from pamphleteer.post.models import Digest, Rest
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.press.errors import FolderError
from pamphleteer.press.models import Fault
from pamphleteer.press.verbs.press import round_
from pamphleteer.register.models import Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def home(client: Client, person: Person) -> str:
    client.force_login(person)
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_an_editor_sees_what_was_handed_in_and_by_whom(client: Client, cast: Cast) -> None:
    assert "Nobody has handed anything in" in home(client, cast.editor)
    submit(cast.draft(by=cast.contributor), by=cast.contributor)
    page = home(client, cast.editor)
    assert "Waiting for you: handed in" in page
    assert f"by {cast.contributor}, just now" in page


def test_a_contributor_sees_own_work_alone_and_what_came_back(client: Client, cast: Cast) -> None:
    own = cast.draft(by=cast.contributor)
    cast.draft(headline="Somebody else's", by=cast.editor)
    submit(own, by=cast.contributor)
    assert "handed in" in home(client, cast.contributor)
    send_back(own, "Who says so?", by=cast.editor)
    page = home(client, cast.contributor)
    assert "sent back with a note" in page
    assert page.count("The river is clean again") == 1
    assert "Somebody else" not in page
    assert "What goes out today" not in page


def test_how_much_of_the_wire_is_open_is_told(client: Client, cast: Cast) -> None:
    assert "Nothing of the last day is open" in home(client, cast.editor)


def test_what_is_published_by_itself_is_told_with_its_time(client: Client, cast: Cast) -> None:
    with clock.stopped(datetime(2099, 3, 1, 9, tzinfo=UTC)) as far:
        schedule(cast.draft(), at=far.at + timedelta(hours=2))
    assert "1 Mar 2099, 11:00 (UTC)" in home(client, cast.editor)


def test_what_goes_out_today_is_told_with_its_pieces_so_far(client: Client, cast: Cast) -> None:
    Digest.objects.all().delete()
    daily = Digest.objects.create(name="Daily", slug="d", begins=clock.now(), hour=7)
    assert "nothing yet, and without news none goes to 0 readers" in home(client, cast.editor)
    assert list(enrol("r@example.org").digests.all()) == [daily]
    for number in range(7):
        cast.article(headline=f"Piece {number}")
    page = home(client, cast.editor)
    assert "at 07:00: 7 pieces so far, to 1 reader." in page
    assert "Piece 6" in page
    assert "and 2 more" in page


def test_a_relay_that_takes_no_mail_is_told_before_all_else(
    client: Client, cast: Cast, settings: Settings
) -> None:
    settings.POST_RELAYS = ({"name": "first", "weight": 1}, {"name": "second", "weight": 1})
    until = clock.now() + timedelta(minutes=10)
    Rest.objects.create(
        relay="first",
        failures=3,
        since=until,
        until=until,
        reason="login",
        said="refused the password",
    )
    page = home(client, cast.editor)
    assert page.index("1 relay takes no mail") < page.index("Waiting for you")
    assert escape(words.said("login")) in page
    assert "refused the password" not in page, "what it said stands on the page of relays"


def test_a_press_that_can_not_write_is_told_until_it_can(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.article()
    public = Path(settings.PUBLIC)
    public.write_text("no folder")  # root may write anywhere: something else is in the way
    with pytest.raises(FolderError):
        round_(lambda: False)
    with pytest.raises(FolderError):
        round_(lambda: False)
    page = home(client, cast.editor)
    assert "The site is not up to date" in page
    assert "it shows as soon as the press can write again" in page
    assert "The site is not up to date" not in home(client, cast.contributor)

    public.unlink()
    assert round_(lambda: False)
    assert not Fault.objects.exists()
    assert (public / "articles/the-river-is-clean-again.html").exists()


def test_letters_without_a_postal_address_are_told_to_who_can_write_one(
    client: Client, cast: Cast
) -> None:
    told = "Letters have no postal address"
    assert told not in home(client, cast.publisher)
    enrol("ada@readers.example")
    assert told in home(client, cast.publisher)
    assert told not in home(client, cast.editor)

    cast.outlet.postal_address = "1 Quay Street, Harbour"
    cast.outlet.save()

    assert told not in home(client, cast.publisher)
