"""People come in with a role, change it, and go; one who may do everything is always left."""

import threading
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from django.db import IntegrityError, connection, transaction

from pamphleteer.register.commands.people import command
from pamphleteer.register.models import Entry, Person, Role
from pamphleteer.register.verbs import people
from tests.cast import PASSWORD, Cast

LAST = "is the last publisher"


def told(*words: str) -> Result:
    return CliRunner().invoke(command, words)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_somebody_comes_in_with_a_role(cast: Cast, role: Role) -> None:
    person, password = people.add("Ada@Example.org", role=role, by=cast.publisher)

    assert Person.objects.get(email="ada@example.org").role == role
    assert person.check_password(password)
    entry = Entry.objects.get()
    assert (entry.what, entry.by, entry.data) == ("person.let_in", cast.publisher, {"role": role})


@pytest.mark.django_db
def test_a_role_is_changed_in_full(cast: Cast) -> None:
    assert people.set_role(cast.contributor, Role.PUBLISHER, by=cast.publisher)
    assert people.set_role(cast.contributor, Role.EDITOR, by=cast.publisher)
    assert not people.set_role(cast.contributor, Role.EDITOR, by=cast.publisher)

    connie = Person.objects.get(pk=cast.contributor.pk)
    assert not connie.is_superuser
    assert [group.name for group in connie.groups.all()] == ["Editors"]
    assert [entry.data for entry in Entry.objects.order_by("pk")] == [
        {"role": "publisher", "was": "contributor"},
        {"role": "editor", "was": "publisher"},
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "deed",
    [lambda one: people.set_role(one, Role.EDITOR), people.let_out],
    ids=["demoted", "let out"],
)
def test_the_last_publisher_is_not(cast: Cast, deed: Callable[[Person], bool]) -> None:
    paula = cast.publisher
    other, _ = people.add("other@example.org", role=Role.PUBLISHER)
    assert people.let_out(other)

    with pytest.raises(people.PeopleError, match=LAST):
        deed(paula)

    assert Person.objects.get(pk=paula.pk).role == Role.PUBLISHER
    assert people.let_back(other)
    assert deed(paula)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "past_the_deeds",
    [
        lambda: Person.objects.update(is_active=False),
        lambda: Person.objects.update(is_superuser=False),
        lambda: Person.objects.filter(is_superuser=True)._raw_delete("default"),
    ],
    ids=["let out", "demoted", "deleted"],
)
def test_the_database_itself_keeps_the_last_publisher(
    cast: Cast, past_the_deeds: Callable[[], object]
) -> None:
    paula = cast.publisher
    people.add("other@example.org", role=Role.PUBLISHER)
    with pytest.raises(IntegrityError, match="the last publisher stays"), transaction.atomic():
        past_the_deeds()
    assert Person.objects.publishers().filter(pk=paula.pk).exists()


@pytest.mark.parametrize("careful", [True, False], ids=["by the deed", "past the deed"])
def test_two_publishers_who_demote_each_other_at_once_leave_one(
    own_database: str, careful: bool
) -> None:
    pair = [people.add(f"{name}@example.org", role=Role.PUBLISHER)[0] for name in ("one", "two")]
    gate, refused = threading.Barrier(2), []

    def demote(person: Person) -> None:
        try:
            gate.wait(20)
            if careful:
                people.set_role(person, Role.EDITOR)
            else:
                with transaction.atomic():
                    Person.objects.filter(pk=person.pk).update(is_superuser=False)
        except (people.PeopleError, IntegrityError) as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=demote, args=[person]) for person in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert Person.objects.publishers().count() == 1
    assert len(refused) == 1
    assert "last publisher" in refused[0]


@pytest.mark.django_db
def test_the_command_does_what_the_deeds_do_and_says_so(db: None) -> None:
    assert "as a publisher" in told("add", "p@example.org", "--publisher").output
    assert "as a contributor" in told("add", "c@example.org", "--role", "contributor").output
    assert "an editor now" in told("role", "c@example.org", "editor").output
    assert "may log in no more" in told("out", "C@example.org").output
    listed = told("list", "--json").output
    assert '"role": "editor", "out": true' in listed
    assert "may log in again" in told("back", "c@example.org").output
    assert "Password: " in told("password", "c@example.org").output


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["role", "paula@example.org", "editor"], LAST),
        (["out", "paula@example.org"], LAST),
        (["out", "nobody@example.org"], "There is nobody"),
        (["add", "paula@example.org"], "has been let in already"),
        (["add", "no address"], "valid email"),
    ],
)
def test_what_the_command_refuses_it_says_in_a_line(
    cast: Cast, words: list[str], said: str
) -> None:
    assert cast.publisher
    ran = told(*words)
    assert ran.exit_code == 1
    assert said in ran.output
    assert len(ran.output.strip().splitlines()) == 1


@pytest.mark.django_db
def test_a_new_password_is_another_one(cast: Cast) -> None:
    password = people.set_password(cast.editor, by=cast.publisher)
    cast.editor.refresh_from_db()
    assert cast.editor.check_password(password)
    assert not cast.editor.check_password(PASSWORD)
    with pytest.raises(people.PeopleError, match="too short"):
        people.set_password(cast.editor, password="short")
