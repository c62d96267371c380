"""Relays: whether they are there, let us in, and take our sender; nothing is sent."""

import asyncio
import os
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pamphleteer.ground import clock
from pamphleteer.ground.findings import Finding, advice, unknown, well, wrong
from pamphleteer.post import returning
from pamphleteer.post.errors import RelayError
from pamphleteer.post.health import providers
from pamphleteer.post.health.asked import Asked
from pamphleteer.post.meanings import words
from pamphleteer.post.models import Delivery
from pamphleteer.post.relays import Relay, account_of, open_relay
from pamphleteer.post.relays.api import ApiRelay, answers
from pamphleteer.post.relays.smtp import Session, SmtpRelay, try_sender

_SOON = timedelta(days=14)
_SIZE = 100_000  # bytes that letters are kept under
_LETTER = 2 * _SIZE  # for they grow by what encodes them
_PROGRAM = "/usr/sbin/sendmail"
_BY_LETTER = "Send yourself a letter, at the desk: nothing else asks for that."


def check(asked: Asked) -> Iterator[Finding]:
    """Connect to each relay, greet it, encrypt, log in, name the sender of letters, take that back, and go."""
    if not asked.relays:
        todo = "Add a [[relay]] to outlet.toml."
        yield wrong("Relays", "there is none: no mail goes out", todo)
    for relay in asked.relays:
        yield from _one(relay)


def _one(relay: Mapping[str, Any]) -> Iterator[Finding]:
    what = f"Relay {relay['name']}"
    if urlsplit(relay["url"]).scheme == "sendmail":
        yield from _program(what, unquote(urlsplit(relay["url"]).path) or _PROGRAM)
        return
    opened = open_relay(relay)
    looks = (
        _server(what, relay, opened) if isinstance(opened, SmtpRelay) else _api(what, relay, opened)
    )
    try:
        yield from asyncio.run(looks)
    except RelayError as error:
        if relay["password"]:
            error.reply = error.reply.replace(relay["password"], "…")
        yield wrong(what, _worded(error), words.advice(error.reason.value))
    if isinstance(opened, SmtpRelay) and not opened.account.user and not providers.is_here(relay):
        yield advice(what, "nobody is logged in", "That is right only where it knows this machine.")


async def _server(what: str, relay: Mapping[str, Any], opened: SmtpRelay) -> list[Finding]:
    line = await opened.open()
    try:
        found = list(_findings(what, relay, line.session))
        sender = returning.sender_of(Delivery(pk=0))  # of the same form as that of letters
        refusal = await try_sender(line.session, sender, size=_SIZE)
        return [*found, _sender(what, sender, refusal)]
    finally:
        await line.close()


def _sender(what: str, sender: str, refusal: RelayError | None) -> Finding:
    """Return what became of the sender's address; servers may still refuse it once they know for whom a letter is."""
    if refusal is None:
        return well(what, f"it takes mail from {sender} (MAIL FROM; no letter was sent)")
    found = f"it takes no mail from {sender}: {_worded(refusal)}"
    todo = words.advice(refusal.reason.value)
    return wrong(what, found, todo) if refusal.permanent else unknown(what, found, todo)


def _worded(error: RelayError) -> str:
    """Return what a refusal means, with the reply if the relay gave one."""
    if not error.reply[:3].isdigit():
        return error.reply
    return f"{words.said(error.reason.value)}. It said: {error.reply}"


async def _api(what: str, relay: Mapping[str, Any], opened: Relay) -> list[Finding]:
    """Say what can be told of a provider without a letter: whether it answers, and what it says of our account."""
    await (await opened.open()).close()
    within = float(relay["timeout"])
    account = account_of(relay)
    found = await account.standing(within=within) if account else None
    if found is None and isinstance(opened, ApiRelay):
        await answers(opened.url, within=within)
    if found:
        return [
            well(what, found),
            advice(what, "whether it takes mail from us was not tried", _BY_LETTER),
        ]
    untried = "whether it takes the key, and mail from us, was not tried"
    return [advice(what, f"its API answers; {untried}", _BY_LETTER)]


def _findings(what: str, relay: Mapping[str, Any], session: Session) -> Iterator[Finding]:
    logged_in = "it lets us in" if session.account.user else "it answers"
    offers = ", ".join(
        one for one in ("PIPELINING", "CHUNKING", "SMTPUTF8") if one in session.offers
    )
    yield well(what, f"{logged_in} ({offers or 'no extensions'})")
    if session.largest is not None and session.largest < _LETTER:
        yield wrong(what, f"it takes no more than {session.largest} bytes", "Ask for 200,000.")
    certificate = session.wire.transport.get_extra_info("peercert")
    if certificate:
        yield _certificate(what, str(certificate["notAfter"]))
    elif not providers.is_here(relay):
        todo = "Use smtp+starttls:// or smtps://: letters hold links that are their reader's alone."
        yield wrong(what, "letters travel in the clear", todo)


def _certificate(what: str, ends: str) -> Finding:
    end = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
    days = (end - clock.now()).days
    if end - clock.now() < _SOON:
        return advice(what, f"its certificate ends in {days} days", "Tell whoever runs it.")
    return well(what, f"its certificate holds for {days} days more")


def _program(what: str, path: str) -> Iterator[Finding]:
    if not (Path(path).is_file() and os.access(path, os.X_OK)):
        yield wrong(what, f"{path} is no program", "Install a mail system, or name where it is.")
        return
    yield well(what, f"{path} is there")
    yield advice(what, "whether it lets mail out was not tried", _BY_LETTER)
