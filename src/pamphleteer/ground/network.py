"""From which network somebody asks, as far as a server can tell."""

import ipaddress
from collections.abc import Mapping

_IPV4, _IPV6 = 24, 56  # bits that a provider's customer has


def asker(head: Mapping[str, str]) -> str:
    """Return the network that asks, from a request's variables (PEP 3333).

    A proxy is believed only where it runs on this machine.
    """
    peer = head.get("REMOTE_ADDR", "")
    if not peer or _loopback(peer):
        peer = head.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or peer
    return network_of(peer)


def network_of(address: str) -> str:
    """Return the network of an IP address as one provider's customer has it, or the text itself."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    bits = _IPV4 if ip.version == 4 else _IPV6
    return str(ipaddress.ip_network(f"{ip}/{bits}", strict=False))


def _loopback(peer: str) -> bool:
    try:
        return ipaddress.ip_address(peer).is_loopback
    except ValueError:
        return False
