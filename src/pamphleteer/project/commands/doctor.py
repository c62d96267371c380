"""`pamphleteer doctor`: whether everything is well, and what to do where it is not."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click
from django.utils.module_loading import import_string

from pamphleteer.ground.findings import Finding, Level, wrong
from pamphleteer.ground.terminal import Refused, as_json, emit, say
from pamphleteer.project import brought, start
from pamphleteer.project.options import FILE_NAME, OptionsError

_MARKS = {Level.WELL: "✓", Level.ADVICE: "·", Level.UNKNOWN: "?", Level.WRONG: "✗"}
_SHUT = "django.db.DatabaseError"
_OUTLET = "pamphleteer.post.health.the_outlet"


@click.command()
@click.option("--mail", is_flag=True, help="Look at the DNS records that mail needs, as well.")
@click.option(
    "--relays",
    is_flag=True,
    help="Ask each relay whether it lets us in and takes our sender, without sending.",
)
@click.option(
    "--fetch", is_flag=True, help="Fetch what records lead to: a policy, the desk's page."
)
@click.option(
    "--dry-run", is_flag=True, help="With --mail: print the records to publish, and ask nobody."
)
@as_json
@click.pass_obj
def command(
    folder: Path, *, mail: bool, relays: bool, fetch: bool, dry_run: bool, as_json: bool
) -> None:
    """Look whether everything is well, and say what to do where it is not.

    It changes nothing and sends no mail. By itself it asks nobody; with --mail it asks the DNS (`post.resolver`), with
    --relays the relays, with --fetch web servers. An SMTP server is told the sender of letters (MAIL FROM), which is
    taken back at once (RSET); providers are asked about our account, where they tell of it. What was not tried is said.
    It exits with 1 if something is wrong or can't be told.

    \b
    Example:
      pamphleteer doctor
      pamphleteer doctor --mail --relays
    """
    found = list(_found(folder, mail=mail, relays=relays, fetch=fetch, dry_run=dry_run))
    if as_json:
        emit([one.described() for one in found])
    else:
        _tell(found, records=dry_run and mail)
    if not dry_run and any(one.level in {Level.WRONG, Level.UNKNOWN} for one in found):
        raise SystemExit(1)


def _found(
    folder: Path, *, mail: bool, relays: bool, fetch: bool, dry_run: bool
) -> Iterator[Finding]:
    try:
        start.need_outlet(folder)
        start.up(folder)
    except OptionsError as error:
        for fault in error.faults:
            yield wrong("Options", str(fault), f"Mend {FILE_NAME}, or the environment.")
        return
    except start.Misuse:
        raise
    except Refused as error:
        found, _, todo = error.message.partition("\n")
        yield wrong("Database", found, todo)
        return
    if not (dry_run and mail):
        here = list(_asked(brought.CHECKS))
        yield from here
        if here[0].level is Level.WRONG:
            return
    checks = [
        *((brought.MAIL_RECORDS if dry_run else brought.MAIL_CHECKS) if mail else ()),
        *(brought.RELAY_CHECKS if relays and not dry_run else ()),
    ]
    if checks:
        about: AbstractContextManager[Any] = import_string(_OUTLET)(fetch=fetch and not dry_run)
        with about as asked:
            yield from _asked(checks, asked)


def _asked(checks: Sequence[str], *about: Any) -> Iterator[Finding]:
    """Give what each check finds; where the database fails, nothing more can be told."""
    for name in checks:
        try:
            yield from import_string(name)(*about)
        except import_string(_SHUT) as error:
            said = str(error).strip().splitlines()[0]
            todo = "See that it runs, and that database.url in outlet.toml is right."
            yield wrong("Database", f"it can't be used: {said}", todo)
            return


def _tell(found: Iterable[Finding], *, records: bool) -> None:
    found = list(found)
    for one in found:
        say(f"{'' if records else _MARKS[one.level] + ' '}{one.what}: {one.found}")
        if one.todo:
            say(f"    {one.todo}")
        if one.record:
            say(f"\n{one.record}\n")
    if records:
        return
    wrongs = sum(one.level is Level.WRONG for one in found)
    unknowns = sum(one.level is Level.UNKNOWN for one in found)
    if wrongs or unknowns:
        say(f"\n{wrongs} wrong, {unknowns} that can't be told.")
    else:
        say("\nAll is well.")
