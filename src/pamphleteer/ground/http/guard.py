"""Which network addresses may be connected to.

The tables follow the special-purpose registries of IANA (RFC 6890 and its updates), because
`ipaddress.is_global` of Python 3.11 takes several of these for public.
"""

import ipaddress
from collections.abc import Collection, Iterator

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_REFUSED_4 = [
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
]
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = [
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4: any IPv4 address may hide in it
        "3fff::/20",
    )
]
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = {b"\0\0\x5e\xfe", b"\2\0\x5e\xfe"}  # RFC 5214, section 6.1


class Guard:
    """Refuses addresses outside the public internet, but for networks that were allowed."""

    def __init__(self, allow: Collection[str] = ()) -> None:
        self._allow = [ipaddress.ip_network(network) for network in allow]

    def refuses(self, address: str) -> bool:
        """Say whether an IP address must not be connected to; whatever is none is refused."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return True
        shapes = list(_shapes(found))
        if any(shape in network for shape in shapes for network in self._allow):
            return False
        return not _public(shapes[-1])


def _shapes(address: Address) -> Iterator[Address]:
    """Yield the address, then the IPv4 address that is reached through it, if it hides one."""
    yield address
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            yield address.ipv4_mapped
        elif address in _NAT64 or address.packed[8:12] in _ISATAP:
            yield ipaddress.IPv4Address(address.packed[-4:])


def _public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _REFUSED_4)
    return address in _PUBLIC_6 and not any(address in network for network in _REFUSED_6)
