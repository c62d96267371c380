"""Letters over one connection, each with its outcome.

A server that takes chunks gets whole letters one behind the other, as many as may be in doubt at once (RFC 3030);
one that only pipelines gets the next envelope behind the last letter (RFC 2920); any other is asked step by step.
"""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.relays.kit import Letter, Next, Outcome, Reply, Settle, worded
from pamphleteer.post.relays.replies import Stage, refusal
from pamphleteer.post.relays.smtp.session import Session
from pamphleteer.post.relays.smtp.wire import WireError

_OK, _WILL_FORWARD, _GO_ON, _CLOSING = 250, 251, 354, 421
_REFUSING = 400
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_DOTTED = re.compile(rb"\n\.")
_RSET = b"RSET\r\n"
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>]")


async def transfer(session: Session, *, following: Next, settle: Settle, window: int = 1) -> None:
    """Hand over letters until none follows; each is settled once, by the server's reply or with why there is none.

    At most `window` letters are on their way at once. Raises the `RelayError` after which the connection is of no
    use; it was closed then, and what had not been handed over was settled as not handed over.
    """
    way = (
        _Chunks(session, settle, window)
        if session.chunks and session.pipelines
        else (_Data(session, settle))
    )
    await way.run(following)


@dataclass(slots=True)
class _Sent:
    """A letter on its way, and how far it has gone: with `handed` it may arrive without a reply."""

    letter: Letter
    handed: bool = False


class _Way:
    """What both ways have in common."""

    def __init__(self, session: Session, settle: Settle) -> None:
        self.session = session
        self.settle = settle
        self.sent: deque[_Sent] = deque()

    async def reply(self, *, within: float | None = None) -> Reply:
        wait = self.session.account.timeout if within is None else within
        return await self.session.wire.reply(within=wait)

    async def verdict(self) -> Reply:
        """Return the reply to a whole letter; raises `WireError` where it says neither yes nor no."""
        reply = await self.reply(within=self.session.patience)
        if reply.code != _OK and not _refuses(reply):
            raise WireError(f"to a letter it replied {reply}")
        return reply

    async def send(self, *parts: bytes, asking: int) -> None:
        await self.session.wire.send(b"".join(parts), asking=asking, within=self.session.patience)

    async def lost(self, error: WireError) -> RelayError:
        """Settle all that is on its way; return what the relay is to blame for."""
        said = f"the connection was lost: {worded(str(error))}"
        self.session.wire.break_off(error)
        why, of = Reason.NETWORK, Scope.RELAY
        for one in self.sent:
            await self.settle(one.letter, RelayError(said, scope=of, doubt=one.handed, reason=why))
        self.sent.clear()
        return RelayError(said, scope=of, reason=why)

    async def closing(self, reply: Reply) -> RelayError:
        """Settle all that a server leaves lying that says it closes (421): it reads nothing any more."""
        said = refusal(Stage.DATA, reply.code, reply.text)
        for one in self.sent:
            await self.settle(one.letter, said)
        self.sent.clear()
        self.session.wire.break_off(WireError("it closed the connection"))
        return said

    def unfit(self, letter: Letter) -> RelayError | None:
        """Return why a server can't get a letter at all, if it can't."""
        if _UNSAFE.search(letter.sender) or _UNSAFE.search(letter.to):
            return RelayError("an address has letters that no envelope takes", scope=Scope.READER)
        if not letter.to.isascii() and "SMTPUTF8" not in self.session.offers:
            said = "the relay takes no addresses beyond ASCII (no SMTPUTF8)"
            return RelayError(said, scope=Scope.SITE, permanent=True, reason=Reason.PROTOCOL)
        largest = self.session.largest
        if largest is not None and len(letter.content) > largest:
            said = f"the relay takes letters of {largest:,} bytes at most"
            return RelayError(said, scope=Scope.SITE, permanent=True, reason=Reason.SIZE)
        return None

    def envelope(self, letter: Letter) -> tuple[bytes, bytes]:
        """Return MAIL and RCPT."""
        options = ""
        if not letter.to.isascii():
            options += " SMTPUTF8 BODY=8BITMIME"
        if "SIZE" in self.session.offers:
            options += f" SIZE={len(letter.content)}"
        return (
            f"MAIL FROM:<{letter.sender}>{options}\r\n".encode(),
            f"RCPT TO:<{letter.to}>\r\n".encode(),
        )

    async def fitting(self, following: Next) -> Letter | None:
        """Return the next letter that the server can get; settle those that it can't."""
        while (letter := following()) is not None:
            if why := self.unfit(letter):
                await self.settle(letter, why)
                continue
            return letter
        return None


