"""What the client raises, in words for a person."""

import os
import ssl

import aiohttp

from pamphleteer.ground.http.errors import (
    AddressError,
    BrokenError,
    FetchError,
    HeadError,
    PrivateError,
    UnreachableError,
)

_BLOCKED = "private address"
_TOO_MUCH = ("Got more than", "Too many headers")


class BlockedError(OSError):
    """Raised where a connection would have begun; all say the same, so that aiohttp keeps it."""

    def __init__(self, address: str) -> None:
        super().__init__(_BLOCKED)
        self.address = address


def fault_of(error: Exception, where: str, *, head: int) -> FetchError:
    """Return what went wrong on the hop that `where` tells of; `head` bytes were allowed."""
    if isinstance(error, aiohttp.InvalidURL):
        return AddressError(f"{where}is no address that can be asked")
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        reason = _reason(error.certificate_error)
        return UnreachableError(f"{where}has no certificate to trust ({reason})")
    if isinstance(error, aiohttp.ClientConnectorError):
        return _unreachable(error, where)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return BrokenError(f"{where}closed the connection without an answer")
    if isinstance(error, aiohttp.ClientResponseError):
        if any(words in error.message[:60] for words in _TOO_MUCH):
            return HeadError(f"{where}sent a head of more than {head:,} bytes")
        return BrokenError(f"{where}gave an answer that is not HTTP")
    return BrokenError(f"{where}broke the connection off")


def _unreachable(
    error: aiohttp.ClientConnectorError, where: str
) -> PrivateError | UnreachableError:
    cause = error.os_error
    if isinstance(cause, BlockedError):
        return PrivateError(
            f"{where}is at {cause.address}, in a network that is not public; "
            "the option collect.allow names private networks that may be asked"
        )
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return UnreachableError(f"{where}names a server that is not known ({error.host[:100]})")
    if isinstance(cause, ssl.SSLError):
        return UnreachableError(f"{where}speaks no TLS that we understand ({_reason(cause)})")
    return UnreachableError(f"{where}could not be reached ({_reason(cause)})")


def _reason(cause: Exception) -> str:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return str(cause.verify_message).lower()
    if isinstance(cause, OSError) and cause.errno and not isinstance(cause, ssl.SSLError):
        return os.strerror(cause.errno).lower()
    return str(getattr(cause, "strerror", None) or cause)[:200]
