"""The DNS, asked for a name at a time: with an end to all waiting, and without belief in what is no answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import dns.exception
import dns.resolver
import dns.reversename
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT

_SECONDS = 5.0
_PORT = 53
_MOST = 200  # answers to one question


class DnsError(Exception):
    """Nobody can tell now whether there is something under a name; the message says what happened."""


@dataclass(frozen=True, order=True)
class Exchange:
    """A server that takes mail for a domain; the lowest preference is tried first (RFC 5321, 5.1)."""

    preference: int
    host: str


@dataclass
class Resolver:
    """One server of the DNS, as address or address:port; without one, those that the machine asks.

    It remembers what it was told, as long as it lives. All its questions raise `DnsError`; where there is nothing under
    a name, the answer is empty. `seconds` are for one question.
    """

    server: str = ""
    seconds: float = _SECONDS
    _told: dict[tuple[str, str], Sequence[Any]] = field(default_factory=dict, repr=False)

    def texts(self, name: str) -> Sequence[str]:
        """Return the TXT records of a name, their strings joined (RFC 7208, 3.3)."""
        found: Sequence[TXT] = self._asked(name, "TXT")
        return [b"".join(one.strings).decode("utf-8", "replace") for one in found]

    def exchanges(self, name: str) -> Sequence[Exchange]:
        """Return the servers that take mail for a domain, the first one first."""
        found: Sequence[MX] = self._asked(name, "MX")
        return sorted(Exchange(one.preference, _plain(one.exchange)) for one in found)

    def addresses(self, host: str) -> Sequence[str]:
        """Return the IP addresses of a server, IPv4 and IPv6."""
        return [str(one.address) for kind in ("A", "AAAA") for one in self._asked(host, kind)]

    def names(self, address: str) -> Sequence[str]:
        """Return the names of an IP address (PTR)."""
        try:
            name = dns.reversename.from_address(address).to_text()
        except (dns.exception.DNSException, ValueError) as error:
            raise DnsError(f"{address} is no IP address") from error
        return [_plain(one.target) for one in self._asked(name, "PTR")]

    def _asked(self, name: str, kind: str) -> Sequence[Any]:
        asked = (name.rstrip(".").lower(), kind)
        if asked not in self._told:
            self._told[asked] = list(self._answers(*asked))[:_MOST]
        return self._told[asked]

    def _answers(self, name: str, kind: str) -> Iterator[Any]:
        try:
            answer = self._resolver().resolve(
                f"{name}.", kind, raise_on_no_answer=False, search=False
            )
        except dns.resolver.NXDOMAIN:
            return
        except dns.exception.Timeout as error:
            raise DnsError(f"nobody answers for {name} ({kind})") from error
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise DnsError(f"no answer can be had for {name} ({kind}): {_why(error)}") from error
        yield from answer.rrset or ()

    def _resolver(self) -> dns.resolver.Resolver:
        asked = dns.resolver.Resolver(configure=not self.server)
        if self.server:
            host, port = _place(self.server)
            asked.nameservers, asked.port = [host], port
        asked.lifetime = self.seconds
        asked.timeout = self.seconds / 2
        return asked


def _place(server: str) -> tuple[str, int]:
    """Return address and port of 192.0.2.1, 192.0.2.1:53, 2001:db8::1 or [2001:db8::1]:53."""
    if server.count(":") > 1 and not server.startswith("["):
        return server, _PORT
    parts = urlsplit(f"//{server}")
    return parts.hostname or "", parts.port or _PORT


def _plain(name: Any) -> str:
    return str(name.to_text(omit_final_dot=True)).lower()


def _why(error: Exception) -> str:
    if isinstance(error, dns.resolver.NoNameservers):
        return "its servers fail"
    return str(error).split("\n", 1)[0][:200] or type(error).__name__
