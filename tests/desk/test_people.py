"""A publisher lets people in, says what they do, and lets them out; nobody else does."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.register.models import Entry, Person, Role
from pamphleteer.register.verbs import people
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """A browser in which the publisher is logged in."""
    client.force_login(cast.publisher)
    return client


def form(person: Person, **changes: object) -> dict[str, object]:
    filled = {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": "",
        "role": person.role,
        "may_log_in": "on",
    }
    return {name: value for name, value in (filled | changes).items() if value is not None}


def edit(person: Person) -> str:
    return reverse("wagtailusers_users:edit", args=[person.pk])


def test_somebody_is_let_in_with_a_password_that_is_shown_once(desk: Client, cast: Cast) -> None:
    answer = desk.post(
        reverse("wagtailusers_users:add"),
        {
            "email": "Ada@Example.org",
            "first_name": "Ada",
            "last_name": "Quay",
            "role": "contributor",
        },
        follow=True,
    )

    ada = Person.objects.get(email="ada@example.org")
    assert (ada.role, ada.get_full_name()) == (Role.CONTRIBUTOR, "Ada Quay")
    shown = re.search(r"shown this once: ([\w-]+)", answer.content.decode())
    assert shown
    assert ada.check_password(shown[1])
    assert shown[1] not in desk.get(reverse("wagtailusers_users:index")).content.decode()
    entry = Entry.objects.get(what="person.let_in")
    assert entry.by == cast.publisher


def test_the_list_says_who_does_what(desk: Client, cast: Cast) -> None:
    people.let_out(cast.contributor)
    assert cast.editor
    page = desk.get(reverse("wagtailusers_users:index")).content.decode()
    for word in ("connie@example.org", "contributor", "editor", "publisher", "Let somebody in"):
        assert word in page
    assert "/desk/bulk/" not in page


def test_a_publisher_changes_what_somebody_does(desk: Client, cast: Cast) -> None:
    assert desk.get(edit(cast.contributor)).status_code == 200
    desk.post(edit(cast.contributor), form(cast.contributor, role="editor", first_name="Con"))
    connie = Person.objects.get(pk=cast.contributor.pk)
    assert (connie.role, connie.first_name) == (Role.EDITOR, "Con")
    assert [entry.what for entry in Entry.objects.order_by("pk")] == [
        "person.changed",
        "person.role_changed",
    ]


def test_who_is_let_out_is_out_at_once(desk: Client, cast: Cast) -> None:
    other = Client()
    other.force_login(cast.editor)
    assert other.get("/desk/").status_code == 200

    desk.post(edit(cast.editor), form(cast.editor, may_log_in=None))

    assert other.get("/desk/").status_code == 302
    assert not Person.objects.get(pk=cast.editor.pk).is_active


@pytest.mark.parametrize("changes", [{"role": "editor"}, {"may_log_in": None}])
def test_the_last_publisher_is_told_why_not(
    desk: Client, cast: Cast, changes: dict[str, object]
) -> None:
    answer = desk.post(edit(cast.publisher), form(cast.publisher, **changes, first_name="P"))

    assert "is the last publisher" in answer.content.decode()
    paula = Person.objects.get(pk=cast.publisher.pk)
    assert (paula.role, paula.is_active, paula.first_name) == (Role.PUBLISHER, True, "Paula")


def test_two_people_can_not_have_one_address(desk: Client, cast: Cast) -> None:
    answer = desk.post(
        edit(cast.contributor), form(cast.contributor, email=cast.editor.email.upper())
    )
    assert "has been let in already" in answer.content.decode()


def test_nobody_is_deleted_one_by_one_or_in_bulk(desk: Client, cast: Cast) -> None:
    key = cast.editor.pk
    desk.post(reverse("wagtailusers_users:delete", args=[key]))
    for deed in ("delete", "assign_role", "set_active_state"):
        answer = desk.post(
            f"/desk/bulk/register/person/{deed}/?id={key}", {"mark_as_active": "False"}
        )
        assert answer.status_code == 404
    assert Person.objects.get(pk=key).is_active


def test_a_lost_password_is_made_anew(desk: Client, cast: Cast) -> None:
    answer = desk.post(reverse("desk_new_password", args=[cast.editor.pk]), follow=True)
    shown = re.search(r"shown this once: ([\w-]+)", answer.content.decode())
    assert shown
    cast.editor.refresh_from_db()
    assert cast.editor.check_password(shown[1])
    assert not cast.editor.check_password(PASSWORD)
    assert Entry.objects.get().what == "person.password_set"


def account(**changes: str) -> dict[str, str]:
    filled = {
        "name_email-first_name": "Paula",
        "name_email-last_name": "",
        "name_email-email": "paula@example.org",
        "locale-preferred_language": "",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
    }
    return filled | {f"name_email-{name}": value for name, value in changes.items()}


def test_who_writes_her_own_address_in_capitals_can_still_log_in(desk: Client, cast: Cast) -> None:
    answer = desk.post(
        reverse("wagtailadmin_account"),
        account(email="Paula.Quay@Example.ORG", last_name="Quay"),
    )
    assert answer.status_code == 302

    login = {"username": "PAULA.quay@example.org", "password": PASSWORD}
    assert Client().post(reverse("wagtailadmin_login"), login).status_code == 302
    entry = Entry.objects.get(what="person.changed")
    assert entry.by == cast.publisher
    assert entry.data["email"] == ["paula@example.org", "paula.quay@example.org"]


def test_nobody_takes_a_colleagues_address(desk: Client, cast: Cast) -> None:
    answer = desk.post(
        reverse("wagtailadmin_account"), account(email=cast.editor.email.upper(), last_name="Quay")
    )
    assert answer.status_code == 200
    assert not Person.objects.filter(last_name="Quay").exists()


@pytest.mark.parametrize("who", ["editor", "contributor"])
def test_nobody_but_a_publisher_meets_the_people(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    home = client.get("/desk/").content.decode()
    assert "/desk/users/" not in home
    client.post(edit(getattr(cast, who)), form(getattr(cast, who), role="publisher"))
    client.post(reverse("desk_new_password", args=[cast.publisher.pk]))
    assert not Person.objects.get(pk=getattr(cast, who).pk).is_superuser
    assert cast.publisher.check_password(PASSWORD)
