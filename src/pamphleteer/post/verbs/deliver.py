"""Deliver what is due: for each mail one claim, one note before it goes, and one outcome."""

import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction

from pamphleteer.ground import clock
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.discretion import discreet
from pamphleteer.post.dispatch import Dispatch, Settled
from pamphleteer.post.errors import NotOurs, RelayError, Scope
from pamphleteer.post.holders import new_holder
from pamphleteer.post.letters.writing import Writer
from pamphleteer.post.meanings.words import UNREADABLE, UNWANTED
from pamphleteer.post.models import Delivery, Sending, State
from pamphleteer.post.pace import circuits
from pamphleteer.post.relays import Letter
from pamphleteer.post.verbs import fence, ledger
from pamphleteer.post.verbs.claim import KINDS, Kind, claim, due, give_back, held_back, keep
from pamphleteer.post.verbs.fleet import Fleet, another
from pamphleteer.post.verbs.putting_off import put_off
from pamphleteer.post.verbs.returned import refused
from pamphleteer.post.verbs.sites import OPEN, Way
from pamphleteer.post.verbs.traffic import Meter
from pamphleteer.press import theme

BATCH = 500
ROUND = 2_000
# With a site that puts a mail off; RFC 5321, 4.5.4.1: at least 4-5 days.
PATIENCE = timedelta(days=4)
_FEW, _AHEAD = 20, 4  # mails are claimed at a time, or so many times what relays have room for
_URGENT = 0.5  # seconds after which it is looked for mails that somebody is waiting for
_KEPT = 20.0  # seconds after which what is held is held for longer; a lease is longer
_WAIT = 0.2  # seconds for something to be settled, before it is looked whether to stop


@dataclass
class Delivered:
    """What became of the mails that were tried, what each relay said that took none, and why all are held, if so."""

    done: int = 0
    refused: int = 0
    waiting: int = 0
    doubt: int = 0
    said: dict[str, str] = field(default_factory=dict)
    held: fence.Held | None = None


def deliver(*, stop: Stop = never, at_most: int | None = None, anyway: bool = False) -> Delivered:
    """Hand over what is due, until nothing is or no relay takes mail; `anyway` tries resting relays too.

    Asked to stop, it waits for what is on its way and gives the others back.
    """
    if held := fence.look():
        return Delivered(held=held)
    tally, fleet = Delivered(), Fleet(anyway=anyway)
    if fleet.ready() and due():
        theme.reload()
        with Dispatch(fleet.relays()) as dispatch:
            mailing = _Mailing(fleet, dispatch, stop, tally)
            mailing.work(at_most)
            tally.held = mailing.passage.held
    tally.said = fleet.said
    return tally


def round_(stop: Stop = never) -> int:
    """Deliver some of what is due; returns how many mails were settled."""
    if not settings.POST_RELAYS:
        return 0
    tally = deliver(stop=stop, at_most=ROUND)
    return tally.done + tally.refused + tally.doubt


@dataclass(slots=True)
class _Held:
    """A mail in hand, the relays that did not take it, and what the last of them said."""

    row: Sending
    tried: set[str] = field(default_factory=set)
    said: RelayError | None = None


@dataclass(frozen=True, slots=True)
class _Going:
    """A mail that is about to go: by which relay, and as which letter."""

    held: _Held
    relay: str
    letter: Letter


