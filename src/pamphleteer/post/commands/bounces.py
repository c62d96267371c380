"""`pamphleteer bounces`: mail that came back."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from django.conf import settings

from pamphleteer.ground.terminal import Refused, as_json, emit, progress, say
from pamphleteer.ground.text import one_line
from pamphleteer.post.bounces.mime import LONGEST
from pamphleteer.post.bounces.reading import read as read_mail
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.commands.bounces_doubted import command as doubted
from pamphleteer.post.commands.bounces_taken import fetch_all, later, recipients, take
from pamphleteer.post.errors import Scope

_EMPTY = (
    "No mail came in on standard input, and post.mailbox names none: nothing was done. "
    "See that the mail server pipes the whole mail into this command."
)
_OF_FAULT = {Kind.BOUNCE, Kind.DELAY, Kind.COMPLAINT}
_NO_FILE = "it is no file"


@click.group(short_help="Mail that came back.", invoke_without_command=True)
@click.option(
    "--to",
    multiple=True,
    metavar="ADDRESS",
    help="Whom the mail server got the mail for; its environment (RECIPIENT) and the mail's head count too.",
)
@click.pass_context
def command(context: click.Context, *, to: tuple[str, ...]) -> None:
    """Take one mail that came back from the standard input, and act on it; without one, all of `post.mailbox`.

    It came to the address `post.bounces` or `post.unsubscribe`, whose token proves which letter or reader it is about:
    what is forged, late or said before changes nothing. Exits with 0 whatever the mail says, and with 75 where it has
    to be delivered again later (sysexits.h), such as while outlet.toml is broken, or where nothing came in: mail
    servers know that by themselves, and send nothing back to whoever wrote.

    \b
    Example:
      pamphleteer bounces --to bounces+…@example.org < returned.eml
    \b
    In the aliases of a mail server:
      bounces: "|pamphleteer -C /srv/my-outlet bounces"
    """
    if context.invoked_subcommand is None:
        by_hand = sys.stdin.isatty()
        mail = b"" if by_hand else sys.stdin.buffer.read(LONGEST)
        if mail.strip():
            take(mail, to=(*to, *recipients()))
        elif settings.POST_MAILBOX:
            fetch_all()
        elif by_hand:
            say(context.get_help())
        else:
            later(_EMPTY)


command.add_command(doubted)


@command.command("read")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@as_json
def read_(*, files: tuple[str, ...], as_json: bool) -> None:
    """Say what returned mails mean, reader by reader; nothing is changed.

    A FILE holds one mail, as servers hand it on (.eml, a file of a Maildir); of a folder, all files below it are read,
    and `-` is the standard input. No outlet is needed. What can't be read is told on standard error and counted.

    With --json it is one line for each file: `file`, and `results` with an entry for each recipient:
    `recipient` as the mail says it; `kind`: bounce, delay, complaint, auto-reply, unsubscribe or other;
    `scope`, who is at fault: relay (our side: the letter, its sender, the server that brings it), site (the
    receiving one) or reader (this one mailbox), or null where nobody is; `hard`, whether the same will be said next
    month; `reason` in a word; `status` (RFC 3463) and `reply`, the words. A reader is to be given up for scope reader
    and hard alone.
    A file that can't be read is {"file": ..., "error": ...}, and the command exits with 1.

    \b
    Example:
      pamphleteer bounces read returned.eml
      pamphleteer bounces read Maildir/new --json > results.jsonl
      pamphleteer bounces read - < returned.eml
    """
    failed = read = 0
    with progress(what="Returned mails") as bar:
        task = bar.add_task("", total=None, visible=as_json and not sys.stdout.isatty())
        for file, fault in _all(files):
            try:
                if fault:
                    raise fault
                results = read_mail(_content(file))
            except OSError as error:
                failed += 1
                _tell_fault(file, error, as_json=as_json)
            else:
                read += 1
                _tell(file, results, as_json=as_json)
            bar.advance(task)
    if failed:
        raise Refused(f"{failed} could not be read, {read} were.")


def _all(files: tuple[str, ...]) -> Iterator[tuple[str, OSError | None]]:
    """Yield the files that are named, and all below the folders that are, with why one can't be read if it is known.

    A folder's names alone are held.
    """
    for name in files:
        if name == "-" or not Path(name).is_dir():
            yield name, None
            continue
        closed = list[OSError]()
        for folder, folders, names in os.walk(name, onerror=closed.append):
            folders.sort()
            paths = (Path(folder) / one for one in sorted(names))
            yield from ((str(path), _unfit(path)) for path in paths)
        yield from ((str(error.filename), error) for error in closed)


def _unfit(path: Path) -> OSError | None:
    """Return why what lies in a folder is not to be opened: pipes and devices may never end."""
    try:
        return None if stat.S_ISREG(path.stat().st_mode) else OSError(None, _NO_FILE)
    except OSError as error:
        return error


def _content(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(LONGEST)
    with Path(file).open("rb") as mail:
        return mail.read(LONGEST)


def _tell(file: str, results: list[Result], *, as_json: bool) -> None:
    if as_json:
        emit({"file": file, "results": [_as_data(one) for one in results]})
        return
    say(one_line(file))
    for one in results:
        say(f"  {_sentence(one)}")


def _tell_fault(file: str, error: OSError, *, as_json: bool) -> None:
    why = f"can't be read ({error.strerror}): name a file that holds one mail, or a folder of such files"
    if as_json:
        emit({"file": file, "error": why})
    click.echo(f"{one_line(file)} {why}.", err=True)


def _as_data(one: Result) -> dict[str, object]:
    return {
        "recipient": one.recipient,
        "kind": one.kind.value,
        "scope": one.scope.value if one.kind in _OF_FAULT else None,
        "hard": one.hard,
        "reason": one.reason,
        "status": one.status,
        "reply": one.reply,
    }


_AT_FAULT = {
    Scope.RELAY: "our side",
    Scope.SITE: "the receiving site",
    Scope.READER: "the mailbox",
}


def _sentence(one: Result) -> str:
    who = one.recipient or "nobody who is named"
    if one.kind not in {Kind.BOUNCE, Kind.DELAY}:
        return f"{one.kind.value}: {who}{f' ({one.reason})' if one.reason else ''}"
    lasts = "for good" if one.hard else "for now"
    said = f": {one.reply}" if one.reply else ""
    return f"{one.kind.value}: {who}: {_AT_FAULT[one.scope]}, {lasts} ({one.reason}){said}"
