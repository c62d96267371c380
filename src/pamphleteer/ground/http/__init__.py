"""Asking other people's servers, politely and with care: the one place that does.

Here are their answers, faults and addresses; who asks imports `asking` too, and the client with it.
"""

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

__all__ = [
    "AddressError",
    "Answer",
    "BrokenError",
    "FetchError",
    "LateError",
    "Link",
    "PrivateError",
    "RedirectError",
    "SizeError",
    "StatusError",
    "UnreachableError",
    "checked",
    "host_of",
]
