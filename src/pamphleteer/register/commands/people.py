"""`pamphleteer people`: those who log in at the desk."""

import click

from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import people


@click.group()
def command() -> None:
    """Let people in at the desk, and see who they are.

    \b
    Example:
      pamphleteer people add me@example.org --publisher
      pamphleteer people list
    """


@command.command()
@click.argument("email")
@click.option("--publisher", is_flag=True, help="May do everything: people, partners, the outlet.")
@click.option("--ask-password", is_flag=True, help="Ask for a password in place of making one up.")
def add(email: str, publisher: bool, ask_password: bool) -> None:
    """Let somebody in as an editor, or as a publisher.

    \b
    Example:
      pamphleteer people add me@example.org --publisher
    """
    asked = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True)
        if ask_password
        else None
    )
    try:
        person, password = people.add(email, password=asked, publisher=publisher)
    except people.PeopleError as error:
        raise Refused(str(error)) from error
    say(f"{person.email} may log in as {'a publisher' if publisher else 'an editor'}.")
    if asked is None:
        say(f"Password: {password}   (shown this once)")


@command.command("list")
@as_json
def list_(as_json: bool) -> None:
    """List those who may log in.

    \b
    Example:
      pamphleteer people list
    """
    rows = [
        (p.email, "publisher" if p.is_superuser else "editor", p.last_login)
        for p in Person.objects.order_by("email")
    ]
    if as_json:
        for email, role, last in rows:
            emit({"email": email, "role": role, "last_login": last})
    else:
        table(["E-mail", "Role", "Last login"], rows)
