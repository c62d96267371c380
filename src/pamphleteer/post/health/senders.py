"""Who may send for a domain, as its SPF record says with all that it includes (RFC 7208)."""

import ipaddress
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pamphleteer.ground.resolver import DnsError, Resolver

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
MOST = 10  # names that receivers look up; section 4.6.4
VOID = 2  # of which so many may not be there
_MX = 10  # servers of one `mx`
_TERM = re.compile(
    r"([+~?-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?::([^\s]*?))?(?:/(\d{1,3}))?(?://(\d{1,3}))?",
    re.IGNORECASE,
)
_MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*)=(.*)", re.IGNORECASE)


@dataclass
class Allowed:
    """What a record says: the networks that may send, and what becomes of others.

    `others` is the sign before `all` (-, ~, ? or +), or nothing; `left_open` are mechanisms that only a mail decides;
    `faults` say why receivers give up.
    """

    record: str = ""
    networks: list[Network] = field(default_factory=list)
    others: str = ""
    lookups: int = 0
    void: int = 0
    includes: list[str] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def covers(self, address: str) -> bool:
        """Return whether an IP address may send."""
        found = ipaddress.ip_address(address)
        return any(found in network for network in self.networks)


def allowed(domain: str, resolver: Resolver) -> Allowed:
    """Return what the record of a domain says; without a record it is empty. Raises `DnsError` of the domain itself."""
    told = Allowed()
    records = _records(domain, resolver)
    if len(records) > 1:
        told.faults.append(f"there are {len(records)} SPF records, which receivers take for none")
    if records:
        told.record = records[0]
        _Walk(told, resolver).over(records[0], (domain,))
    if told.lookups > MOST:
        told.faults.append(f"it takes more than {MOST} look-ups, at which receivers give up")
    if told.void > VOID:
        told.faults.append(
            f"{told.void} of its names are not there, and receivers give up at {VOID + 1}"
        )
    told.faults = list(dict.fromkeys(told.faults))
    return told


def _records(domain: str, resolver: Resolver) -> Sequence[str]:
    return [
        one for one in resolver.texts(domain) if re.match(r"v=spf1(?: |\Z)", one, re.IGNORECASE)
    ]


@dataclass
class _Walk:
    """One walk over a record and what it includes, which ends where receivers give up."""

    told: Allowed
    resolver: Resolver

    def over(
        self, record: str, way: Sequence[str], *, counts: bool = True, decides: bool = True
    ) -> None:
        """Take a record in: the way leads to its domain; its networks count if they may send.

        The `all` of a record that is included decides nothing, only that of the first one or of its `redirect`.
        """
        redirect, ended = "", False
        for term in record.split()[1:]:
            if found := _TERM.fullmatch(term):
                if found[2].lower() == "all":
                    self.told.others = (found[1] or "+") if decides else self.told.others
                    ended = True
                    break
                self._mechanism(found, way, counts=counts and found[1] in {"", "+"})
            elif modifier := _MODIFIER.fullmatch(term):
                redirect = modifier[2] if modifier[1].lower() == "redirect" else redirect
            else:
                self.told.faults.append(f"{term[:80]!r} is nothing that receivers understand")
        if redirect and not ended:
            self._other(redirect, way, counts=counts, decides=decides)

    def _mechanism(self, found: re.Match[str], way: Sequence[str], *, counts: bool) -> None:
        name, place, bits = found[2].lower(), found[3] or "", (found[4], found[5])
        if name in {"ip4", "ip6"}:
            self._networks([place], (found[4], found[4]), counts=counts)
        elif name == "include":
            self._other(place, way, counts=counts, decides=False)
        elif name in {"ptr", "exists"} or "%" in place:
            self._count()
            self.told.left_open.append(found[0])
        elif self._count():
            self._networks(self._addresses(name, place or way[-1]), bits, counts=counts)

    def _other(self, domain: str, way: Sequence[str], *, counts: bool, decides: bool) -> None:
        """Take in the record of another domain."""
        if not self._count():
            return
        if "%" in domain:
            self.told.left_open.append(domain)
            return
        if domain.lower() in way:
            self.told.faults.append(f"{domain} leads back to itself")
            return
        try:
            records = _records(domain, self.resolver)
        except DnsError as error:
            self.told.faults.append(str(error))
            return
        self.told.includes.append(domain.lower())
        if len(records) == 1:
            self.over(records[0], (*way, domain.lower()), counts=counts, decides=decides)
        else:
            self.told.faults.append(f"{domain} has {len(records) or 'no'} SPF records")

    def _count(self) -> bool:
        self.told.lookups += 1
        return self.told.lookups <= MOST

    def _addresses(self, name: str, place: str) -> Iterator[str]:
        try:
            hosts = [place]
            if name == "mx":
                hosts = [one.host for one in self.resolver.exchanges(place)][:_MX]
            found = [address for host in hosts for address in self.resolver.addresses(host)]
        except DnsError as error:
            self.told.faults.append(str(error))
            return
        self.told.void += not found
        yield from found

    def _networks(
        self,
        addresses: Iterator[str] | Sequence[str],
        bits: tuple[str | None, str | None],
        *,
        counts: bool,
    ) -> None:
        for address in addresses:
            length = bits[":" in address]
            try:
                network = ipaddress.ip_network(
                    f"{address}/{length}" if length else address, strict=False
                )
            except ValueError:
                self.told.faults.append(f"{address[:60]!r} is no network")
                continue
            if counts:
                self.told.networks.append(network)
