"""The way in: ten wrong passwords lock out, but no stranger locks an editor out for ever."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from click.testing import CliRunner
from django.db.models import F
from django.test import Client
from django.urls import reverse

from pamphleteer.register.commands.people import command
from pamphleteer.register.models import Entry
from pamphleteer.register.verbs import guessing
from tests.cast import PASSWORD, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
WRONG = "not this one"
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


def tries(client: Client, email: str, password: str = WRONG, *, at: str = HERE) -> Any:
    return client.post(
        reverse("wagtailadmin_login"),
        {"username": email, "password": password},
        REMOTE_ADDR=at,
        HTTP_USER_AGENT="Secretive 1.0",
    )


def is_in(client: Client) -> bool:
    return client.get("/desk/").status_code == 200


def time_passes(**by: float) -> None:
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(**by))


def test_ten_wrong_passwords_lock_out_even_with_the_right_one(client: Client, cast: Cast) -> None:
    for _ in range(9):
        assert tries(client, cast.editor.email).status_code == 200
    tenth = tries(client, cast.editor.email)
    assert tenth.status_code == 429
    assert tenth.headers["Retry-After"] == "900"
    assert "Locked for a while" in tenth.content.decode()

    assert tries(client, cast.editor.email, PASSWORD).status_code == 429
    assert not is_in(client)


def test_nine_wrong_and_a_right_one_begin_anew(client: Client, cast: Cast) -> None:
    for _ in range(2):
        for _ in range(9):
            tries(client, cast.editor.email)
        assert tries(client, cast.editor.email, PASSWORD).status_code == 302
        client.logout()
    assert not AccessAttempt.objects.exists()


def test_an_account_is_counted_wherever_the_guesses_come_from(cast: Cast) -> None:
    for number in range(10):
        tries(Client(), cast.editor.email.upper(), at=f"198.51.{number}.1")
    assert tries(Client(), cast.editor.email, PASSWORD, at=ELSEWHERE).status_code == 429
    assert tries(Client(), cast.publisher.email, PASSWORD, at=ELSEWHERE).status_code == 302


def test_a_network_is_counted_whichever_accounts_are_guessed(cast: Cast) -> None:
    for number in range(10):
        tries(Client(), f"somebody-{number}@example.org", at=f"198.51.100.{number}")
    assert tries(Client(), cast.editor.email, PASSWORD).status_code == 429
    assert tries(Client(), cast.editor.email, PASSWORD, at=ELSEWHERE).status_code == 302


def test_the_proxy_on_this_machine_is_no_network_of_its_own(cast: Cast) -> None:
    for number in range(10):
        tries(Client(), f"somebody-{number}@example.org", at="127.0.0.1")
    assert tries(Client(), cast.editor.email, PASSWORD, at="127.0.0.1").status_code == 302


def test_it_ends_by_itself_and_trying_on_makes_it_no_longer(cast: Cast) -> None:
    for _ in range(10):
        tries(Client(), cast.editor.email)
    time_passes(minutes=14)
    for _ in range(20):
        assert tries(Client(), cast.editor.email).status_code == 429
    time_passes(minutes=2)
    assert tries(Client(), cast.editor.email, PASSWORD).status_code == 302


def test_no_stranger_locks_an_editor_out_of_her_own_browser(client: Client, cast: Cast) -> None:
    tries(client, cast.editor.email, PASSWORD)
    client.post(reverse("wagtailadmin_logout"))
    for _ in range(12):
        tries(Client(), cast.editor.email)
    assert tries(Client(), cast.editor.email, PASSWORD, at=ELSEWHERE).status_code == 429

    assert tries(client, cast.editor.email, PASSWORD).status_code == 302
    assert is_in(client)


def test_a_known_browser_guesses_no_more_than_others_and_for_nobody_else(
    client: Client, cast: Cast
) -> None:
    tries(client, cast.editor.email, PASSWORD)
    client.post(reverse("wagtailadmin_logout"))
    for _ in range(10):
        answer = tries(client, cast.editor.email)
    assert answer.status_code == 429
    for _ in range(10):
        answer = tries(client, cast.publisher.email, at=ELSEWHERE)
    assert answer.status_code == 429


def test_a_forged_cookie_makes_no_browser_known(cast: Cast) -> None:
    for number in range(10):
        client = Client()
        client.cookies["pamphleteer_known"] = (
            f"{guessing.account_of(cast.editor.email)}-{number}.0.x"
        )
        answer = tries(client, cast.editor.email, at=f"198.51.{number}.1")
    assert answer.status_code == 429


def test_nothing_is_kept_of_who_tried_but_hashes_for_a_while(cast: Cast) -> None:
    tries(Client(), cast.editor.email, "my-other-password")
    row = str(AccessAttempt.objects.values().get())
    for told in (HERE, "edith", "my-other-password", "Secretive", "/desk/"):
        assert told not in row
    time_passes(minutes=16)
    assert guessing.forget() == 1
    assert guessing.forget() == 0


@pytest.mark.parametrize("door", ["desk", "command", "command for all"])
def test_a_publisher_opens_it_again(client: Client, cast: Cast, door: str) -> None:
    for _ in range(10):
        tries(Client(), cast.editor.email, at=ELSEWHERE)
    AccessAttempt.objects.update(ip_address=None)
    client.force_login(cast.publisher)
    page = reverse("wagtailusers_users:edit", args=[cast.editor.pk])
    assert "Locked until" in client.get(page).content.decode()

    if door == "desk":
        client.post(reverse("desk_unlock", args=[cast.editor.pk]))
    else:
        who = [cast.editor.email] if door == "command" else ["--all"]
        assert "Forgot the" in CliRunner().invoke(command, ["unlock", *who]).output

    assert "Not locked now" in client.get(page).content.decode()
    assert tries(Client(), cast.editor.email, PASSWORD, at=ELSEWHERE).status_code == 302
    assert Entry.objects.filter(what__endswith=".unlocked").count() == 1


def test_who_is_let_out_is_not_let_in(client: Client, cast: Cast) -> None:
    cast.editor.is_active = False
    cast.editor.save()
    tries(client, cast.editor.email, PASSWORD)
    assert not is_in(client)


@pytest.mark.parametrize(
    "name", ["", "x" * 5000, "a\0b", "\u202e@example.org", "edith@example.org' --"]
)
def test_no_odd_name_breaks_the_login(client: Client, cast: Cast, name: str) -> None:
    assert tries(client, name, PASSWORD).status_code == 200


def test_the_login_page_names_no_wagtail(client: Client) -> None:
    page = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "Wagtail" not in page.split("<main")[1]
    assert "Forgotten" not in page
