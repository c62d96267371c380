"""An SMTP server that can be told what to offer and where to go wrong; what it keeps was said to be kept."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

# What it answers to a command instead, by its verb (`END` is the end of a letter), number of times and words;
# None where all is well. It may raise `Hangup` and `Silence`.
Odd = Callable[[str, str], "str | None"]


class Hangup(Exception):
    """It closes the connection without a word."""


class Silence(Exception):
    """It says nothing any more."""


@dataclass
class Speaking:
    """One server: what it offers, what it took, and all commands that it heard."""

    offers: tuple[str, ...] = ("PIPELINING", "SIZE 1000000", "8BITMIME")
    odd: Odd = lambda _verb, _words: None
    naive: bool = False  # it wants the content also of a letter that is for nobody
    halves: bool = False  # its replies come in two pieces
    drips: float = 0.0  # seconds between one letter of what it says instead and the next
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Speaking"]:
        server = await asyncio.start_server(self._served, "127.0.0.1", 0, limit=2**20)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        talk = _Talk(self, reader, writer)
        try:
            await talk.all()
        except (Hangup, ConnectionError, asyncio.IncompleteReadError):
            pass
        except Silence:
            with suppress(ConnectionError, TimeoutError):  # until the other side has enough of it
                await asyncio.wait_for(reader.read(), 30)
        finally:
            writer.close()


class _Talk:
    def __init__(
        self, told: Speaking, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.told, self.reader, self.writer = told, reader, writer
        self.sender = self.to = ""

    async def all(self) -> None:
        await self.say("HELLO", "", "220 here")
        while line := await self.reader.readline():
            words = line.decode().rstrip("\r\n")
            self.told.heard.append(words)
            verb = words.split(" ")[0].upper()
            if not await getattr(self, f"on_{verb.lower()}", self.unknown)(words):
                return

    async def say(self, verb: str, words: str, well: str) -> bool:
        """Answer; tell whether all was well."""
        odd = self.told.odd(verb, words)
        reply = f"{well if odd is None else odd}\r\n".encode()
        if odd and self.told.drips:
            for place in range(len(reply) - 1):
                self.writer.write(reply[place : place + 1])
                await asyncio.sleep(self.told.drips)
            reply = reply[-1:]
        half = len(reply) // 2 if self.told.halves else 0
        for piece in (reply[:half], reply[half:]):
            self.writer.write(piece)
            await self.writer.drain()
            await asyncio.sleep(0)
        if odd and odd.startswith("421"):
            raise Hangup(odd)
        return odd is None

    async def unknown(self, words: str) -> bool:
        await self.say("OTHER", words, "500 what")
        return True

    async def on_ehlo(self, words: str) -> bool:
        lines = ["speaking", *self.told.offers]
        said = [f"250-{line}" for line in lines[:-1]] + [f"250 {lines[-1]}"]
        await self.say("EHLO", words, "\r\n".join(said))
        return True

    async def on_helo(self, words: str) -> bool:
        await self.say("HELO", words, "250 here")
        return True

    async def on_mail(self, words: str) -> bool:
        if self.sender:
            await self.say("MAIL", words, "503 nested")
        elif await self.say("MAIL", words, "250 yes"):
            self.sender = words
        return True

    async def on_rcpt(self, words: str) -> bool:
        if not self.sender:
            await self.say("RCPT", words, "503 of whom")
        elif await self.say("RCPT", words, "250 yes"):
            self.to = words.partition("<")[2].rstrip(">")
        return True

    async def on_data(self, words: str) -> bool:
        if not self.to and not self.told.naive:
            await self.say("DATA", words, "554 for nobody")
        elif await self.say("DATA", words, "354 go on"):
            content = b""
            while (line := await self.reader.readline()) != b".\r\n":
                if not line:
                    raise Hangup
                content += line.removeprefix(b".")
            if self.to:
                await self.end(content)
            else:
                await self.say("END", words, "554 for nobody")
        return True

    async def on_bdat(self, words: str) -> bool:
        content = await self.reader.readexactly(int(words.split(" ")[1]))
        if not self.to:
            await self.say("BDAT", words, "503 for nobody")
        else:
            await self.end(content)
        return True

    async def end(self, content: bytes) -> None:
        to, self.sender, self.to = self.to, "", ""
        kept, well = len(self.told.kept), True
        self.told.kept.append((to, content))
        try:
            well = await self.say("END", to, "250 kept")
        except Hangup as closing:
            well = not closing.args
            raise
        finally:
            if not well:
                del self.told.kept[kept]

    async def on_rset(self, words: str) -> bool:
        self.sender = self.to = ""
        await self.say("RSET", words, "250 as if nothing had been")
        return True

    async def on_quit(self, words: str) -> bool:
        await self.say("QUIT", words, "221 bye")
        return False
