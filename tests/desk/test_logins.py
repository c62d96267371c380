"""Where somebody is logged in: listed, and ended, one or all."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from pamphleteer.ground.browsers import called
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.commands.people import command
from pamphleteer.register.models import Login
from pamphleteer.register.verbs import people, tidy
from tests.cast import PASSWORD, Cast
from tests.desk.test_second_factor import is_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.either_database,
    pytest.mark.usefixtures("stopped_clock"),
]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Mobile/15E148 Safari/604.1"
)


def browser(cast: Cast, agent: str) -> Client:
    client = Client(headers={"user-agent": agent})
    said = {"username": cast.editor.email, "password": PASSWORD}
    assert client.post(reverse("wagtailadmin_login"), said).status_code == 302
    return client


def test_each_browser_is_listed_with_when_it_was_seen(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    here, phone = browser(cast, FIREFOX), browser(cast, PHONE)
    stopped_clock.advance(minutes=90)
    assert is_in(phone)

    page = here.get(reverse("desk_security")).content.decode()

    assert "Firefox on Linux, since 23 Nov 2026, 09:30, <strong>this browser" in page
    assert "Safari on an iPhone, since 23 Nov 2026, 09:30, last seen 23 Nov 2026, 11:00" in page


def test_one_is_ended(cast: Cast) -> None:
    here, phone = browser(cast, FIREFOX), browser(cast, PHONE)
    key = Login.objects.get(browser="Safari on an iPhone").pk
    here.post(reverse("desk_end"), {"login": key})
    assert is_in(here)
    assert not is_in(phone)


@pytest.mark.parametrize(("which", "stays"), [("others", True), ("all", False)])
def test_all_are_ended(cast: Cast, which: str, stays: bool) -> None:
    here, phone = browser(cast, FIREFOX), browser(cast, PHONE)
    here.post(reverse("desk_end"), {"login": which})
    assert is_in(here) is stays
    assert not is_in(phone)


@pytest.mark.parametrize("login", ["", "x", "0", "-1", "9" * 30, "theirs"])
def test_nobody_elses_is_ended(cast: Cast, login: str) -> None:
    here, theirs = browser(cast, FIREFOX), Client()
    theirs.force_login(cast.publisher)
    key = str(Login.objects.get(person=cast.publisher).pk)
    here.post(reverse("desk_end"), {"login": key if login == "theirs" else login})
    assert is_in(theirs)
    assert is_in(here)


def test_a_new_password_logs_the_others_out(cast: Cast) -> None:
    here, phone = browser(cast, FIREFOX), browser(cast, PHONE)
    new = {"new_password1": "an other one of mine", "new_password2": "an other one of mine"}
    assert here.post(reverse("desk_password"), new | {"new_password2": "x"}).status_code == 200
    assert here.post(reverse("desk_password"), new).status_code == 302
    assert is_in(here)
    assert not is_in(phone)
    assert Login.objects.count() == 1
    cast.editor.refresh_from_db()
    assert cast.editor.check_password("an other one of mine")


def test_who_is_let_out_and_back_logs_in_again(cast: Cast) -> None:
    here = browser(cast, FIREFOX)
    people.let_out(cast.editor)
    people.let_back(cast.editor)
    assert not is_in(here)


def test_whoever_logs_out_is_not_listed(cast: Cast) -> None:
    browser(cast, FIREFOX).post(reverse("wagtailadmin_logout"))
    assert not Login.objects.exists()


def test_a_cookie_kept_from_before_opens_nothing(cast: Cast) -> None:
    here = browser(cast, FIREFOX)
    kept = here.cookies["pamphleteer_session"].value
    here.post(reverse("desk_end"), {"login": "all"})
    thief = Client()
    thief.cookies["pamphleteer_session"] = kept
    assert not is_in(thief)


@pytest.mark.parametrize("door", ["desk", "command"])
def test_a_publisher_logs_somebody_out(cast: Cast, door: str) -> None:
    here, publisher = browser(cast, FIREFOX), Client()
    publisher.force_login(cast.publisher)
    page = publisher.get(reverse("wagtailusers_users:edit", args=[cast.editor.pk]))
    assert "Firefox on Linux" in page.content.decode()
    if door == "desk":
        publisher.post(reverse("desk_log_out", args=[cast.editor.pk]))
    else:
        ran = CliRunner().invoke(command, ["logout", cast.editor.email])
        assert "was logged out in 1 browser." in ran.output
    assert not is_in(here)
    assert is_in(publisher)


def test_what_has_run_out_is_removed(cast: Cast, stopped_clock: StoppedClock) -> None:
    browser(cast, FIREFOX)
    Session.objects.update(expire_date=stopped_clock.at - timedelta(days=1))
    stopped_clock.advance(days=20)
    assert tidy.round_() == 2
    assert tidy.round_() == 0
    assert not Login.objects.exists()


@pytest.mark.parametrize(
    ("agent", "name"),
    [(FIREFOX, "Firefox on Linux"), (PHONE, "Safari on an iPhone"), ("", "A browser")],
)
def test_a_browser_is_called_as_people_call_it(agent: str, name: str) -> None:
    assert called(agent) == name
