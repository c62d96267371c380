"""Relays: mail providers and servers that we hand mail to. A new one is a file and a line here."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from pamphleteer.post.relays import smtp
from pamphleteer.post.relays.kit import Letter, Relay

SCHEMES: Mapping[str, Callable[..., Relay]] = {
    "smtp": smtp.opened,
    "smtps": smtp.opened,
    "smtp+starttls": smtp.opened,
}

__all__ = ["SCHEMES", "Letter", "Relay", "open_relay"]


def open_relay(options: Mapping[str, Any]) -> Relay:
    """Return the relay of an outlet's options; it is not spoken to before the first letter."""
    hello = settings.POST_SENDER.rpartition("@")[2]
    return SCHEMES[urlsplit(options["url"]).scheme](options, hello=hello)
