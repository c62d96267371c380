"""Relays: mail providers and servers that we hand mail to. A new one is a file here and a line in `post.schemes`."""

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from pamphleteer.post.relays.kit import Letter, Relay, Reports
from pamphleteer.post.schemes import SCHEMES

__all__ = ["Letter", "Relay", "open_relay", "reports_of"]


def open_relay(options: Mapping[str, Any]) -> Relay:
    """Return the relay of an outlet's options; it is not spoken to before the first letter."""
    hello = settings.POST_SENDER.rpartition("@")[2]
    relay: Relay = _module(options).opened({**options, "hello": hello})
    return relay


def reports_of(options: Mapping[str, Any]) -> Reports | None:
    """Return the webhook of a relay, if it has one and is told how to know its provider."""
    module = _module(options)
    if not options["webhook_secret"] or not hasattr(module, "reports"):
        return None
    reports: Reports = module.reports(options)
    return reports


def _module(options: Mapping[str, Any]) -> ModuleType:
    return import_module(f"{__name__}.{SCHEMES[urlsplit(options['url']).scheme].module}")