class _Data(_Way):
    """Letters by DATA."""

    async def run(self, following: Next) -> None:
        begun: _Sent | None = None
        try:
            while begun or (begun := await self._begin(following)):
                begun = await self._one(begun, following)
        except WireError as error:
            raise await self.lost(error) from error

    async def _begin(self, following: Next, *before: bytes) -> _Sent | None:
        letter = await self.fitting(following)
        if letter is None:
            if before:
                await self.send(*before, asking=1)
            return None
        sent = _Sent(letter)
        self.sent.append(sent)
        if self.session.pipelines:
            asking = 4 if before else 3
            await self.send(*before, *self.envelope(letter), b"DATA\r\n", asking=asking)
        elif before:
            await self.send(*before, asking=1)
        return sent

    async def _one(self, sent: _Sent, following: Next) -> _Sent | None:
        refused = await self._envelope(sent.letter)
        if refused is not None:
            return await self._refused(sent, refused, following)
        content = sent.letter.content
        if not sent.letter.dotless:
            content = _with_dots(content)
        if not content.endswith(b"\r\n"):
            content += b"\r\n"
        sent.handed = True
        after = await self._begin(following, content, b".\r\n")
        await self._settled(sent, await self.verdict())
        return after

    async def _envelope(self, letter: Letter) -> RelayError | None:
        """Return why an envelope was refused, if it was, once all its replies are read."""
        commands = [] if self.session.pipelines else [*self.envelope(letter), b"DATA\r\n"]
        refused: RelayError | None = None
        for place, stage in enumerate((Stage.MAIL, Stage.RCPT, Stage.DATA)):
            if commands:
                await self.send(commands[place], asking=1)
            reply = await self.reply()
            if reply.code == _CLOSING:
                raise await self.closing(reply)
            if not (_fine(stage, reply) or _refuses(reply)):
                # To go on would be a guess at what it means: with a lone dot it might send an empty letter.
                raise WireError(f"to {stage.name} it replied {reply}")
            if refused is None and not _fine(stage, reply):
                refused = refusal(stage, reply.code, reply.text)
                if not self.session.pipelines:
                    return refused
            elif refused is not None and reply.code == _GO_ON:
                # Nobody is to get it, and yet it is asked for: it gets nothing (RFC 2920, 3.1).
                await self.send(b".\r\n", asking=1)
                await self.reply(within=self.session.patience)
        return refused

    async def _refused(self, sent: _Sent, why: RelayError, following: Next) -> _Sent | None:
        self.sent.remove(sent)
        await self.settle(sent.letter, why)
        if why.scope is Scope.RELAY:
            raise why
        after = await self._begin(following, _RSET)
        await self.reply()
        return after

    async def _settled(self, sent: _Sent, reply: Reply) -> None:
        if reply.code == _CLOSING:
            raise await self.closing(reply)
        self.sent.remove(sent)
        if reply.code == _OK:
            await self.settle(sent.letter, reply)
            return
        why = refusal(Stage.DATA, reply.code, reply.text)
        await self.settle(sent.letter, why)
        if why.scope is Scope.RELAY:
            raise await self._given_up(why)

    async def _given_up(self, why: RelayError) -> RelayError:
        for one in self.sent:
            await self.settle(
                one.letter, RelayError(why.reply, scope=Scope.RELAY, reason=why.reason)
            )
        self.sent.clear()
        self.session.wire.break_off(WireError("it was closed"))
        return why


class _Chunks(_Way):
    """Letters by BDAT, whole and one behind the other; each begins with RSET, whatever became of the last one."""

    def __init__(self, session: Session, settle: Settle, window: int) -> None:
        super().__init__(session, settle)
        self.window = window

    async def run(self, following: Next) -> None:
        try:
            while True:
                await self._fill(following)
                if not self.sent:
                    return
                await self._first()
        except WireError as error:
            raise await self.lost(error) from error

    async def _fill(self, following: Next) -> None:
        parts, asking = list[bytes](), 0
        while len(self.sent) < self.window and (letter := await self.fitting(following)):
            self.sent.append(_Sent(letter, handed=True))
            chunk = f"BDAT {len(letter.content)} LAST\r\n".encode()
            parts += [_RSET, *self.envelope(letter), chunk, letter.content]
            asking += 4
        if parts:
            await self.send(*parts, asking=asking)

    async def _first(self) -> None:
        """Read the replies to the letter that was sent first."""
        replies: list[Reply] = []
        for reply in (self.reply, self.reply, self.reply, self.verdict):
            replies.append(await reply())
            if replies[-1].code == _CLOSING:
                raise await self.closing(replies[-1])
        outcome = _outcome(replies)
        one = self.sent.popleft()
        await self.settle(one.letter, outcome)
        if isinstance(outcome, RelayError) and outcome.scope is Scope.RELAY:
            await self._rest()
            raise outcome

    async def _rest(self) -> None:
        """Read what becomes of letters behind one for which the relay itself is to blame: they may have arrived."""
        while self.sent:
            replies = [*[await self.reply() for _ in range(3)], await self.verdict()]
            await self.settle(self.sent.popleft().letter, _outcome(replies))
        self.session.wire.break_off(WireError("it was closed"))


def _outcome(replies: Sequence[Reply]) -> Outcome:
    """Return what replies to RSET, MAIL, RCPT and BDAT say together."""
    stages = (Stage.HELLO, Stage.MAIL, Stage.RCPT)
    *before, last = replies
    for stage, reply in zip(stages, before, strict=True):
        if not _fine(stage, reply):
            why = refusal(stage, reply.code, reply.text)
            # It took the letter although nobody was to get it: whether somebody will, it alone knows.
            why.doubt = last.code == _OK
            return why
    return last if last.code == _OK else refusal(Stage.DATA, last.code, last.text)


def _refuses(reply: Reply) -> bool:
    return reply.code >= _REFUSING


def _with_dots(content: bytes) -> bytes:
    """Return what no line of a letter ends early (RFC 5321, 4.5.2)."""
    # To search is many times cheaper than to replace what is hardly ever there.
    dotted = content.startswith(b".") or _DOTTED.search(content)
    return _LEADING_DOT.sub(b"..", content) if dotted else content


def _fine(stage: Stage, reply: Reply) -> bool:
    if stage is Stage.DATA:
        return reply.code == _GO_ON
    return reply.code in ({_OK, _WILL_FORWARD} if stage is Stage.RCPT else {_OK})