class _Mailing:
    """One call of `deliver`: its holder's name, what it holds, what is on its way, its tally."""

    def __init__(self, fleet: Fleet, dispatch: Dispatch, stop: Stop, tally: Delivered) -> None:
        self.fleet = fleet
        self.dispatch = dispatch
        self.stop = stop
        self.tally = tally
        self.holder = new_holder()
        self.held: deque[_Held] = deque()
        self.out: dict[int, _Held] = {}
        self.settling: list[tuple[Sending, dict[str, Any]]] = []
        self.off: list[tuple[Sending, Way]] = []
        self.keys = count(1)
        self.meter = Meter()
        self.writing: Writer | None = None
        self.looked = 0.0
        self.kept = time.monotonic()
        self.left: int | None = None
        self.moved = True  # whether anything did in the last turn
        self.passage = fence.Passage()

    def work(self, at_most: int | None) -> None:
        """Go on until nothing is due or on its way."""
        self.left = at_most
        try:
            while self._goes_on() and (self._claimed() or self.out):
                self._turn(self._chosen)
        finally:
            try:
                while self.out:
                    self._turn(list)
            finally:
                left = [*(one.row for one in self.held), *(row for row, _ in self.off)]
                give_back(left, holder=self.holder)
                self.fleet.write()
                self.meter.write()

    def _goes_on(self) -> bool:
        return self.fleet.ready() and not self.stop() and self.passage.open()

    def _claimed(self) -> bool:
        """Claim the next rows, first those that somebody is waiting for; return whether any are held."""
        room = sum(self.dispatch.rooms().values())
        ahead = min(BATCH, max(self.dispatch.most() * _AHEAD, _FEW))
        most = self.fleet.ahead(ahead if self.left is None else min(ahead, self.left))
        for kind in self._kinds(enough=len(self.held) > room):
            if not (most and self.fleet.ready(urgent=_urgent(kind))):
                continue
            rows = claim(kind, holder=self.holder, at_most=most)
            if rows:
                self.left = None if self.left is None else self.left - len(rows)
                held = [_Held(row) for row in rows]
                if _urgent(kind):
                    self.held.extendleft(reversed(held))
                else:
                    self.held.extend(held)
                break
        return bool(self.held)

    def _kinds(self, *, enough: bool) -> Sequence[Kind]:
        """Return what is to be claimed: what somebody is waiting for, now and then while others go."""
        now = time.monotonic()
        if self.held and now - self.looked < _URGENT:
            return () if enough else KINDS[-1:]
        self.looked = now
        return KINDS[:-1] if enough else KINDS

    def _turn(self, choose: Callable[[], Sequence[_Going]]) -> None:
        """Hear what became of mails, choose which go next, write down both in one lot, and let those go."""
        self._keep()
        full = bool(self.out) and not (self.held and any(self.dispatch.rooms().values()))
        wait = self.fleet.pause(_WAIT) if full or not self.moved else 0
        heard = self.dispatch.settled(within=wait, enough=self.dispatch.most() // 2)
        self.meter.count(heard)
        taken = self._heard(heard)
        going = choose()
        self.moved = bool(heard or going or self.settling or self.off)
        if not (taken or going or self.settling or self.off):
            return
        with transaction.atomic():
            self.tally.done += ledger.taken(taken, holder=self.holder)
            self._settled()
            self.tally.waiting += put_off(self.off, holder=self.holder)
            self.off.clear()
            self.meter.tick()
            going = self._granted(going)
            marks = [(one.held.row, one.relay) for one in going]
            marked = {id(row) for row, _ in ledger.mark(marks, holder=self.holder)}
            for one in going:
                if id(one.held.row) not in marked:
                    self._gone(one.held.row)
        lots: dict[str, list[Letter]] = {}
        for one in going:
            if id(one.held.row) in marked:
                self.out[one.letter.key] = one.held
                lots.setdefault(one.relay, []).append(one.letter)
        for relay, letters in lots.items():
            self.dispatch.hand(relay, letters)
        self.fleet.handed({relay: len(letters) for relay, letters in lots.items()})

    def _keep(self) -> None:
        """Let no other process think that this one is gone, however slow relays are to answer."""
        if time.monotonic() - self.kept >= _KEPT:
            self.kept = time.monotonic()
            keep(holder=self.holder)

    def _granted(self, going: Sequence[_Going]) -> Sequence[_Going]:
        """Return what may go within the pace of relays; the rest is held again."""
        may = self.fleet.granted([(one.relay, _urgent(type(one.held.row))) for one in going])
        self.held.extendleft(
            one.held for one, now in reversed([*zip(going, may, strict=True)]) if not now
        )
        return [one for one, now in zip(going, may, strict=True) if now]

    def _chosen(self) -> Sequence[_Going]:
        """Return the mails that relays have room for, as letters."""
        chosen, waiting = list[_Going](), deque[_Held]()
        rooms = self.fleet.rooms(self.dispatch.rooms(), stuck=self.dispatch.stuck())
        writer = self._writer() if self.held and rooms else None
        try:
            while writer and self.held and rooms:
                held = self.held[0]
                urgent, way = _urgent(type(held.row)), self._way(held.row)
                tried = {*held.tried, *way.closed} if way.closed else held.tried
                relay = rooms.relay(held.row.pk, urgent=urgent, tried=tried)
                if way.pending:
                    waiting.append(held)
                elif relay is None or way.until:
                    self._put_off(held, way)
                elif not rooms.take(relay, urgent=urgent):
                    waiting.append(held)
                elif letter := self._made(held.row, writer):
                    chosen.append(_Going(held, relay, letter))
                    self.fleet.sites.handed(way)
                self.held.popleft()
        except KeyMissing:
            # Of all readers: nobody's mail is settled before it is brought back.
            self.held.extendleft(one.held for one in reversed(chosen))
            raise
        finally:
            self.held.extendleft(reversed(waiting))
        return chosen

    def _writer(self) -> Writer:
        """Return who writes the letters, with what is known now."""
        if self.writing is None:
            self.writing = Writer()
        else:
            self.writing.refresh()
        return self.writing

    def _way(self, row: Sending) -> Way:
        """Return what is known of the way to a reader; what has waited for too long is tried however it is."""
        way = self.fleet.sites.way(row, urgent=_urgent(type(row)))
        return OPEN if way is not OPEN and clock.now() - row.dated > PATIENCE else way

    def _put_off(self, held: _Held, way: Way) -> None:
        """Leave a mail that no relay may carry now: for later, if that is for its site's sake."""
        if held.said is None and (way.until or way.closed):
            self.off.append((held.row, way if way.until else self.fleet.sites.blocked(way)))
        else:
            self._give_up(held)

    def _made(self, row: Sending, writer: Writer) -> Letter | None:
        try:
            if why := row.unwanted():
                raise NotOurs(why)
            return writer.written(row, key=next(self.keys))
        except KeyMissing:
            raise
        except (NotOurs, SealError) as reason:
            why = UNREADABLE if isinstance(reason, SealError) else UNWANTED
            self._settle(row, state=State.REFUSED, reply=str(reason), reason=why)
            return None

    def _heard(self, heard: Sequence[Settled]) -> Sequence[ledger.Taken]:
        """Return what relays have taken; mails that another relay may take are held again."""
        taken = list[ledger.Taken]()
        for one in heard:
            if one.letter is None:
                if isinstance(one.outcome, RelayError):
                    self.fleet.dropped(one.relay, one.outcome)
                continue
            held = self.out.pop(one.letter.key)
            if isinstance(one.outcome, RelayError):
                self._refused(held, one, one.outcome)
            else:
                reply = discreet(str(one.outcome).replace("\n", " "), to=one.letter.to)
                taken.append(ledger.Taken(held.row, one.relay, reply))
                self.fleet.took(one.relay, to=one.letter.to)
        return taken

    def _refused(self, held: _Held, settled: Settled, error: RelayError) -> None:
        if settled.letter is not None:
            error.reply = discreet(error.reply, to=settled.letter.to)
        self.fleet.refused(settled.relay, error, to=settled.letter.to if settled.letter else "")
        held.tried.add(settled.relay)
        held.row.relay = settled.relay
        held.said = error
        if not error.doubt and another(error) and self.fleet.ready(without=held.tried):
            self.held.appendleft(held)
        else:
            self._give_up(held)

    def _give_up(self, held: _Held) -> None:
        """Leave a mail for later, or for ever, as the last relay said."""
        if held.said is None:
            give_back([held.row], holder=self.holder)
        else:
            self._settle(held.row, **_outcome(held.row, held.said))

    def _gone(self, row: Sending) -> None:
        fresh = type(row)._default_manager.filter(pk=row.pk).first()
        why = (fresh.unwanted() or fresh.state) if fresh else "forgotten"
        said = {"reply": why, "reason": UNWANTED}
        if ledger.settle(row, holder=self.holder, state=State.REFUSED, **said):
            self.tally.refused += 1

    def _settle(self, row: Sending, **fields: Any) -> None:
        """Let an outcome be written with the next lot."""
        self.settling.append((row, fields))

    def _settled(self) -> None:
        for row, fields in self.settling:
            if ledger.settle(row, holder=self.holder, **fields):
                self._count(fields)
                refused(row, **fields)
        self.settling.clear()

    def _count(self, fields: Mapping[str, Any]) -> None:
        if "doubts" in fields:
            self.tally.doubt += 1
        elif fields["state"] == State.PLANNED:
            self.tally.waiting += 1
        else:
            self.tally.refused += 1


def _urgent(kind: type[Sending]) -> bool:
    """Say whether somebody is waiting for such mails: then they have what is kept of a relay's pace for them."""
    return kind is not Delivery


def _outcome(row: Sending, error: RelayError) -> dict[str, Any]:
    """Return what a refusal makes of a mail; the reader answers for nobody else's."""
    later = {"state": State.PLANNED, "reply": error.reply, "reason": error.reason.value}
    if error.doubt:
        doubts = row.doubts + 1
        state = State.DOUBT if held_back(doubts, relay=row.relay) else State.PLANNED
        return {**later, "state": state, "doubts": doubts, "due_at": _due(row, error)}
    if error.scope is Scope.RELAY:
        return later
    gone = error.scope is Scope.READER and error.permanent
    if gone or clock.now() - row.dated > PATIENCE:
        return {**later, "state": State.REFUSED}
    return {**later, "due_at": _due(row, error)}


def _due(row: Sending, error: RelayError) -> Any:
    wait = circuits.wait_of_letter(row.attempts + 1, named=error.retry_after)
    return clock.now() + wait
