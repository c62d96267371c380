"""The second factor: an app's codes, recovery codes, and who can take them back."""

import re
from datetime import timedelta

import pyotp
import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.commands.people import command
from pamphleteer.register.models import Authenticator, Entry, Person, RecoveryCode
from pamphleteer.register.verbs import factors
from tests.cast import PASSWORD, Cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.either_database,
    pytest.mark.usefixtures("stopped_clock"),
]
SECOND = "/desk/login/second/"


def logs_in(client: Client, person: Person) -> str:
    """Type the password in; returns where that leads."""
    answer = client.post(
        reverse("wagtailadmin_login"), {"username": person.email, "password": PASSWORD}
    )
    return answer.headers["Location"]


def app_of(client: Client, clock: StoppedClock) -> tuple[pyotp.TOTP, list[str]]:
    """Set an app up as a person does, and return it with the recovery codes."""
    page = client.get(reverse("desk_app")).content.decode()
    secret = re.search(r'security-secret">([A-Z2-7 ]+)<', page)
    assert secret
    assert "<svg" in page
    app = pyotp.TOTP(secret[1].replace(" ", ""))
    said = client.post(reverse("desk_app"), {"code": app.at(clock.at)}).content.decode()
    clock.advance(seconds=30)
    return app, re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", said)


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """A browser in which the editor has logged in with her password."""
    assert logs_in(client, cast.editor) == "/desk/"
    return client


def test_an_app_is_set_up_and_asked_for_from_then_on(
    desk: Client, cast: Cast, stopped_clock: StoppedClock
) -> None:
    app, codes = app_of(desk, stopped_clock)
    assert len(codes) == 10
    other = Client()

    assert logs_in(other, cast.editor) == SECOND
    assert not is_in(other)
    assert "That was not it" in other.post(SECOND, {"code": "000000"}).content.decode()
    assert other.post(SECOND, {"code": app.at(stopped_clock.at)}).headers["Location"] == "/desk/"
    assert is_in(other)
    assert [entry.what for entry in Entry.objects.order_by("pk")] == ["person.factor_set"]


def test_no_code_is_taken_twice(desk: Client, cast: Cast, stopped_clock: StoppedClock) -> None:
    app, _ = app_of(desk, stopped_clock)
    code = app.at(stopped_clock.at)
    for expected in (302, 200):
        other = Client()
        logs_in(other, cast.editor)
        assert other.post(SECOND, {"code": code}).status_code == expected


def test_the_code_that_set_it_up_lets_nobody_in(
    desk: Client, cast: Cast, stopped_clock: StoppedClock
) -> None:
    app, _ = app_of(desk, stopped_clock)
    assert not factors.check(cast.editor, app.at(stopped_clock.at - timedelta(seconds=30)))


