"""Tokens to log in with in place of a password (XOAUTH2), which a command prints and a server lets end."""

import asyncio
import os
import re
import signal
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from contextlib import suppress

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason

_TOKEN = re.compile(r"[\x21-\x7e]{1,8000}")
_MOST = 10_000  # bytes of what the command prints


class Tokens:
    """The token of one account; `timeout` is for the command, in seconds."""

    def __init__(self, command: Sequence[str], *, timeout: float) -> None:
        self._command = command
        self._timeout = timeout
        self._token = ""
        self._one = asyncio.Lock()

    async def token(self, *, instead: str = "") -> str:
        """Return the token, a new one instead of one that the server refuses.

        Raises `RelayError` where the command prints none.
        """
        async with self._one:
            if not self._token or self._token == instead:
                self._token = await self._printed()
            return self._token

    def ended(self, token: str) -> None:
        """Print another one when the next is asked for, unless that has been done already."""
        if self._token == token:
            self._token = ""

    async def _printed(self) -> str:
        try:
            async with asyncio.timeout(self._timeout):
                code, printed = await self._run()
        except TimeoutError:
            raise _failed(f"it did not end within {self._timeout:g} seconds") from None
        except OSError as error:
            raise _failed(error.strerror or str(error)) from error
        token = printed.decode("ascii", "replace").strip()
        if code:
            raise _failed(f"it ended with {code}")
        if not _TOKEN.fullmatch(token):
            raise _failed("it printed no token, which is one line without spaces")
        return token

    async def _run(self) -> tuple[int, bytes]:
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )
        try:
            printed = b""
            while process.stdout and (more := await process.stdout.read(_MOST)):
                if len(printed := printed + more) > _MOST:
                    break
            return (-1 if len(printed) > _MOST else await process.wait()), printed
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # with whatever it has begun itself
                await process.wait()


def _failed(why: str) -> RelayError:
    said = f"token_command failed: {why}"
    return RelayError(said, scope=Scope.RELAY, permanent=True, reason=Reason.LOGIN)
