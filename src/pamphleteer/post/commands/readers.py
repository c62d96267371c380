"""`pamphleteer readers`: the list."""

import sys
from datetime import datetime

import click
from django.db import DatabaseError

from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.ground.text import one_line
from pamphleteer.post.addresses import masked
from pamphleteer.post.commands.readers_keys import keys, rekey
from pamphleteer.post.commands.readers_lists import export, import_
from pamphleteer.post.commands.readers_lists import show as show_one
from pamphleteer.post.commands.readers_suppressed import command as suppressed
from pamphleteer.post.errors import AddressError, HasLeft, KeptOff, LinkError
from pamphleteer.post.models import Reader
from pamphleteer.post.verbs.forget import forget as forget_reader
from pamphleteer.post.verbs.known import note_shown
from pamphleteer.post.verbs.signup import Change, enrol
from pamphleteer.post.verbs.unsubscribe import LONGEST
from pamphleteer.post.verbs.unsubscribe import unsubscribe as obey

_LATER = 75  # EX_TEMPFAIL
_BY_HAND = "Added by hand, as confirmed elsewhere"


@click.group(short_help="The list of readers.")
def command() -> None:
    """See the list, add to it, take from it.

    \b
    Example:
      pamphleteer -C my-outlet readers list
    """


for _one in (import_, export, show_one, suppressed):
    command.add_command(_one)
command.add_command(rekey)
command.add_command(keys)


@command.command("list")
@click.option("--show", is_flag=True, help="Show whole addresses; the journal keeps it.")
@as_json
def list_(*, show: bool, as_json: bool) -> None:
    """List the readers, their addresses masked.

    \b
    Example:
      pamphleteer readers list --json
    """
    if show:
        note_shown()
    readers = Reader.objects.order_by("pk").prefetch_related("digests")
    rows = [_row(reader, show=show) for reader in readers.iterator(chunk_size=2_000)]
    if as_json:
        emit(rows)
    else:
        columns = ("address", "state", "digests", "asked", "confirmed", "left")
        table(columns, [tuple(map(_cell, row.values())) for row in rows])


@command.command()
@click.argument("address")
@click.option(
    "--source",
    default=_BY_HAND,
    show_default=True,
    metavar="WORDS",
    help="How, where and to what this reader agreed; kept with them.",
)
@click.option("--again", is_flag=True, help="They left the list, and asked to be on it again.")
def add(*, address: str, source: str, again: bool) -> None:
    """Put an address on the list that has confirmed elsewhere: no mail asks it again.

    \b
    Example:
      pamphleteer readers add name@example.org --source "On paper, at the fair of 3 May"
    """
    try:
        reader = enrol(address, source=one_line(source) or _BY_HAND, again=again)
    except HasLeft as error:
        raise Refused(
            f"{address}: {error}; if they have asked to be on it again, say --again."
        ) from error
    except (AddressError, KeptOff) as error:
        raise Refused(f"{address}: {error}") from error
    digests = ", ".join(reader.digests.values_list("name", flat=True)) or "no digest yet"
    say(f"{address} is on the list: {digests}.")


@command.command()
@click.argument("address")
def forget(*, address: str) -> None:
    """Erase an address and all that is known of it; a keyed hash stays, so that no list brings it back.

    \b
    Example:
      pamphleteer readers forget name@example.org
    """
    try:
        known = forget_reader(address)
    except AddressError as error:
        raise Refused(f"{address}: {error}") from error
    if not known:
        raise Refused(f"{address} is not known here. From now on no list brings it in.")
    say(f"{address} is forgotten: a keyed hash stays, so that no list brings it back.")


@command.command()
@click.argument("recipients", nargs=-1)
def unsubscribe(*, recipients: tuple[str, ...]) -> None:
    """Read one mail to the address `post.unsubscribe`, and take off the list whose it is.

    RECIPIENTS are the addresses that the mail server got it for; those in its head count as well. It exits with
    75 where it has to be delivered again later (sysexits.h): mail servers know that by themselves.

    \b
    Example:
      pamphleteer readers unsubscribe leave+…@example.org < mail.eml
    """
    mail = sys.stdin.buffer.read(LONGEST)
    try:
        changes = obey(mail, to=recipients)
    except LinkError as error:
        raise Refused(
            f"Nobody leaves: {error}. The link at the foot of each letter does it too."
        ) from error
    except DatabaseError as error:
        say(f"Not yet: {error}")
        raise SystemExit(_LATER) from error
    for change in changes:
        say("The reader has left." if change is Change.NOW else "The reader had left before.")


def _row(reader: Reader, *, show: bool) -> dict[str, object]:
    return {
        "address": reader.address if show else masked(reader.address),
        "state": reader.state,
        "digests": " ".join(digest.slug for digest in reader.digests.all()),
        "asked": reader.asked_at,
        "confirmed": reader.confirmed_at,
        "left": reader.left_at,
    }


def _cell(value: object) -> object:
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime) else value
