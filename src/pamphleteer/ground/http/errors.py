"""What can go wrong on the way to a document and back.

    FetchError
    ├── AddressError        it can't be asked at all
    │   └── PrivateError    it leads into a private network
    ├── UnreachableError    no such name, no connection, no certificate
    ├── LateError           the time was over
    ├── BrokenError         the answer broke off, or is no HTTP
    ├── SizeError           more came than is taken
    │   └── HeadError       in the head of the answer
    ├── RedirectError       it leads on and on, or nowhere
    │   └── LongWayError    more often than is followed
    └── StatusError         it answered something other than the document

Each message goes on from an address: "https://example.org/feed answered 404 (Not Found)".
"""

from collections.abc import Mapping
from http import HTTPStatus


class FetchError(Exception):
    """A document that could not be fetched; its words say why, to a person."""

    retry_after: float | None = None
    """Seconds that the server asked us to wait for; None if it said nothing."""

    limit = ""
    """Which of the client's limits ended it, by its name in `Limits`."""


class AddressError(FetchError):
    """An address that is not asked at all."""


class PrivateError(AddressError):
    """An address in a network that is not public, and that was not allowed."""


class UnreachableError(FetchError):
    """Nobody could be reached there."""


class LateError(FetchError):
    """The time was over before the whole answer was here."""

    limit = "seconds"


class BrokenError(FetchError):
    """The answer broke off, or is no answer."""


class SizeError(FetchError):
    """More came than is taken."""

    limit = "size"


class HeadError(SizeError):
    """The head of an answer is larger than is taken."""

    limit = "head"


class RedirectError(FetchError):
    """It leads on and on, or nowhere."""


class LongWayError(RedirectError):
    """It leads on more often than is followed."""

    limit = "redirects"


class StatusError(FetchError):
    """The server answered something other than the document.

    `page` is the beginning of what it sent instead, unpacked; `lasting` says that only permanent
    redirects, or none, led there.
    """

    def __init__(
        self,
        status: int,
        *,
        where: str = "",
        retry_after: float | None = None,
        page: bytes = b"",
        headers: Mapping[str, str] | None = None,
        lasting: bool = True,
    ) -> None:
        self.status = status
        self.retry_after = retry_after
        self.page = page
        self.headers = headers or {}
        self.lasting = lasting
        super().__init__(f"{where}answered {status}{_phrase(status)}")


def _phrase(status: int) -> str:
    try:
        return f" ({HTTPStatus(status).phrase})"
    except ValueError:
        return ""
