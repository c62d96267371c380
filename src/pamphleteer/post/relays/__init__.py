"""Relays: mail providers and servers that we hand mail to. A new one is a file here and a line in `post.schemes`."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from pamphleteer.post.relays.kit import Letter, Relay
from pamphleteer.post.schemes import SCHEMES

__all__ = ["Letter", "Relay", "open_relay"]


def open_relay(options: Mapping[str, Any]) -> Relay:
    """Return the relay of an outlet's options; it is not spoken to before the first letter."""
    module = SCHEMES[urlsplit(options["url"]).scheme].module
    hello = settings.POST_SENDER.rpartition("@")[2]
    relay: Relay = import_module(f"{__name__}.{module}").opened({**options, "hello": hello})
    return relay
