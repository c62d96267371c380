"""Relays: mail providers and servers that we hand mail to. A new one is a file here and a line in `post.schemes`."""

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from pamphleteer.post.relays.kit import Account, Letter, Recall, Relay, Reports
from pamphleteer.post.schemes import SCHEMES, Scheme

__all__ = ["Letter", "Relay", "account_of", "open_relay", "recall_of", "recalls", "reports_of"]


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


def recalls(options: Mapping[str, Any]) -> bool:
    """Return whether a relay can be asked what it took."""
    return _scheme(options).recalls


def recall_of(options: Mapping[str, Any]) -> Recall | None:
    """Return what a relay is asked by, if it can be asked what it took."""
    if not recalls(options):
        return None
    recall: Recall = _module(options).recall(options)
    return recall


def account_of(options: Mapping[str, Any]) -> Account | None:
    """Return how a provider is asked about our account, if it can be; nothing is sent by that."""
    module = _module(options)
    if not hasattr(module, "account"):
        return None
    account: Account = module.account(options)
    return account


def _scheme(options: Mapping[str, Any]) -> Scheme:
    return SCHEMES[urlsplit(options["url"]).scheme]


def _module(options: Mapping[str, Any]) -> ModuleType:
    return import_module(f"{__name__}.{_scheme(options).module}")
