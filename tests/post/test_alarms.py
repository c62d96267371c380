"""Mails to people of the desk about faults that last: one a cause, none for a short rest, and one when it is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from wagtail.users.models import UserProfile

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.letters.writing import written
from pamphleteer.post.models import (
    Alarm,
    Delivery,
    Digest,
    Evidence,
    Reader,
    RelayChange,
    Rest,
    State,
    Trial,
)
from pamphleteer.post.verbs import alarms, status
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.fence import raise_
from tests.cast import Cast
from tests.post.conftest import account
from tests.post.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture(autouse=True)
def desk(cast: Cast, settings: Settings, server: Server) -> None:
    """Edith edits, Paula publishes, Connie contributes; there are two relays, of which the second one works."""
    assert cast.editor and cast.publisher and cast.contributor
    settings.DESK_URL = "https://desk.example.org/"
    settings.POST_RELAYS = (account(server), account(server, name="second"))


def rests(clock: StoppedClock, relay: str = "first", **fields: Any) -> None:
    filled = {"failures": 4, "since": clock.at, "until": clock.at + timedelta(hours=1)}
    said = {"reason": "login", "said": "535 5.7.8 wrong <b>password</b>\u202e", "lasting": True}
    Rest.objects.update_or_create(relay=relay, defaults=filled | said | fields)


def works(clock: StoppedClock, relay: str = "first") -> None:
    Rest.objects.filter(relay=relay).delete()
    RelayChange.objects.create(relay=relay, at=clock.at, resting=False)


def planned() -> list[str]:
    """Return who is told what since the last look, in lines without breaks."""
    rows = list(Trial.objects.filter(alarm=True, state=State.PLANNED).order_by("pk"))
    Trial.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.DONE)
    return [
        f"{row.person.first_name}: {row.subject}: {row.text}".replace(" \n", " ") for row in rows
    ]


def test_who_may_see_relays_is_told_of_one_that_rests_for_long(stopped_clock: StoppedClock) -> None:
    rests(stopped_clock)
    stopped_clock.advance(minutes=4)
    assert alarms.round_() == 0
    stopped_clock.advance(minutes=2)
    assert alarms.round_() == 2
    first, second = planned()
    assert first.startswith("Edith: ") and second.startswith("Paula: ")
    assert "the relay first takes no mail" in first
    assert "the relay does not let us log in." in first
    assert "It said: 535 5.7.8 wrong <b>password</b>\n" in first
    assert "Check the relay's user name" in first
    assert "https://desk.example.org/desk/relays/\n" in first
    stopped_clock.advance(minutes=30)
    assert alarms.round_() == 0


def test_a_short_rest_and_one_that_may_be_over_are_told_to_nobody(
    stopped_clock: StoppedClock,
) -> None:
    until = stopped_clock.at + timedelta(minutes=1)
    rests(stopped_clock, reason="network", lasting=False, until=until)
    stopped_clock.advance(minutes=10)  # and no mail has come since that could try it
    assert alarms.round_() == 0
    assert not Alarm.objects.exists()


def test_it_is_told_once_that_it_works_again_and_a_relay_that_comes_and_goes_seldom(
    stopped_clock: StoppedClock,
) -> None:
    told = []
    for _ in range(20):  # ten hours of a relay that works and does not by turns
        rests(stopped_clock)
        stopped_clock.advance(minutes=15)
        alarms.round_()
        told += planned()
        works(stopped_clock)
        stopped_clock.advance(minutes=15)
        alarms.round_()
        told += planned()
    subjects = [one.split(": ")[2] for one in told if one.startswith("Edith")]
    assert subjects == ["the relay first takes no mail", "the relay first takes mail again"] * 2


def test_another_reason_is_told_but_not_at_once(stopped_clock: StoppedClock) -> None:
    rests(stopped_clock, reason="network")
    stopped_clock.advance(minutes=6)
    assert alarms.round_() == 2
    rests(stopped_clock, reason="account", since=stopped_clock.at - timedelta(minutes=6))
    assert alarms.round_() == 0
    stopped_clock.advance(hours=6)
    assert alarms.round_() == 2
    assert "our account is suspended" in planned()[-1]


def test_that_no_relay_works_is_told_when_one_does_again(stopped_clock: StoppedClock) -> None:
    rests(stopped_clock)
    rests(stopped_clock, "second")
    stopped_clock.advance(minutes=20)
    assert alarms.round_() == 0 and not Trial.objects.exists()
    works(stopped_clock, "second")
    stopped_clock.advance(minutes=1)
    assert alarms.round_() == 2
    (edith, _paula) = planned()
    assert "2 things about mail" in edith
    assert "** Mail goes out again: for a while no relay took any **" in edith
    assert "no relay took mail. What was to go out waited; nothing is lost" in edith
    assert "** The relay first takes no mail **" in edith
    stopped_clock.advance(minutes=1)
    assert alarms.round_() == 0


def test_the_mail_goes_by_the_relay_that_works(stopped_clock: StoppedClock, server: Server) -> None:
    rests(stopped_clock)
    stopped_clock.advance(minutes=6)
    alarms.round_()
    assert deliver().done == 2
    assert {row.relay for row in Trial.objects.all()} == {"second"}
    assert status.others()["alarms"] == {"done": 2} and status.others()["tests"] == {}


def test_it_is_in_the_language_of_whoever_gets_it(cast: Cast, stopped_clock: StoppedClock) -> None:
    UserProfile.get_for_user(cast.publisher).delete()
    UserProfile.objects.create(user=cast.publisher, preferred_language="es")
    cast.outlet.language = "fr"
    cast.outlet.save()
    rests(stopped_clock)
    stopped_clock.advance(minutes=6)
    alarms.round_()
    edith, paula = planned()
    assert "Le relais first ne prend plus de courrier depuis" in edith
    assert "El servidor de envío first no acepta correo desde" in paula


def test_somebody_may_want_none_and_again(
    cast: Cast, client: Client, stopped_clock: StoppedClock
) -> None:
    client.force_login(cast.editor)
    mails = reverse("desk_fault_mails")
    page = client.post(mails, {"want": "none"}, follow=True).content.decode()
    assert "You get none of them." in page
    rests(stopped_clock)
    stopped_clock.advance(minutes=6)
    assert alarms.round_() == 1
    assert planned()[0].startswith("Paula")
    assert "You get them." in client.post(mails, {"want": "all"}, follow=True).content.decode()
    assert client.get(mails).status_code == 405
    client.force_login(cast.contributor)
    client.post(mails, {"want": "none"})
    assert not alarms.muted(cast.contributor)


def test_mails_in_doubt_and_doubted_mailings_are_told_to_those_who_decide(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.article()
    edition = compose(digest)
    assert edition
    mails = list(Delivery.objects.all())
    Delivery.objects.filter(pk=mails[0].pk).update(state=State.DOUBT, settled_at=stopped_clock.at)
    for mail in mails[1:]:
        Evidence.objects.create(
            delivery=mail, reader=mail.reader, kind="bounce", scope="reader", at=stopped_clock.at,
            clear=True, standing="doubted", said="550 no such user",
        )  # fmt: skip
    assert (
        alarms.round_() == 1
    )  # what is doubted, to Paula; providers are asked of what is in doubt
    (paula,) = planned()
    assert "Daily, edition 1: the mails of 2 readers came back as if there were no" in paula
    assert f"https://desk.example.org/desk/editions/{edition.pk}/" in paula
    stopped_clock.advance(minutes=21)
    assert alarms.round_() == 2
    edith, _ = planned()
    assert "Edith: " in edith and "nobody can tell whether 1 mail arrived" in edith
    stopped_clock.advance(hours=7)
    assert alarms.round_() == 0

    Evidence.objects.update(standing="judged")
    Delivery.objects.filter(state=State.DOUBT).update(state=State.DONE)
    alarms.round_()
    assert not Alarm.objects.exists()


def test_a_copy_that_holds_its_mail_tells_nobody(stopped_clock: StoppedClock) -> None:
    rests(stopped_clock)
    stopped_clock.advance(minutes=6)
    raise_("a drill")
    assert alarms.round_() == 0


def test_an_alarm_is_no_letter_to_oneself_that_is_counted(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    rests(stopped_clock)
    stopped_clock.advance(minutes=6)
    alarms.round_()
    mail = written(Trial.objects.filter(person=cast.editor).get()).content.decode()
    assert "Content-Type: text/plain" in mail and "Auto-Submitted: auto-generated" in mail
    assert "\u202e" not in mail