@pytest.mark.parametrize(("seconds", "taken"), [(-60, False), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(
    desk: Client, cast: Cast, stopped_clock: StoppedClock, seconds: int, taken: bool
) -> None:
    app, _ = app_of(desk, stopped_clock)
    stopped_clock.advance(minutes=10)
    code = app.at(stopped_clock.at + timedelta(seconds=seconds))
    assert factors.check(cast.editor, f"{code[:3]} {code[3:]}") is taken


def test_a_wrong_code_sets_nothing_up(desk: Client, cast: Cast) -> None:
    desk.get(reverse("desk_app"))
    said = desk.post(reverse("desk_app"), {"code": "123"}).content.decode()
    assert "not the code that the app shows" in said
    assert not Authenticator.objects.exists()


def test_a_recovery_code_lets_in_once(
    desk: Client, cast: Cast, stopped_clock: StoppedClock
) -> None:
    _, codes = app_of(desk, stopped_clock)
    for expected in (302, 200):
        other = Client()
        logs_in(other, cast.editor)
        assert other.post(SECOND, {"code": f" {codes[0].upper()} "}).status_code == expected
    assert "9 of them are left" in desk.get(reverse("desk_security")).content.decode()


def test_new_recovery_codes_replace_the_old(
    desk: Client, cast: Cast, stopped_clock: StoppedClock
) -> None:
    _, old = app_of(desk, stopped_clock)
    said = desk.post(reverse("desk_codes")).content.decode()
    assert not factors.check(cast.editor, old[0])
    new = re.findall(r"<code>([a-z2-9-]{11})</code>", said)
    assert factors.check(cast.editor, new[0])


def test_nothing_that_opens_is_readable_in_the_database(
    desk: Client, cast: Cast, stopped_clock: StoppedClock
) -> None:
    app, codes = app_of(desk, stopped_clock)
    kept = str([*Authenticator.objects.values(), *RecoveryCode.objects.values()])
    assert app.secret not in kept
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_with_another_key_the_person_is_told_what_to_do(
    desk: Client, cast: Cast, stopped_clock: StoppedClock, settings: Settings
) -> None:
    app, _ = app_of(desk, stopped_clock)
    settings.SECRET_KEY = "another"
    other = Client()
    logs_in(other, cast.editor)
    said = other.post(SECOND, {"code": app.at(stopped_clock.at)})
    assert "let a publisher reset" in said.content.decode()


def test_ten_wrong_codes_lock_out_like_passwords(
    desk: Client, cast: Cast, stopped_clock: StoppedClock
) -> None:
    app, _ = app_of(desk, stopped_clock)
    other = Client()
    logs_in(other, cast.editor)
    for _ in range(10):
        answer = other.post(SECOND, {"code": "000000"})
    assert answer.status_code == 429
    assert other.post(SECOND, {"code": app.at(stopped_clock.at)}).status_code == 429
    again = Client()
    assert (
        again.post(
            reverse("wagtailadmin_login"), {"username": cast.editor.email, "password": PASSWORD}
        ).status_code
        == 429
    )


def test_half_a_login_ends(desk: Client, cast: Cast, stopped_clock: StoppedClock) -> None:
    app, _ = app_of(desk, stopped_clock)
    for change in ("time", "password", "out"):
        other = Client()
        assert logs_in(other, cast.editor) == SECOND
        if change == "time":
            stopped_clock.advance(minutes=11)
        elif change == "password":
            cast.editor.set_password(PASSWORD)
            cast.editor.save()
        else:
            Person.objects.filter(pk=cast.editor.pk).update(is_active=False)
        answer = other.post(SECOND, {"code": app.at(stopped_clock.at)})
        assert answer.headers["Location"] == reverse("wagtailadmin_login")
        assert not is_in(other)


def test_a_login_leads_to_no_other_host(
    desk: Client, cast: Cast, stopped_clock: StoppedClock
) -> None:
    app, _ = app_of(desk, stopped_clock)
    other = Client()
    other.post(
        reverse("wagtailadmin_login"),
        {"username": cast.editor.email, "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert other.post(SECOND, {"code": app.at(stopped_clock.at)}).headers["Location"] == "/desk/"
    sure = desk.post(reverse("desk_sure"), {"password": PASSWORD, "next": "//evil.example/"})
    assert sure.headers["Location"] == reverse("desk_security")


@pytest.mark.parametrize(
    "name", ["desk_app", "desk_passkey", "desk_codes", "desk_drop", "desk_password"]
)
def test_an_open_browser_changes_nothing_without_the_password(
    desk: Client, cast: Cast, stopped_clock: StoppedClock, name: str
) -> None:
    app_of(desk, stopped_clock)
    stopped_clock.advance(minutes=16)
    codes = set(RecoveryCode.objects.values_list("hashed", flat=True))

    answer = desk.post(reverse(name))

    assert answer.headers["Location"].startswith(reverse("desk_sure"))
    assert Authenticator.objects.exists()
    assert set(RecoveryCode.objects.values_list("hashed", flat=True)) == codes
    assert (
        "not your password" in desk.post(reverse("desk_sure"), {"password": "x"}).content.decode()
    )
    desk.post(reverse("desk_sure"), {"password": PASSWORD})
    assert not desk.post(reverse(name)).headers.get("Location", "").startswith(reverse("desk_sure"))


def test_what_is_taken_away_opens_nothing(
    desk: Client, cast: Cast, stopped_clock: StoppedClock
) -> None:
    _, codes = app_of(desk, stopped_clock)
    desk.post(reverse("desk_drop"))
    assert not factors.check(cast.editor, codes[0])
    assert logs_in(Client(), cast.editor) == "/desk/"


def test_setting_one_up_logs_the_other_browsers_out(
    desk: Client, cast: Cast, stopped_clock: StoppedClock
) -> None:
    other = Client()
    logs_in(other, cast.editor)
    app_of(desk, stopped_clock)
    assert is_in(desk)
    assert not is_in(other)


@pytest.mark.parametrize("door", ["desk", "command"])
def test_a_publisher_resets_what_is_lost(
    desk: Client, cast: Cast, stopped_clock: StoppedClock, door: str
) -> None:
    app_of(desk, stopped_clock)
    publisher = Client()
    publisher.force_login(cast.publisher)
    if door == "desk":
        publisher.post(reverse("desk_reset_factor", args=[cast.editor.pk]))
    else:
        ran = CliRunner().invoke(command, ["reset-factor", cast.editor.email])
        assert "with the password alone now" in ran.output

    assert not is_in(desk)
    assert logs_in(Client(), cast.editor) == "/desk/"
    assert not RecoveryCode.objects.exists()
    entry = Entry.objects.get(what="person.factor_reset")
    assert entry.by == (cast.publisher if door == "desk" else None)


@pytest.mark.parametrize(
    ("wanted", "who", "asked"),
    [
        ("optional", "publisher", False),
        ("publishers", "publisher", True),
        ("publishers", "editor", False),
        ("everybody", "editor", True),
        ("everybody", "contributor", True),
    ],
)
def test_the_outlet_says_who_needs_one(
    client: Client, cast: Cast, settings: Settings, stopped_clock: StoppedClock,
    wanted: str, who: str, asked: bool,
) -> None:  # fmt: skip
    settings.DESK_SECOND_FACTOR = wanted
    logs_in(client, getattr(cast, who))
    for address in ("/desk/", reverse("wagtailsnippets_desk_article:list"), "/desk/account/"):
        answer = client.get(address)
        there = answer.headers.get("Location") == reverse("desk_security")
        assert there is asked
    if asked:
        assert "wants a second factor" in client.get(reverse("desk_security")).content.decode()
        app_of(client, stopped_clock)
        assert is_in(client)
