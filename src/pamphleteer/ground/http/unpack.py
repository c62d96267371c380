"""Bodies as they come, unpacked within a limit."""

import zlib

from pamphleteer.ground.http.errors import BrokenError, SizeError

ENCODINGS = "gzip, deflate"
_STEP = 65_536
_MEMBER = b"\x1f"  # of gzip: the first of its two bytes, for a piece may end between them
_EITHER, _RAW = 32 + zlib.MAX_WBITS, -zlib.MAX_WBITS


class Body:
    """Collects the pieces of one body; holds at most `limit` bytes, packed or unpacked."""

    def __init__(self, encoding: str, *, limit: int) -> None:
        self._packed = encoding.strip().lower() not in {"", "identity"}
        if self._packed and encoding.strip().lower() not in {"gzip", "x-gzip", "deflate"}:
            raise BrokenError(f"answered packed as “{encoding[:40]}”, which was not asked for")
        self._limit = limit
        self._unzip = zlib.decompressobj(_EITHER)
        self._ended = False
        self._content = bytearray()
        self.came = 0

    def add(self, piece: bytes) -> None:
        """Take the next piece; raises `SizeError` or `BrokenError`."""
        first = not self.came
        self.came += len(piece)
        if self.came > self._limit:
            self._too_large()
        if self._packed:
            self._unpack(piece, first=first)
        else:
            self._content += piece

    def whole(self, *, unended: bool = False) -> bytes:
        """Return the content; raises `BrokenError` if a packed body has no end, unless it may have none."""
        if self._packed and not (unended and self._content) and self.came and not self._unzip.eof:
            raise BrokenError(f"broke off after {self.came:,} packed bytes")
        return bytes(self._content)

    def beginning(self) -> bytes:
        """Return what of the content is here, whether or not it has an end."""
        return bytes(self._content)

    def _unpack(self, piece: bytes, *, first: bool) -> None:
        try:
            self._inflate(piece)
        except zlib.error as error:
            if not first:
                raise BrokenError("answered with a packed body that can't be unpacked") from error
            self._unpack_raw(piece)

    def _unpack_raw(self, piece: bytes) -> None:
        # Some servers call it deflate and leave the zlib header out (RFC 9110, section 8.4.1.2).
        self._unzip = zlib.decompressobj(_RAW)
        try:
            self._inflate(piece)
        except zlib.error as error:
            raise BrokenError("answered with a packed body that can't be unpacked") from error

    def _inflate(self, piece: bytes) -> None:
        while piece and not self._ended:
            if self._unzip.eof:
                # Another packed part may follow; what else is behind the end is nothing, as to browsers.
                self._ended = not piece.startswith(_MEMBER)
                self._unzip = self._unzip if self._ended else zlib.decompressobj(_EITHER)
                continue
            self._content += self._unzip.decompress(piece, _STEP)
            if len(self._content) > self._limit:
                self._too_large()
            piece = self._unzip.unconsumed_tail or self._unzip.unused_data

    def _too_large(self) -> None:
        raise SizeError(f"is larger than {self._limit:,} bytes")
