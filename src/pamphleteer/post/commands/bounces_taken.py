"""What `pamphleteer bounces` does with one mail that a mail server pipes into it."""

import os
from collections.abc import Iterable
from typing import NoReturn

import click
from django.db import DatabaseError

from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.ground.terminal import Refused, say
from pamphleteer.post.errors import BoxError
from pamphleteer.post.verbs import fence
from pamphleteer.post.verbs.fetching import fetch
from pamphleteer.post.verbs.heard import Heard, heard
from pamphleteer.post.verbs.returned import Became

_LATER = 75  # EX_TEMPFAIL
# Of Postfix's local(8), of qmail and its kin.
_VARIABLES = ("RECIPIENT", "ORIGINAL_RECIPIENT", "X_ORIGINAL_TO", "DELIVERED_TO")
_SAID = {
    Became.LEFT: "the reader has left",
    Became.RETURNED: "the mail came back, which is written down",
    Became.NOTED: "that is written down",
    Became.BEFORE: "that was known before",
    Became.IGNORED: "nothing follows",
    Became.UNPROVEN: "nothing proves that it is about a mail of ours, so nothing follows",
    Became.LATE: "the mail is too old for that, so nothing follows",
}


def recipients() -> tuple[str, ...]:
    """Return whom a mail server says in the environment that it got a mail for."""
    return tuple(os.environ[name] for name in _VARIABLES if name in os.environ)


def take(mail: bytes, *, to: Iterable[str]) -> None:
    """Act on a mail and say what became of it; exits with 75 where it is to come again."""
    try:
        found = heard(mail, to=to)
    except (DatabaseError, KeyMissing) as error:
        later(f"Not yet: {error}", error)
    except SealError as error:
        later(f"Not yet: the reader's address can't be read: {error}", error)
    for one in found:
        say(sentence(one))


def later(words: str, error: Exception | None = None) -> NoReturn:
    """Say why a mail has to come again, and end so that a mail server keeps it and sends nothing back."""
    click.echo(words, err=True)
    raise SystemExit(_LATER) from error


def fetch_all() -> None:
    """Act on the mails in the outlet's mailbox, and say what became of them."""
    if held := fence.look():
        raise Refused(f"The post is fenced ({held.why}): the mails stay where they are.")
    try:
        done = fetch()
    except BoxError as error:
        raise Refused(f"The mailbox can't be read: {error}") from error
    for one in done.heard:
        say(sentence(one))
    say(f"{done.removed} mails removed, {done.left} left to be read.")


def sentence(one: Heard) -> str:
    """Return what became of what a mail said."""
    reason = f" ({one.result.reason})" if one.result.reason else ""
    return f"{one.result.kind.value}{reason}: {_SAID[one.became]}."
