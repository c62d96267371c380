"""Asking other people's servers, politely and with care: the one place that does."""

from pamphleteer.ground.http.address import checked, host_of
from pamphleteer.ground.http.answer import Answer, Link
from pamphleteer.ground.http.errors import (
    AddressError,
    BrokenError,
    FetchError,
    LateError,
    PrivateError,
    RedirectError,
    SizeError,
    StatusError,
    UnreachableError,
)
from pamphleteer.ground.http.fetch import FEEDS, Fetcher, Limits
from pamphleteer.ground.http.threaded import Fetches, fetching

__all__ = [
    "FEEDS",
    "AddressError",
    "Answer",
    "BrokenError",
    "FetchError",
    "Fetcher",
    "Fetches",
    "LateError",
    "Limits",
    "Link",
    "PrivateError",
    "RedirectError",
    "SizeError",
    "StatusError",
    "UnreachableError",
    "checked",
    "fetching",
    "host_of",
]
