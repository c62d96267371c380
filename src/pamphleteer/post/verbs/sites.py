"""Receiving sites that put mail off, or block a relay: gone easy on, while all other mail goes on.

A site is a domain, and the company whose servers take the mail of many. Rows hold a keyed hash of its name, for the
domain of one person is nearly an address; the name itself where many readers are there.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import Any

from django.conf import settings

from pamphleteer.ground import clock
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.mails import Mail
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.models import Site
from pamphleteer.post.pace import easing
from pamphleteer.post.pace.easing import Ease
from pamphleteer.post.sites.grouping import domain_of
from pamphleteer.post.sites.looking import Groups
from pamphleteer.post.verbs.sitenames import Names

_WRITTEN = 10.0  # seconds after which rows are written
_READ = 5.0  # and those of other processes read
_AHEAD = 1800.0  # seconds: no letter waits for longer before it is looked at again
_BLOCKED = 300.0  # the same where relays are blocked: others may be there again
_FORGOTTEN = timedelta(days=1)
_SHARE = 2  # strikes that one domain of many at a company may bring in a row

_Place = tuple[bytes, str]  # a site, and the relay whose mail it blocks, or nothing


@dataclass(frozen=True)
class Way:
    """What is known of the way to a reader: until when to wait, why, the relays that are blocked, the sites.

    It is `pending` while the DNS is asked which site it is.
    """

    until: datetime | None = None
    why: str = ""
    closed: Collection[str] = ()
    sites: Collection[bytes] = ()
    pending: bool = False


OPEN, PENDING = Way(), Way(pending=True)


@dataclass(frozen=True)
class _Why:
    reason: str
    said: str
    since: datetime


class Sites:
    """What one process knows of receiving sites. Where none makes trouble, nothing is asked and nothing written."""

    def __init__(self, *, groups: Groups | None = None) -> None:
        self._watched = settings.POST_SITES != "off"
        if groups is None and settings.POST_SITES == "servers":
            groups = _groups(settings.POST_RESOLVER)
        self._names = Names(groups)
        self._relays = ["", *(one["name"] for one in settings.POST_RELAYS)]
        self._eases: dict[_Place, Ease] = {}
        self._slow: set[_Place] = set()
        self._why: dict[_Place, _Why] = {}
        self._dirty: set[_Place] = set()
        self._queues: dict[bytes, float] = {}
        self._brought: dict[bytes, Counter[str]] = defaultdict(Counter)
        self._written_at = self._read_at = 0.0
        self._most: dict[_Place, float] = {}  # letters a second that an option allows

    def turn(self) -> None:
        """Now and then look at what other processes know, and write what has changed."""
        now = _now()
        if self._watched and now - self._read_at >= _READ:
            if not self._read_at:
                self._limit(settings.POST_SITE_LIMITS)
            self._read_at = now
            self._read()
        if now - self._written_at >= _WRITTEN:
            self._written_at = now
            self.write()
            self._names.lately()

    def way(self, mail: Mail, *, urgent: bool) -> Way:
        """Return what is known of the way to a reader; this costs nothing where no site makes trouble."""
        if not self._slow:
            return OPEN
        try:
            domain = domain_of(mail.address)
            if self._names.pending(domain):
                return PENDING
            sites = self._names.sites(domain)
        except SealError:
            return OPEN  # whoever makes the letter tells
        now, until, why, closed = _now(), 0.0, "", set[str]()
        for place in self._slow_of(sites):
            ease = self._eases[place]
            if place[1]:
                closed |= {place[1]} if now < ease.until else set()
            elif not ease.may(now, urgent=urgent):
                until, why = max(until, self._slot(place, now)), self._why[place].reason
        return Way(_moment(until) if until else None, why, closed, sites)

    def blocked(self, way: Way) -> Way:
        """Return a way on which no relay is left, until one of those that are blocked there may be tried again."""
        places = [place for place in self._slow_of(way.sites) if place[1]]
        first = min(places, key=lambda place: self._eases[place].until)
        until = min(self._eases[first].until, _now() + _BLOCKED)
        return Way(_moment(until), self._why[first].reason, way.closed, way.sites)

    def handed(self, way: Way) -> None:
        """Note that a letter goes that way."""
        for place in [(site, "") for site in way.sites]:
            if place in self._slow:
                self._eases[place] = easing.handed(self._eases[place], now=_now())

    def took(self, relay: str, *, to: str) -> None:
        """Note that a relay took a letter to an address."""
        domain = domain_of(to)
        self._names.took(domain)
        if self._eases:
            now = _now()
            for site in self._names.sites(domain):
                self._brought.pop(site, None)
                for place in ((site, ""), (site, relay)):
                    if place in self._eases:
                        self._change(place, easing.took(self._eases[place], now=now))

    def refused(self, relay: str, error: RelayError, *, to: str) -> None:
        """Note that a letter to an address was put off, or refused for good for the site's sake."""
        if not self._watched or error.scope is not Scope.SITE or error.doubt:
            return
        domain = domain_of(to)
        try:
            levels = {name: self._names.site(name) for name in self._names.levels(domain)}
        except KeyMissing:
            return
        for name, site in levels.items():
            place = (site, relay if error.permanent else "")
            ease, now = self._eases.get(place, Ease()), _now()
            if error.permanent:
                after = easing.blocked(ease, now=now)
            else:
                strikes = self._strikes(site, domain, error, alone=name == domain)
                lately = partial(self._names.measured, name)
                after = easing.put_off(ease, strikes, now=now, measured=lately)
            if after != ease:
                rests = after.until > ease.until
                if rests:
                    since = self._why[place].since if ease.failures else clock.now()
                    self._why[place] = _Why(error.reason.value, error.reply, since)
                self._change(place, after)
                if rests:
                    self._write(place)

    def write(self) -> None:
        """Write what has changed."""
        for place in [*self._dirty]:
            self._write(place)

    def _slow_of(self, sites: Collection[bytes]) -> Collection[_Place]:
        places = [(site, relay) for site in sites for relay in self._relays]
        return [place for place in places if place in self._slow]

    def _limit(self, limits: Collection[tuple[str, int]]) -> None:
        for name, a_minute in limits:
            place = (self._names.site(name), "")
            self._most[place] = a_minute / 60
            self._why[place] = _Why(Reason.RATE.value, "", clock.now())
            self._keep(place, Ease())

    def _strikes(self, site: bytes, domain: str, error: RelayError, *, alone: bool) -> int:
        """Return the strikes for a letter put off; one domain of many alone can't slow all of a company down."""
        strikes = easing.weight(error.reason)
        if not alone:
            brought = self._brought[site]
            strikes = min(strikes, _SHARE - brought[domain])
            brought[domain] += strikes
        return strikes

    def _slot(self, place: _Place, now: float) -> float:
        """Return when a letter to a slow site may be looked at again: each of those that wait a little later."""
        ease, site = self._eases[place], place[0]
        slot = max(self._queues.get(site, 0.0), ease.until, ease.ready_at, now)
        slot = min(slot, max(now + _AHEAD, ease.until))
        self._queues[site] = slot + ease.gap()
        return slot

    def _change(self, place: _Place, after: Ease) -> None:
        if place in self._slow or after.slow:
            self._dirty.add(place)
        self._keep(place, after)

    def _keep(self, place: _Place, after: Ease) -> None:
        if most := self._most.get(place):
            after = replace(after, rate=min(after.rate or most, most))
        if after.slow:
            self._slow.add(place)
        else:
            self._slow.discard(place)
        if after.slow or after.strikes:
            self._eases[place] = after
        else:
            self._eases.pop(place, None)

    def _write(self, place: _Place) -> None:
        self._dirty.discard(place)
        site, relay = place
        ease = self._eases.get(place)
        most = self._most.get(place)
        if ease is None or not ease.slow or (most and ease.rate == most and not ease.failures):
            Site.objects.filter(hashed=site, relay=relay).delete()
            return
        why = self._why[place]
        name = self._names.name(site)
        fields: dict[str, Any] = {
            "failures": ease.failures,
            "rate": ease.rate,
            "until": _moment(ease.until),
        }
        fields |= {"reason": why.reason, "since": why.since}
        if name:
            fields |= {"name": name[:255], "said": why.said[:500]}
        Site.objects.update_or_create(hashed=site, relay=relay, defaults=fields)

    def _read(self) -> None:
        """Take what other processes wrote; what is old is forgotten."""
        rows, now = Site.objects.all(), _now()
        if any(row.until < clock.now() - _FORGOTTEN for row in rows):
            rows.filter(until__lt=clock.now() - _FORGOTTEN).delete()
        for row in rows:
            place = (bytes(row.hashed), row.relay)
            until, block = row.until.timestamp(), bool(row.relay)
            told = easing.told(row.failures, until=until, rate=row.rate, now=now, block=block)
            ease = easing.met(self._eases.get(place, Ease()), told)
            if ease is told and place not in self._dirty:
                self._why[place] = _Why(row.reason, row.said, row.since)
                self._keep(place, ease)


@cache
def _groups(server: str) -> Groups:
    return Groups(server=server)


def _now() -> float:
    return clock.now().timestamp()


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
