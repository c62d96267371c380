"""Relays: whether they are there and let us in; nothing is sent."""

import asyncio
import os
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pamphleteer.ground import clock
from pamphleteer.ground.findings import Finding, advice, well, wrong
from pamphleteer.post.errors import RelayError
from pamphleteer.post.health import providers
from pamphleteer.post.health.asked import Asked
from pamphleteer.post.relays import open_relay
from pamphleteer.post.relays.smtp import Session, SmtpRelay

_SOON = timedelta(days=14)
_LETTER = 200_000  # bytes; letters are kept under 100 KB, and grow by what encodes them
_PROGRAM = "/usr/sbin/sendmail"


def check(asked: Asked) -> Iterator[Finding]:
    """Connect to each relay, greet it, encrypt, log in, and go."""
    if not asked.relays:
        todo = "Add a [[relay]] to outlet.toml."
        yield wrong("Relays", "there is none: no mail goes out", todo)
    for relay in asked.relays:
        yield from _one(relay)


def _one(relay: Mapping[str, Any]) -> Iterator[Finding]:
    what = f"Relay {relay['name']}"
    if urlsplit(relay["url"]).scheme == "sendmail":
        yield _program(what, unquote(urlsplit(relay["url"]).path) or _PROGRAM)
        return
    opened = open_relay(relay)
    if not isinstance(opened, SmtpRelay):
        yield advice(
            what, "its API is asked with a letter alone", "Send yourself one, at the desk."
        )
        return
    try:
        yield from asyncio.run(_looked(what, relay, opened))
    except RelayError as error:
        todo = "Look at its url, user and password in outlet.toml, and at the account there."
        yield wrong(what, error.reply, todo)
    if not opened.account.user and not providers.is_here(relay):
        yield advice(what, "nobody is logged in", "That is right only where it knows this machine.")


async def _looked(what: str, relay: Mapping[str, Any], opened: SmtpRelay) -> list[Finding]:
    line = await opened.open()
    try:
        return list(_findings(what, relay, line.session))
    finally:
        await line.close()


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


def _program(what: str, path: str) -> Finding:
    if Path(path).is_file() and os.access(path, os.X_OK):
        return well(what, f"{path} is there")
    return wrong(what, f"{path} is no program", "Install a mail system, or name where it is.")
