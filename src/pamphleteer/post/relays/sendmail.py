"""The machine's own mail system as a relay: `sendmail://`, or `sendmail:///path/of/sendmail`.

Postfix, Exim, OpenSMTPD, msmtp and others bring such a program. It gets each letter on its standard input, and tells by
how it ends what became of it (sysexits.h).
"""

import asyncio
import os
import re
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import Letter, Next, Outcome, Reply, Settle, worded

_PROGRAM = "/usr/sbin/sendmail"
_TAKEN = 250  # what a server would say
# A list, a comment, a program or a file is no address of one reader's.
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>,;()\\\"`]|^[|/:]")
_KEPT = {"HOME", "USER", "LOGNAME", "TZ"}  # of the environment, which holds secrets too
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_EX_DATAERR, _EX_NOUSER, _EX_NOHOST, _EX_UNAVAILABLE = 65, 67, 68, 69
_EX_TEMPFAIL, _EX_PROTOCOL = 75, 76
_OF_LETTER = {_EX_DATAERR, _EX_NOHOST, _EX_UNAVAILABLE, _EX_PROTOCOL}
_WORDS = 2_000  # bytes of what it says


class SendmailLine:
    """One program at a time, once for each letter."""

    spent = False

    def __init__(self, program: str, timeout: float) -> None:
        self._program = program
        self._timeout = timeout

    async def carry(self, *, following: Next, settle: Settle) -> None:
        """Hand over letters until none follows; raises the `RelayError` after which nothing goes any more."""
        while (letter := following()) is not None:
            outcome = await self._outcome(letter)
            await settle(letter, outcome)
            if isinstance(outcome, RelayError) and outcome.scope is Scope.RELAY:
                raise outcome

    async def close(self) -> None:
        """Do nothing: no program is left."""

    async def _outcome(self, letter: Letter) -> Outcome:
        if _UNSAFE.search(letter.to) or _UNSAFE.search(letter.sender):
            said = "an address has letters that it may misread"
            return RelayError(said, scope=Scope.SITE, permanent=True)
        with TemporaryFile() as told:
            try:
                code = await self._run(letter, told)
            except TimeoutError:
                said = f"{self._program} did not end within {self._timeout:g} seconds"
                return RelayError(said, scope=Scope.RELAY, doubt=True)
            except OSError as error:
                said = f"{self._program} can't be run: {error.strerror or error}"
                return RelayError(said, scope=Scope.RELAY, permanent=True)
            told.seek(0)
            return _ended(code, worded(told.read(_WORDS)))

    async def _run(self, letter: Letter, told: IO[bytes]) -> int:
        process = await asyncio.create_subprocess_exec(
            *(self._program, "-i", "-f", letter.sender, "--", letter.to),
            stdin=PIPE,
            stdout=told,
            stderr=told,
            env={
                "PATH": _PATH,
                "LC_ALL": "C",
                **{k: v for k, v in os.environ.items() if k in _KEPT},
            },
            start_new_session=True,  # whoever stops us by Ctrl-C does not stop it in the midst of a letter
        )
        try:
            async with asyncio.timeout(self._timeout):
                await _feed(process, letter.content.replace(b"\r\n", b"\n"))
                return await process.wait()
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()


async def _feed(process: Process, content: bytes) -> None:
    """Write a letter, as far as the program reads it; how it ends tells the rest."""
    if process.stdin is None:
        raise OSError("it has no input")
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(content)
        await process.stdin.drain()
    process.stdin.close()
    with suppress(BrokenPipeError, ConnectionResetError):
        await process.stdin.wait_closed()


def _ended(code: int, words: str) -> Outcome:
    """Return what the end of the program means."""
    if code == os.EX_OK:
        return Reply(_TAKEN, "sendmail took it")
    if code < 0:
        said = worded(f"sendmail was stopped by signal {-code}: {words}")
        return RelayError(said, scope=Scope.RELAY, doubt=True)
    said = worded(f"sendmail ended with {code}: {words}")
    if code == _EX_NOUSER:
        return RelayError(said, scope=Scope.READER, permanent=True)
    if code in _OF_LETTER:
        return RelayError(said, scope=Scope.SITE, permanent=True)
    return RelayError(said, scope=Scope.RELAY, permanent=code != _EX_TEMPFAIL)


@dataclass(frozen=True)
class SendmailRelay:
    """The program, and how long it may take over one letter, in seconds."""

    name: str
    program: str
    timeout: float
    lines: int = 4
    window: int = 1

    async def open(self) -> SendmailLine:
        """Return a line, on which nothing runs yet."""
        return SendmailLine(self.program, self.timeout)


def opened(options: Mapping[str, Any]) -> SendmailRelay:
    """Return the relay of an outlet's options."""
    program = unquote(urlsplit(options["url"]).path).rstrip("/")
    lines = options.get("connections", 4)
    return SendmailRelay(options["name"], program or _PROGRAM, options["timeout"], lines)
