"""Relays: mail providers and servers that we hand mail to. A new one is a file and a line here."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from pamphleteer.post.relays.kit import Account, Mail, Relay
from pamphleteer.post.relays.smtp import Smtp

SCHEMES: Mapping[str, Callable[[Account], Relay]] = {
    "smtp": Smtp,
    "smtps": Smtp,
    "smtp+starttls": Smtp,
}

__all__ = ["SCHEMES", "Account", "Mail", "Relay", "open_relay"]


def open_relay(account: Account) -> Relay:
    """Return the relay of an account; nothing is sent before its first mail."""
    return SCHEMES[urlsplit(account.url).scheme](account)
