"""`pamphleteer people`: those who log in at the desk."""

from typing import Any

import click

from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.register.models import Person, Role
from pamphleteer.register.verbs import factors, guessing, logins, people

_ROLES = click.Choice([role.value for role in Role])
_A = {Role.CONTRIBUTOR: "a contributor", Role.EDITOR: "an editor", Role.PUBLISHER: "a publisher"}


class _Group(click.Group):
    """Says what is refused in a line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; what is refused exits with 1."""
        try:
            return super().invoke(ctx)
        except people.PeopleError as error:
            raise Refused(str(error)) from error


@click.group(cls=_Group)
def command() -> None:
    """Let people in at the desk, say what they do there, and see who they are.

    \b
    Example:
      pamphleteer people add me@example.org --role publisher
      pamphleteer people list
    """


@command.command()
@click.argument("email")
@click.option("--role", type=_ROLES, help="What they do at the desk; an editor if it is not said.")
@click.option("--publisher", is_flag=True, help="The same as --role publisher.")
@click.option("--ask-password", is_flag=True, help="Ask for a password in place of making one up.")
def add(email: str, role: str | None, publisher: bool, ask_password: bool) -> None:
    """Let somebody in as a contributor, an editor or a publisher.

    \b
    Example:
      pamphleteer people add me@example.org --role publisher
    """
    given = Role(role) if role else (Role.PUBLISHER if publisher else Role.EDITOR)
    if publisher and given is not Role.PUBLISHER:
        raise click.UsageError("--publisher and --role say two things: give one of them")
    asked = _asked() if ask_password else None
    person, password = people.add(email, password=asked, role=given)
    say(f"{person.email} may log in as {_A[given]}.")
    if asked is None:
        say(f"Password: {password}   (shown this once)")


@command.command("list")
@as_json
def list_(as_json: bool) -> None:
    """List those who log in, and those who may no more.

    \b
    Example:
      pamphleteer people list
    """
    rows = [
        (p.email, p.role.value if p.role else "", "" if p.is_active else "out", p.last_login)
        for p in Person.objects.prefetch_related("groups").order_by("email")
    ]
    if as_json:
        for email, role, out, last in rows:
            emit({"email": email, "role": role or None, "out": bool(out), "last_login": last})
    else:
        table(["E-mail", "Role", "", "Last login"], rows)


@command.command("role")
@click.argument("email")
@click.argument("role", type=_ROLES)
def role_(email: str, role: str) -> None:
    """Let somebody do something else at the desk: contributor, editor, publisher.

    \b
    Example:
      pamphleteer people role ada@example.org editor
    """
    person = people.find(email)
    changed = people.set_role(person, Role(role))
    say(f"{person.email} is {_A[Role(role)]}{' now' if changed else ' already'}.")


@command.command("out")
@click.argument("email")
def out_(email: str) -> None:
    """Let somebody log in no more; what they wrote stays.

    \b
    Example:
      pamphleteer people out ada@example.org
    """
    person = people.find(email)
    changed = people.let_out(person)
    say(f"{person.email} {'may log in no more' if changed else 'could not log in before'}.")


@command.command("back")
@click.argument("email")
def back_(email: str) -> None:
    """Let somebody log in again, with the role they had.

    \b
    Example:
      pamphleteer people back ada@example.org
    """
    person = people.find(email)
    changed = people.let_back(person)
    say(f"{person.email} may log in{' again' if changed else ' already'}.")


@command.command("password")
@click.argument("email")
@click.option("--ask-password", is_flag=True, help="Ask for a password in place of making one up.")
def password_(email: str, ask_password: bool) -> None:
    """Give somebody a new password, and log them out where they are logged in.

    \b
    Example:
      pamphleteer people password ada@example.org
    """
    person = people.find(email)
    asked = _asked() if ask_password else None
    password = people.set_password(person, password=asked)
    say(f"{person.email} has a new password.")
    if asked is None:
        say(f"Password: {password}   (shown this once)")


@command.command("reset-factor")
@click.argument("email")
def reset_factor(email: str) -> None:
    """Take second factors and recovery codes away, when all are lost; logins end.

    \b
    Example:
      pamphleteer people reset-factor ada@example.org
    """
    person = people.find(email)
    done = factors.reset(person)
    now = "logs in with the password alone now" if done else "has no second factor"
    say(f"{person.email} {now}.")


@command.command("logout")
@click.argument("email")
def log_out(email: str) -> None:
    """Log somebody out in every browser.

    \b
    Example:
      pamphleteer people logout ada@example.org
    """
    person = people.find(email)
    ended = logins.end_all(person)
    say(f"{person.email} was logged out in {ended} browser{'' if ended == 1 else 's'}.")


@command.command()
@click.argument("email", required=False)
@click.option("--all", "everybody", is_flag=True, help="Every account, and every network.")
def unlock(email: str | None, everybody: bool) -> None:
    """Forget wrong passwords, so that somebody who is locked out can log in at once.

    \b
    Example:
      pamphleteer people unlock ada@example.org
      pamphleteer people unlock --all
    """
    if bool(email) == everybody:
        raise click.UsageError("name somebody, or --all")
    if email:
        person = people.find(email)
        forgotten = guessing.unlock(person)
        what = f"for {person.email}"
    else:
        forgotten, what = guessing.unlock_all(), "for anybody"
    say(f"{'Forgot the' if forgotten else 'There were no'} wrong passwords {what}.")


def _asked() -> str:
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked
