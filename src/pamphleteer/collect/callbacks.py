"""The address at which hubs call us, and whether a hub could reach it at all."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings

from pamphleteer.collect.models import Subscription
from pamphleteer.ground.http.guard import Guard

PATH = "websub/"
# Reserved (RFC 2606, 6761, 6762, 7686, 9476), or used in many a private network.
_NOBODYS = frozenset(
    {
        "alt", "corp", "example", "home", "internal", "intranet", "invalid", "lan", "local",
        "localdomain", "localhost", "onion", "private", "test",
    }
)  # fmt: skip


def callback_of(subscription: Subscription) -> str:
    """Return the address that a hub is to call for a subscription; nobody can guess it."""
    return f"{settings.DESK_URL}{PATH}{subscription.door}"


def reachable_from(hub: str) -> bool:
    """Say whether a hub could reach the desk's address.

    A private address is told to none but a hub that is in a private network which may be asked.
    """
    if not _is_private(settings.DESK_URL):
        return True
    return _is_private(hub) and not Guard(settings.COLLECT_ALLOW).refuses(_host(hub))


def _is_private(url: str) -> bool:
    host = _host(url)
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return _is_nobodys(host)
    return Guard().refuses(host)


def _is_nobodys(name: str) -> bool:
    """Say whether a name means nothing in the public internet, or a number in disguise."""
    _, dot, last = name.rpartition(".")
    number = last.isdecimal() or last.startswith("0x")
    return not dot or number or last in _NOBODYS or name.endswith(".home.arpa")


def _host(url: str) -> str:
    host = (urlsplit(url).hostname or "").rstrip(".")
    return "127.0.0.1" if host == "localhost" else host
