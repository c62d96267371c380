"""One mailing: mails are held, made into letters, marked, handed over in turns, and their outcomes written down."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.ground.stopping import Stop
from pamphleteer.post.discretion import discreet
from pamphleteer.post.dispatch import Dispatch, Settled
from pamphleteer.post.errors import NotOurs, RelayError
from pamphleteer.post.letters.writing import Writer
from pamphleteer.post.mails import Mail
from pamphleteer.post.meanings.words import UNREADABLE, UNWANTED
from pamphleteer.post.models import State
from pamphleteer.post.relays import Letter
from pamphleteer.post.relays.kit import worded
from pamphleteer.post.verbs import fence, ledger
from pamphleteer.post.verbs.claim import give_back
from pamphleteer.post.verbs.fleet import Fleet, another
from pamphleteer.post.verbs.outcomes import PATIENCE, Delivered, outcome
from pamphleteer.post.verbs.putting_off import put_off
from pamphleteer.post.verbs.returned import refused
from pamphleteer.post.verbs.sites import OPEN, Way
from pamphleteer.post.verbs.stock import Held, Stock, urgent
from pamphleteer.post.verbs.traffic import Meter

_BEHIND = 50
_WAIT = 0.2  # seconds for something to be settled, before it is looked whether to stop


@dataclass(frozen=True, slots=True)
class _Going:
    """A mail that is about to go: by which relay, and as which letter."""

    held: Held
    relay: str
    letter: Letter


class Mailing:
    """One call of `deliver`: what it holds, what is on its way, its tally."""

    def __init__(self, fleet: Fleet, dispatch: Dispatch, stop: Stop, tally: Delivered) -> None:
        self.fleet = fleet
        self.dispatch = dispatch
        self.stop = stop
        self.tally = tally
        self.stock = Stock(fleet, dispatch)
        self.held = self.stock.held
        self.holder = self.stock.holder
        self.out: dict[int, Held] = {}
        # What is known of mails and not written down yet; it stays here until it is.
        self.taken: list[ledger.Taken] = []
        self.settling: list[tuple[Mail, dict[str, Any]]] = []
        self.off: list[tuple[Mail, Way]] = []
        self.keys = count(1)
        self.meter = Meter()
        self.writing: Writer | None = None
        self.still = 0  # turns in a row in which nothing moved
        self.passage = fence.Passage()

    def work(self, at_most: int | None) -> None:
        """Go on until nothing is due or on its way."""
        self.stock.left = at_most
        try:
            while self._goes_on() and (self.stock.filled() or self.out):
                self._turn(self._chosen)
        finally:
            try:
                while self.out or self.taken or self.settling:
                    self._turn(list)
            finally:
                left = [*(one.mail for one in self.held), *(mail for mail, _ in self.off)]
                give_back(left, holder=self.holder)
                self.fleet.write()
                self.meter.write()

    def _goes_on(self) -> bool:
        return self.fleet.ready() and not self.stop() and self.passage.open()

    def _turn(self, choose: Callable[[], Sequence[_Going]]) -> None:
        """Hear what became of mails, choose which go next, write down both in one lot, and let those go."""
        self.stock.keep()
        full = bool(self.out) and not (self.held and any(self.dispatch.rooms().values()))
        wait = self.fleet.pause(_WAIT, still=self.still) if full or self.still else 0
        heard = self.dispatch.settled(within=wait, enough=self.dispatch.most() // 4)
        self.meter.count(heard)
        self._heard(heard)
        going = choose()
        moved = heard or going or self.settling or self.off
        self.still = 0 if moved else self.still + 1
        if not (self.taken or going or self.settling or self.off):
            return
        try:
            going, marked = self._written(going)
        except BaseException:
            self.held.extendleft(one.held for one in reversed(going))
            raise
        lots: dict[str, list[Letter]] = {}
        for one in going:
            if id(one.held.mail) in marked:
                self.out[one.letter.key] = one.held
                lots.setdefault(one.relay, []).append(one.letter)
        for relay, letters in lots.items():
            self.dispatch.hand(relay, letters)
        self.fleet.handed({relay: len(letters) for relay, letters in lots.items()})

    @transaction.atomic
    def _write(self, going: Sequence[_Going]) -> tuple[Sequence[_Going], set[int]]:
        """Write down what became of mails, and which go next; return those, and the rows that are still to go."""
        self.tally.done += ledger.taken(self.taken, holder=self.holder)
        self._settled()
        self.tally.waiting += put_off(self.off, holder=self.holder)
        self.meter.tick()
        going = self._granted(going)
        marks = [(one.held.mail, one.relay) for one in going]
        marked = {id(mail) for mail, _ in ledger.mark(marks, holder=self.holder)}
        for one in going:
            if id(one.held.mail) not in marked:
                self._gone(one.held.mail)
        return going, marked

    def _written(self, going: Sequence[_Going]) -> tuple[Sequence[_Going], set[int]]:
        found = self._write(going)
        self.taken.clear()
        self.settling.clear()
        self.off.clear()
        return found

    def _granted(self, going: Sequence[_Going]) -> Sequence[_Going]:
        """Return what may go within the pace of relays; the rest is held again."""
        may = self.fleet.granted([(one.relay, urgent(one.held.mail.kind)) for one in going])
        self.held.extendleft(
            one.held for one, now in reversed([*zip(going, may, strict=True)]) if not now
        )
        return [one for one, now in zip(going, may, strict=True) if now]

    def _chosen(self) -> Sequence[_Going]:
        """Return the mails that relays have room for, as letters."""
        chosen, waiting = list[_Going](), deque[Held]()
        rooms = self.fleet.rooms(self.dispatch.rooms(), stuck=self.dispatch.stuck())
        writer = self._writer() if self.held and rooms else None
        # So many wait for a relay that is slow, before those that are quick carry some of its share.
        behind = max(_BEHIND, 2 * self.dispatch.most())
        try:
            while writer and self.held and rooms:
                held = self.held[0]
                awaited, way = urgent(held.mail.kind), self._way(held.mail)
                tried = {*held.tried, *way.closed} if way.closed else held.tried
                slow = len(waiting) >= behind
                relay = rooms.relay(held.mail.pk, urgent=awaited, tried=tried, anybody=slow)
                if way.pending:
                    waiting.append(held)
                elif relay is None or way.until:
                    self._put_off(held, way)
                elif not rooms.take(relay, urgent=awaited):
                    waiting.append(held)
                elif letter := self._made(held.mail, writer):
                    chosen.append(_Going(held, relay, letter))
                    self.fleet.sites.handed(way)
                self.held.popleft()
        except BaseException:
            # Such as a missing key, of all readers: nobody's mail is settled before it is brought back.
            self.held.extendleft(one.held for one in reversed(chosen))
            raise
        finally:
            self.held.extendleft(reversed(waiting))
        self.stock.lacking = bool(rooms)
        return chosen

    def _writer(self) -> Writer:
        """Return who writes the letters, with what is known now."""
        if self.writing is None:
            self.writing = Writer()
        else:
            self.writing.refresh()
        return self.writing

    def _way(self, mail: Mail) -> Way:
        """Return what is known of the way to a reader; what has waited for too long is tried however it is."""
        way = self.fleet.sites.way(mail, urgent=urgent(mail.kind))
        return OPEN if way is not OPEN and clock.now() - mail.dated > PATIENCE else way

    def _put_off(self, held: Held, way: Way) -> None:
        """Leave a mail that no relay may carry now: for later, if that is for its site's sake."""
        if held.said is None and (way.until or way.closed):
            self.off.append((held.mail, way if way.until else self.fleet.sites.blocked(way)))
        else:
            self._give_up(held)

    def _made(self, mail: Mail, writer: Writer) -> Letter | None:
        try:
            if why := mail.unwanted():
                raise NotOurs(why)
            return writer.written(mail, key=next(self.keys))
        except KeyMissing:
            raise
        except (NotOurs, SealError) as reason:
            why = UNREADABLE if isinstance(reason, SealError) else UNWANTED
            self._settle(mail, state=State.REFUSED, reply=str(reason), reason=why)
            return None

    def _heard(self, heard: Sequence[Settled]) -> None:
        """Note what became of mails; those that another relay may take are held again."""
        for one in heard:
            if one.letter is None:
                if isinstance(one.outcome, RelayError):
                    one.outcome.reply = discreet(one.outcome.reply, to="")
                    self.fleet.dropped(one.relay, one.outcome)
                continue
            held = self.out.pop(one.letter.key)
            if isinstance(one.outcome, RelayError):
                self._refused(held, one, one.outcome)
            else:
                reply = discreet(_told(str(one.outcome)), to=one.letter.to)
                self.taken.append(ledger.Taken(held.mail, one.relay, reply))
                self.fleet.took(one.relay, to=one.letter.to)

    def _refused(self, held: Held, settled: Settled, error: RelayError) -> None:
        if settled.letter is not None:
            error.reply = discreet(error.reply, to=settled.letter.to)
        to = settled.letter.to if settled.letter else ""
        self.fleet.refused(settled.relay, error, to=to, again=held.mail.attempts > 0)
        held.tried.add(settled.relay)
        held.mail.relay = settled.relay
        held.said = error
        if not error.doubt and another(error) and self.fleet.ready(without=held.tried):
            self.held.appendleft(held)
        else:
            self._give_up(held)

    def _give_up(self, held: Held) -> None:
        """Leave a mail for later, or for ever, as the last relay said."""
        if held.said is None:
            give_back([held.mail], holder=self.holder)
        else:
            self._settle(held.mail, **outcome(held.mail, held.said))

    def _gone(self, mail: Mail) -> None:
        fresh = mail.kind._default_manager.filter(pk=mail.pk).first()
        why = (fresh.unwanted() or fresh.state) if fresh else "forgotten"
        said = {"reply": why, "reason": UNWANTED}
        if ledger.settle(mail, holder=self.holder, state=State.REFUSED, **said):
            self.tally.refused += 1

    def _settle(self, mail: Mail, **fields: Any) -> None:
        """Let an outcome be written with the next lot."""
        self.settling.append((mail, fields))

    def _settled(self) -> None:
        for mail, fields in self.settling:
            if ledger.settle(mail, holder=self.holder, **fields):
                self.tally.count(fields)
                refused(mail, **fields)


def _told(reply: str) -> str:
    """Return a reply on one line that any database takes; nearly all are so already, which is known at little cost."""
    return reply if reply.isprintable() else worded(reply)
