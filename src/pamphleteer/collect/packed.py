"""Documents that are packed though nobody said so: a file that a server gives away as it is."""

from pamphleteer.collect.errors import SourceError
from pamphleteer.ground.http import BrokenError, SizeError
from pamphleteer.ground.http.unpack import Body

_GZIP = b"\x1f\x8b"  # RFC 1952, section 2.3.1


def unpacked(content: bytes, *, most: int) -> bytes:
    """Return a document unpacked, as far as it goes, into at most so many bytes.

    One that is not packed stays as it is. Raises `SourceError`.
    """
    if not content.startswith(_GZIP):
        return content
    body = Body("gzip", limit=most)
    try:
        body.add(content)
    except SizeError as error:
        raise SourceError(f"is packed, and {error} when unpacked (collect.max_bytes)") from error
    except BrokenError:
        pass  # what was unpacked before the fault is taken
    if not body.beginning():
        raise SourceError("begins as a packed file, and can't be unpacked")
    return body.beginning()
