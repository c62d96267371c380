"""Asking other people's servers, politely and with care: the one place that does."""

from pamphleteer.ground.http.address import checked
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
from pamphleteer.ground.http.fetch import Answer, Fetcher, Limits
from pamphleteer.ground.http.threaded import Fetches, fetching

__all__ = [
    "AddressError",
    "Answer",
    "BrokenError",
    "FetchError",
    "Fetcher",
    "Fetches",
    "LateError",
    "Limits",
    "PrivateError",
    "RedirectError",
    "SizeError",
    "StatusError",
    "UnreachableError",
    "checked",
    "fetching",
]
